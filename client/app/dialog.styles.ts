import { css } from 'lit'

/** A dialog at the end of the bar, with the page still in sight; on a phone at the foot of the screen. */
export const dialogStyles = css`
  :host {
    display: contents;
    font-size: 14px;
    line-height: 20px;
  }
  dialog {
    width: 360px;
    max-width: calc(100vw - 16px);
    max-height: calc(100dvh - 76px);
    margin: 60px 16px auto auto;
    padding: 0;
    overflow: auto;
    overscroll-behavior: contain;
    font: inherit;
    color: var(--_fg);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.1);
  }
  dialog:dir(rtl) {
    margin: 60px auto auto 16px;
  }
  dialog::backdrop {
    background: none;
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
    font-size: 15px;
    font-weight: 600;
  }
  .head button {
    min-width: 32px;
    min-height: 32px;
    padding: 0;
    color: var(--_muted);
  }
  .body {
    padding: 4px 20px 20px;
  }
  @media (max-width: 600px) {
    dialog,
    dialog:dir(rtl) {
      width: auto;
      max-height: calc(100dvh - 16px);
      margin: auto 8px 8px;
    }
  }
  @media (pointer: coarse) {
    .head button {
      min-width: 44px;
      min-height: 44px;
    }
  }
`
