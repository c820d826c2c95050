import { css } from 'lit'

/** The frame that every dialog has, and its first line: the heading, and the button that closes it. Who uses it says how wide and where. */
export const dialogStyles = css`
  dialog {
    max-width: calc(100vw - 16px);
    padding: 0;
    overflow: auto;
    overscroll-behavior: contain;
    font: inherit;
    color: var(--_fg);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 4px);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.1);
  }
  dialog::backdrop {
    background: var(--_scrim);
  }
  .head {
    position: sticky;
    z-index: 1;
    top: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 12px 12px 8px 20px;
    background: var(--_raised);
  }
  h2 {
    margin: 0;
    font-size: 16px;
    font-weight: 600;
    line-height: 24px;
    letter-spacing: -0.01em;
  }
  .head button {
    min-width: 32px;
    min-height: 32px;
    padding: 0;
    color: var(--_muted);
  }
  @media (pointer: coarse) {
    .head button {
      min-width: 44px;
      min-height: 44px;
    }
  }
`
