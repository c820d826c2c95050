import { css } from 'lit'

/**
 * Plain controls that the elements and the pages share: buttons without a frame, icons, popovers, the focus ring.
 * Sizes are in multiples of 4 px; a finger gets 44 px.
 */
export const controls = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 28px;
    margin: 0;
    padding: 0 8px;
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    border-radius: var(--_radius);
    cursor: pointer;
    transition: background-color var(--_motion);
    -webkit-tap-highlight-color: transparent;
  }
  button:hover,
  button[aria-expanded='true'] {
    background: var(--_wash);
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }

  .icon {
    display: inline-flex;
    flex: none;
  }
  .icon svg {
    width: 16px;
    height: 16px;
    stroke-width: 1.75;
  }

  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    max-width: calc(100vw - 16px);
    max-height: min(60vh, 480px);
    overflow: auto;
    padding: 4px;
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    /* The one shadow: a popover lies above the text, and a hairline alone does not say so. */
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.1);
  }

  @media (pointer: coarse) {
    button {
      min-height: 44px;
      min-width: 44px;
    }
  }

  @media (forced-colors: active) {
    button:hover {
      outline: 1px solid Highlight;
    }
  }
`
