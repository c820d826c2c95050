import { css } from 'lit'

export const styles = css`
  .encke-search {
    display: grid;
    gap: 4px;
    box-sizing: border-box;
    max-width: 640px;
    margin: 0 auto;
    padding: 6px 8px;
    font: 14px / 20px var(--encke-font-ui, inherit);
  }
  .encke-search .row {
    display: flex;
    align-items: center;
    gap: 2px;
    min-width: 0;
  }
  .encke-search .replace {
    padding-inline-start: 34px;
    gap: 4px;
  }
  .encke-search .field {
    display: flex;
    flex: 1 1 0;
    min-width: 0;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_bg);
  }
  .encke-search .field:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
  }
  .encke-search input {
    box-sizing: border-box;
    flex: 1 1 0;
    width: 0;
    min-width: 0;
    height: 30px;
    padding: 0 8px;
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    outline: none;
  }
  .encke-search input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .encke-search .options {
    display: flex;
    flex: none;
    padding: 1px;
  }
  .encke-search button {
    box-sizing: border-box;
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    min-width: 32px;
    height: 32px;
    margin: 0;
    padding: 0 8px;
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    border-radius: var(--_radius);
    cursor: pointer;
    white-space: nowrap;
  }
  .encke-search .tool {
    padding: 0;
    color: var(--_muted);
  }
  .encke-search .option {
    min-width: 28px;
    height: 28px;
  }
  .encke-search button:hover {
    color: var(--_fg);
    background: var(--_wash);
  }
  .encke-search [aria-pressed='true'] {
    color: var(--_accent);
    background: var(--_wash);
  }
  .encke-search button:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
  }
  .encke-search .icon {
    display: inline-flex;
  }
  .encke-search .icon svg {
    width: 16px;
    height: 16px;
    stroke-width: 1.75;
  }
  .encke-search .state {
    margin: 0;
    min-height: 20px;
    padding-inline-start: 34px;
    font-size: 13px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .encke-search .invalid {
    color: var(--_danger);
  }

  @media (pointer: coarse) {
    .encke-search input {
      height: 42px;
      font-size: 16px;
    }
    .encke-search button {
      min-width: 44px;
      height: 44px;
    }
    .encke-search .option {
      min-width: 36px;
      height: 42px;
    }
    .encke-search .row {
      gap: 0;
    }
    .encke-search .replace,
    .encke-search .state {
      padding-inline-start: 4px;
    }
  }
  /* The options leave the field a few letters on the narrowest screens. */
  @media (max-width: 420px) {
    .encke-search .row:first-child {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto auto auto;
    }
    .encke-search .option {
      min-width: 30px;
    }
    .encke-search .replace {
      flex-wrap: wrap;
    }
    .encke-search .replace .field {
      flex-basis: 100%;
    }
  }
  @media (forced-colors: active) {
    .encke-search [aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`
