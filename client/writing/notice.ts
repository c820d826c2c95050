import type { EditorView } from '@codemirror/view'
import { css } from 'lit'
import { adoptStyles } from './adopt-styles.ts'
import { phrasesOf } from './writing-phrases.ts'

/** How long a notice stays, in milliseconds. */
const SHOWN_FOR_MS = 8_000

const styles = css`
  .encke-notice {
    position: sticky;
    z-index: 2;
    bottom: 12px;
    align-self: center;
    box-sizing: border-box;
    max-width: min(480px, calc(100% - 24px));
    margin: 0 12px 12px;
    padding: 10px 14px;
    font: 14px / 20px var(--encke-font-ui, inherit);
    color: var(--_bg);
    background: var(--_fg);
    border-radius: var(--_radius);
  }
  @media print {
    .encke-notice {
      display: none;
    }
  }
`

/**
 * Says something below the text for a while, to be seen and to be heard. Another notice takes its place; one without
 * words takes it away.
 */
export function notify(view: EditorView, words: string): void {
  const parent = view.dom.parentElement
  if (parent === null) return
  adoptStyles(view.root as Document | ShadowRoot, styles)
  parent.querySelector('.encke-notice')?.remove()
  if (words === '') return
  const notice = document.createElement('p')
  notice.className = 'encke-notice'
  notice.setAttribute('role', 'alert')
  notice.textContent = words
  parent.append(notice)
  setTimeout(() => notice.remove(), SHOWN_FOR_MS)
}

/** Waits for what a command does with a part that may have to be loaded, and says so where it does not come. */
export function loading(view: EditorView, work: Promise<void>): void {
  work.catch(() => notify(view, phrasesOf(view.state)['command.not-loaded']))
}
