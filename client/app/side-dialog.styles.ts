import { css } from 'lit'

/** A dialog at the end of the bar, with the page still in sight; on a phone at the foot of the screen. */
export const sideStyles = css`
  :host {
    display: contents;
    font-size: 14px;
    line-height: 20px;
  }
  dialog {
    width: 360px;
    max-height: calc(100dvh - 76px);
    margin: 60px 16px auto auto;
  }
  dialog:dir(rtl) {
    margin: 60px auto auto 16px;
  }
  /* What is chosen shows on the page at once. */
  dialog::backdrop {
    background: none;
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
`
