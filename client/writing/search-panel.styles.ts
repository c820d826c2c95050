import { css } from 'lit'

export const styles = css`
  .encke-search {
    display: grid;
    gap: 4px;
    box-sizing: border-box;
    max-width: min(720px, var(--encke-content-width, 720px));
    margin: 0 auto;
    padding: 6px 8px;
    font: 14px / 20px var(--encke-font-ui, inherit);
  }
  .encke-search .row {
    display: flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
  }
  .encke-search .replace {
    padding-inline-start: 36px;
  }
  .encke-search .options,
  .encke-search .steps {
    display: flex;
    flex: none;
  }
  .encke-search input {
    box-sizing: border-box;
    flex: 1 1 0;
    width: 0;
    min-width: 0;
    height: 32px;
    padding: 0 8px;
    font: inherit;
    color: inherit;
    background: var(--_bg);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    outline: none;
  }
  .encke-search input:focus {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
  }
  .encke-search input::placeholder {
    color: var(--_muted);
    opacity: 1;
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
    flex: none;
    min-width: 88px;
    padding-inline: 4px;
    font-size: 13px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .encke-search .invalid {
    color: var(--_danger);
  }

  @media (pointer: coarse) {
    .encke-search input {
      height: 44px;
      /* Below 16 px an iPhone zooms in. */
      font-size: 16px;
    }
    .encke-search button {
      min-width: 44px;
      height: 44px;
    }
  }
  /* What to find and where to go in a row, how to find and how much there is below it. */
  @media (max-width: 600px) {
    /* What fades out below the bar of a page stays above the field. */
    .encke-search {
      padding: 12px 4px 2px;
    }
    .encke-search .find {
      display: grid;
      grid-template: 'input input input steps' auto 'unfold options state state' auto / auto auto minmax(0, 1fr) auto;
      gap: 2px 0;
    }
    .encke-search .find:not(:has(.unfold)) {
      grid-template: 'input input steps' auto 'options state state' auto / auto minmax(0, 1fr) auto;
    }
    .encke-search .find input {
      grid-area: input;
      width: auto;
      margin-inline-start: 4px;
    }
    .encke-search .steps {
      grid-area: steps;
      justify-content: end;
    }
    .encke-search .options {
      grid-area: options;
    }
    .encke-search .unfold {
      grid-area: unfold;
    }
    .encke-search .state {
      grid-area: state;
    }
    .encke-search .replace {
      flex-wrap: wrap;
      justify-content: end;
      padding: 0;
    }
    .encke-search .replace input {
      flex-basis: calc(100% - 8px);
      margin-inline: 4px;
    }
  }
  @media (forced-colors: active) {
    .encke-search [aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`
