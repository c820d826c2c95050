import { css } from 'lit'

export const styles = css`
  .filter {
    display: flex;
    flex: none;
    gap: 4px;
    padding: 8px 16px 0 8px;
  }
  .filter button {
    font-size: 13px;
    color: var(--_muted);
  }
  .filter [aria-pressed='true'] {
    color: var(--_fg);
    background: var(--_wash);
  }
  .threads {
    flex: 1;
    min-height: 0;
    padding-bottom: 24px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .beginning {
    padding: 12px 16px 16px;
    border-block: 1px solid var(--_border);
    box-shadow: inset 2px 0 0 var(--_warning);
  }
  .beginning:first-child {
    border-top-color: transparent;
  }
  .quote {
    margin: 0 0 10px;
    padding-inline-start: 8px;
    overflow: hidden;
    font-size: 13px;
    color: var(--_muted);
    border-inline-start: 2px solid color-mix(in srgb, var(--_warning) 55%, transparent);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .rest {
    display: flex;
    width: calc(100% - 32px);
    margin: 12px 16px;
    color: var(--_muted);
    border: 1px solid var(--_border);
  }
  .empty {
    padding: 18vh 32px 24px;
  }
`
