import { css } from 'lit'

export const styles = css`
  :host {
    display: inline-flex;
    min-width: 0;
    font-size: 13px;
    line-height: 20px;
    color: var(--_muted);
  }

  .base {
    display: flex;
    align-items: center;
    min-width: 0;
    gap: 4px;
  }
  .chip {
    min-width: 0;
    padding: 0 6px;
    font-variant-numeric: tabular-nums;
  }
  .text {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .icon svg {
    width: 14px;
    height: 14px;
  }

  /* Quiet while all is well; it gets the colour of the text, then of a warning, as there is more to know. */
  .unsafe {
    color: var(--_fg);
  }
  .offline,
  .reconnecting {
    color: var(--_warning);
  }
  .closed {
    color: var(--_danger);
  }

  .retry {
    flex: none;
    color: var(--_accent);
    font-weight: 500;
  }

  .details {
    min-width: 224px;
    padding: 12px 16px;
  }
  dl {
    display: grid;
    grid-template-columns: auto auto;
    gap: 4px 24px;
    margin: 0;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .doctor {
    display: inline-block;
    margin-top: 8px;
    color: var(--_accent);
    text-underline-offset: 3px;
  }
  .explanation {
    max-width: 280px;
    margin: 0 0 8px;
  }
`
