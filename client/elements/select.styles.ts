import { css } from 'lit'

/**
 * A list to choose from with a hairline arrow, as thin as the icons, in place of the browser's own. Drawn with gradients:
 * a strict page allows no image from data. Whoever uses it sets the height, the edge and the ground colour.
 */
export const selectStyles = css`
  select {
    padding-block: 0;
    padding-inline: 8px 24px;
    font: inherit;
    color: var(--_fg);
    border-radius: var(--_radius);
    cursor: pointer;
    text-overflow: ellipsis;
    appearance: none;
    background-image:
      linear-gradient(45deg, transparent 44%, var(--_muted) 44% 62%, transparent 62%),
      linear-gradient(-45deg, transparent 44%, var(--_muted) 44% 62%, transparent 62%);
    background-repeat: no-repeat;
    background-position:
      right 13px top calc(50% + 1px),
      right 8px top calc(50% + 1px);
    background-size: 5px 5px;
  }
  select:dir(rtl) {
    background-position:
      left 8px top calc(50% + 1px),
      left 13px top calc(50% + 1px);
  }
  option {
    color: var(--_fg);
    background: var(--_raised);
  }
  @media (forced-colors: active) {
    select {
      padding-inline-end: 4px;
      appearance: auto;
    }
  }
`
