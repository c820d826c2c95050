import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
  }
  .choices {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 12px;
  }
  .note {
    margin-top: 6px;
  }
  .frameworks {
    display: flex;
    gap: 16px;
    margin: 16px 0 0;
    padding: 0;
    border: 0;
  }
  .frameworks label {
    position: relative;
    padding: 4px 0 6px;
    color: var(--_muted);
    border-bottom: 2px solid transparent;
    cursor: pointer;
  }
  .frameworks label:has(:checked) {
    color: var(--_fg);
    border-color: var(--_accent);
  }
  .frameworks label:has(:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
    border-radius: 2px;
  }
  [type='radio'] {
    background: none;
    border: 0;
    outline: none;
  }
  .snippet {
    display: grid;
    gap: 8px;
    justify-items: start;
    margin: 8px 0 20px;
  }
  pre {
    width: 100%;
    max-height: 200px;
    margin: 0;
    padding: 12px;
    overflow: auto;
    font: 12px / 18px ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    background: var(--_wash);
    border-radius: var(--_radius);
  }
  .preview {
    --encke-min-height: 160px;
    --encke-max-height: 160px;
    --encke-font-size: 14px;
    display: block;
    height: 160px;
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  @media (pointer: coarse) {
    .frameworks label {
      display: grid;
      place-items: center;
      min-width: 44px;
      min-height: 44px;
    }
  }
  @media (max-width: 480px) {
    .choices {
      grid-template-columns: 1fr;
    }
  }
`
