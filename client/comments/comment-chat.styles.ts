import { css } from 'lit'

export const styles = css`
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
  encke-comment-message[continues] {
    margin-top: -8px;
  }
  .day {
    display: flex;
    gap: 12px;
    align-items: center;
    margin: 4px 0;
    font-size: 12px;
    line-height: 16px;
    color: var(--_muted);
  }
  .day::before,
  .day::after {
    flex: 1;
    border-top: 1px solid var(--_border);
    content: '';
  }
  encke-comment-field {
    flex: none;
    padding: 8px 16px 16px;
  }
  .empty {
    margin-bottom: auto;
    padding: 24px 8px;
  }
`
