import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    flex: none;
    min-height: 0;
    font-size: 14px;
    line-height: 20px;
  }
  button {
    position: relative;
    min-width: 32px;
    min-height: 32px;
  }
  .count {
    font-variant-numeric: tabular-nums;
  }
  .unread {
    position: absolute;
    top: 5px;
    inset-inline-start: 19px;
    width: 8px;
    height: 8px;
    background: var(--_accent);
    border: 1px solid var(--_bg);
    border-radius: 50%;
  }
  @media (pointer: coarse) {
    button {
      min-width: 44px;
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .unread {
      background: Highlight;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`
