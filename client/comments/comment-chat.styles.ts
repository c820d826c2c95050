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
  encke-comment-field {
    flex: none;
    padding: 8px 16px 16px;
  }
  .empty {
    margin-bottom: auto;
    padding: 24px 8px;
  }
`
