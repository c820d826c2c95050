import { css } from 'lit'

export const styles = css`
  :host {
    display: contents;
  }
  [popover] {
    min-width: 200px;
    /* All of it wherever it fits: what is below an edge that nobody sees is not found. */
    max-height: calc(100dvh - 72px);
    padding: 4px;
  }
  .item {
    display: flex;
    width: 100%;
    justify-content: flex-start;
    gap: 10px;
    min-height: 34px;
    padding: 0 10px;
    color: var(--_fg);
    border-radius: calc(var(--_radius) - 2px);
    text-align: start;
    text-decoration: none;
    white-space: nowrap;
    align-items: center;
    cursor: pointer;
  }
  .item .icon {
    color: var(--_muted);
  }
  .item:hover,
  .item:focus-visible {
    background: var(--_wash);
  }
  .item:focus-visible {
    outline-offset: -2px;
  }
  .item.danger,
  .item.danger .icon {
    color: var(--_danger);
  }
  .keys {
    margin-inline-start: auto;
    padding-inline-start: 24px;
    font-size: 13px;
    color: var(--_muted);
  }
  hr {
    margin: 4px 0;
    border: 0;
    border-top: 1px solid var(--_border);
  }
  @media (pointer: coarse) {
    .item {
      min-height: 44px;
    }
    .keys {
      display: none;
    }
  }
`
