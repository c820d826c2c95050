import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    min-height: var(--encke-min-height, 12em);
    max-height: var(--encke-max-height, none);
    contain: layout style;
    color: var(--_fg);
    background: var(--_bg);
  }

  /* As high as the text, within what the host gives: the text scrolls inside only where that is less. */
  .base,
  .base > .cm-editor {
    display: flex;
    flex-direction: column;
    flex: 1 1 auto;
    min-height: 0;
  }

  .error {
    margin: 0;
    padding: 12px 16px;
    border-bottom: 1px solid var(--_border);
    color: var(--_danger);
    font-size: 14px;
  }

  :host([disabled]) {
    opacity: 0.6;
  }

  @media print {
    .error {
      display: none;
    }
  }
`
