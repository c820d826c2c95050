import { css } from 'lit'
import { adoptStyles } from '../writing/adopt-styles.ts'

/** How footnotes look in a preview: comes with the first of them. */
const styles = css`
  .pieces .notes {
    margin-block: 0;
    font-size: 0.9em;
    color: var(--_muted);
  }
  .piece:not(:has(> .notes)) + .piece:has(> .notes) {
    margin-block-start: 0.6em;
    padding-block-start: 1em;
    border-block-start: 1px solid var(--_border);
  }
  .pieces .note a {
    padding-inline: 0.15em;
  }
  .pieces :is(.note a, .back) {
    position: relative;
    text-decoration: none;
  }
  .pieces .back {
    font-family: var(--_code);
  }
  @media (pointer: coarse) {
    .pieces :is(.note a, .back)::after {
      position: absolute;
      inset: -15px;
      content: '';
    }
  }
`

/** Gives them to the tree that a preview stands in. */
export function adoptNoteStyles(root: ShadowRoot): void {
  adoptStyles(root, styles)
}
