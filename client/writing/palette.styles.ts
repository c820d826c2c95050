import { css } from 'lit'

export const styles = css`
  .encke-palette {
    box-sizing: border-box;
    width: min(560px, calc(100vw - 16px));
    max-height: none;
    margin: max(8px, 12dvh) auto auto;
    padding: 0;
    overflow: visible;
    font: 15px / 24px var(--encke-font-ui, inherit);
    color: var(--_fg);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 4px);
    box-shadow: 0 8px 32px rgb(0 0 0 / 0.16);
  }
  .encke-palette::backdrop {
    background: var(--_scrim);
  }
  .encke-palette .body {
    display: flex;
    flex-direction: column;
    max-height: min(480px, 70dvh);
  }
  .encke-palette input {
    box-sizing: border-box;
    flex: none;
    width: 100%;
    padding: 14px 16px;
    /* Below 16 px an iPhone zooms in. */
    font: inherit;
    font-size: 16px;
    color: inherit;
    background: none;
    border: 0;
    border-bottom: 1px solid var(--_border);
    outline: none;
  }
  .encke-palette input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .encke-palette ul {
    flex: 0 1 auto;
    min-height: 0;
    margin: 0;
    padding: 6px;
    overflow: auto;
    overscroll-behavior: contain;
    list-style: none;
  }
  .encke-palette li {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 36px;
    padding: 0 10px;
    border-radius: var(--_radius);
    cursor: pointer;
    scroll-margin: 6px;
  }
  .encke-palette li.active {
    background: var(--_wash);
  }
  .encke-palette .icon {
    display: inline-flex;
    flex: none;
    width: 16px;
    color: var(--_muted);
  }
  .encke-palette .icon svg {
    width: 16px;
    height: 16px;
    stroke-width: 1.75;
  }
  .encke-palette .label {
    flex: 1;
    min-width: 0;
    padding: 6px 0;
    line-height: 20px;
  }
  .encke-palette kbd {
    flex: none;
    font: 12px / 20px var(--encke-font-ui, inherit);
    color: var(--_muted);
    white-space: nowrap;
  }
  .encke-palette .nothing,
  .encke-palette .footer {
    flex: none;
    margin: 0;
    padding: 10px 16px;
    font-size: 13px;
    line-height: 20px;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .encke-palette .footer {
    border-top: 1px solid var(--_border);
    font-variant-numeric: tabular-nums;
  }

  @media (pointer: coarse) {
    .encke-palette li {
      min-height: 44px;
    }
    .encke-palette kbd {
      display: none;
    }
    .encke-palette {
      margin-top: 8px;
    }
    .encke-palette .body {
      max-height: min(480px, 50dvh);
    }
  }
  @media (forced-colors: active) {
    .encke-palette li.active {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`
