import { css } from 'lit'

/** The list of everybody, in its popover. */
export const peopleMenuStyles = css`
  .everybody {
    flex-direction: column;
    min-width: 264px;
  }
  .everybody li {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .row {
    display: flex;
    flex: 1;
    justify-content: flex-start;
    align-items: center;
    gap: 10px;
    min-width: 0;
    min-height: 44px;
    padding: 4px 8px;
    text-align: start;
  }
  .row .disc {
    --_size: 24px;
  }
  .about {
    display: block;
    flex: 1;
    min-width: 0;
    line-height: 18px;
  }
  .name,
  .state {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state {
    font-size: 12px;
    line-height: 16px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .follow {
    flex: none;
    min-height: 28px;
    margin-inline-end: 4px;
    font-size: 13px;
    font-weight: 500;
    color: var(--_accent);
  }
  .follow[aria-pressed='true'] {
    color: var(--_bg);
    background: var(--_fg);
  }
  .carets {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 36px;
    margin-top: 4px;
    padding: 4px 8px;
    border-top: 1px solid var(--_border);
    cursor: pointer;
  }
  .carets input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0 4px;
    accent-color: var(--_accent);
    cursor: inherit;
  }

  @media (pointer: coarse) {
    .carets,
    .follow {
      min-height: 44px;
    }
  }
`
