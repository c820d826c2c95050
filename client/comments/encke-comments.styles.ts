import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    min-height: 0;
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
  }
  .panel {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
    background: var(--_bg);
  }
  .panel > :last-child {
    flex: 1;
  }
  header {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: space-between;
    padding: 4px 12px 4px 8px;
    border-bottom: 1px solid var(--_border);
  }
  [role='tablist'] {
    display: flex;
    gap: 4px;
  }
  [role='tab'] {
    color: var(--_muted);
  }
  [role='tab'][aria-selected='true'] {
    font-weight: 550;
    color: var(--_fg);
  }
  .close {
    width: 28px;
    padding: 0;
    color: var(--_muted);
  }
  .close:hover {
    color: var(--_fg);
  }

  .notice {
    inset: auto auto 20px 20px;
    width: max-content;
    max-width: min(420px, calc(100vw - 40px));
    padding: 8px 8px 8px 16px;
  }
  .notice:popover-open {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .notice:dir(rtl) {
    inset: auto 20px 20px auto;
  }
  /* On a phone the lower end belongs to the sheet, the fields in it and the keyboard. */
  @media (max-width: 600px) {
    .notice,
    .notice:dir(rtl) {
      inset: 64px 12px auto;
      width: auto;
      max-width: none;
    }
  }
  .notice p {
    flex: 1;
    min-width: 0;
    margin: 0;
  }
  .said {
    display: block;
    max-width: 320px;
    overflow: hidden;
    color: var(--_muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .act {
    flex: none;
    font-weight: 550;
    color: var(--_accent);
  }
  .dismiss {
    flex: none;
    width: 28px;
    padding: 0;
    color: var(--_muted);
  }

  @media (forced-colors: active) {
    [role='tab'][aria-selected='true'] {
      outline: 1px solid Highlight;
      outline-offset: -1px;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`
