import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
  }
  textarea {
    display: block;
    width: 100%;
    min-height: 36px;
    max-height: min(40vh, 320px);
    padding: 7px 10px;
    overflow: auto;
    font: inherit;
    color: inherit;
    background: var(--_bg);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    resize: none;
    field-sizing: content;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  textarea:focus-visible {
    border-color: var(--_accent);
    outline: 1px solid var(--_accent);
    outline-offset: 0;
  }

  [role='option'] {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 36px;
    padding: 4px 8px;
    border-radius: var(--_radius);
    cursor: pointer;
  }
  [role='option']:hover,
  [aria-selected='true'] {
    background: var(--_wash);
  }
  [aria-selected='true'] {
    outline: 1px solid var(--_edge);
    outline-offset: -1px;
  }
  bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .disc {
    width: 22px;
    height: 22px;
    font-size: 9px;
  }

  .row {
    display: flex;
    gap: 4px;
    align-items: center;
    justify-content: flex-end;
    margin-top: 8px;
  }
  .left {
    flex: 1;
    font-size: 13px;
    color: var(--_muted);
  }
  .quiet {
    color: var(--_muted);
  }
  .send {
    min-height: 32px;
    padding: 0 12px;
  }
  .send[aria-disabled='true'] {
    color: var(--_muted);
    background: var(--_wash);
    opacity: 1;
  }

  @media (pointer: coarse) {
    textarea {
      min-height: 44px;
      padding-block: 11px;
      /* Below 16 px iOS zooms the page into the field. */
      font-size: 16px;
    }
    .send,
    [role='option'] {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    [aria-selected='true'] {
      outline: 2px solid Highlight;
    }
  }
`
