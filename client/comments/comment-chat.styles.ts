import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
  }
  .list {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 12px;
    min-height: 0;
    padding: 12px 16px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .list:focus-visible {
    outline-offset: -2px;
  }
  .list > :first-child {
    margin-top: auto;
  }
  encke-comment-field {
    flex: none;
    padding: 8px 16px 16px;
  }
  .empty {
    margin-bottom: auto;
    padding: 24px 8px;
    text-align: center;
    text-wrap: balance;
  }
  .empty p {
    margin: 0 0 4px;
  }
  .why,
  .viewer {
    color: var(--_muted);
  }
  .viewer {
    margin: 0;
    padding: 12px 16px;
    border-top: 1px solid var(--_border);
    font-size: 13px;
  }
`
