import { css } from 'lit'

/**
 * What the list of comments and the chat have in common: a column as high as it may be, and what is said when there is
 * nothing in it.
 */
export const roomStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
  }
  .empty {
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
    flex: none;
    margin: 0;
    padding: 12px 16px;
    border-top: 1px solid var(--_border);
    font-size: 13px;
  }
`
