import { css } from 'lit'

/** The height that the element keeps free for the bar is in `encke-editor.styles.ts`. */
export const styles = css`
  .tools .bar {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 0;
    box-sizing: border-box;
    min-width: 0;
    max-width: var(--encke-content-width, none);
    margin: 0 auto;
    padding: 0 calc(var(--encke-padding-inline, 16px) - 8px);
    /* As wide as the text, whose width may be in letters of its own font. */
    font: var(--encke-font-size, 1em) / 20px var(--encke-font-text, inherit);
  }
  .tools .bar > *,
  .encke-menu {
    font: 13px / 20px var(--encke-font-ui, inherit);
  }
  .tools .bar > button,
  .encke-menu button {
    box-sizing: border-box;
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    width: 32px;
    height: 32px;
    margin: 0;
    padding: 0;
    color: var(--_muted);
    background: none;
    border: 0;
    border-radius: var(--_radius);
    cursor: pointer;
    transition: background-color var(--_motion);
    -webkit-tap-highlight-color: transparent;
  }
  .tools .bar > button:hover,
  .tools .bar > button[aria-expanded='true'] {
    color: var(--_fg);
    background: var(--_wash);
  }
  .tools .bar > button.on {
    color: var(--_accent);
  }
  .tools .bar > button:focus-visible,
  .encke-menu button:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  /* Four groups: what a line is, its words, lists, and the rest. */
  .tools .bar > :is([data-id='mark.bold'], [data-id='line.bullets'], [data-id='mark.code']):not(:first-child) {
    margin-inline-start: 8px;
  }
  .tools .icon,
  .encke-menu .icon {
    display: inline-flex;
    flex: none;
    width: 16px;
  }
  .tools .icon svg,
  .encke-menu .icon svg {
    width: 16px;
    height: 16px;
    stroke-width: 1.75;
  }
  /* Code is as wide as the window, from its edge on. */
  .tools .bar.wide {
    max-width: none;
  }
  .tools .gap {
    flex: 1;
  }
  .tools .bar > button.mode {
    flex: 0 1 auto;
    display: block;
    width: auto;
    min-width: 44px;
    max-width: 160px;
    padding: 0 8px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tools .count {
    flex: 0 1 auto;
    min-width: 0;
    padding-inline: 8px;
    overflow: hidden;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    text-align: end;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .encke-menu {
    position: fixed;
    inset: auto;
    box-sizing: border-box;
    min-width: 200px;
    max-width: calc(100vw - 16px);
    max-height: min(70vh, 520px);
    margin: 0;
    padding: 4px;
    overflow: auto;
    font: 14px / 20px var(--encke-font-ui, inherit);
    color: var(--_fg);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.1);
  }
  .encke-menu button {
    display: flex;
    justify-content: start;
    gap: 10px;
    width: 100%;
    min-height: 32px;
    height: auto;
    font: inherit;
    padding: 4px 10px;
    color: inherit;
    text-align: start;
  }
  .encke-menu button:hover,
  .encke-menu button:focus-visible {
    background: var(--_wash);
  }
  .encke-menu .icon {
    color: var(--_muted);
  }
  .encke-menu .label {
    flex: 1;
  }
  .encke-menu kbd {
    flex: none;
    padding-inline-start: 16px;
    font: 12px / 20px var(--encke-font-ui, inherit);
    color: var(--_muted);
    white-space: nowrap;
  }
  .encke-menu p {
    margin: 4px 0 0;
    padding: 8px 10px 4px;
    font-size: 13px;
    color: var(--_muted);
    border-top: 1px solid var(--_border);
    font-variant-numeric: tabular-nums;
  }

  @media (pointer: coarse) {
    .tools .bar {
      max-width: none;
      padding: 0 8px;
    }
    .tools .bar > button,
    .tools .bar > [data-id]:not(:first-child) {
      width: 44px;
      height: 44px;
      margin-inline-start: 0;
    }
    .tools .icon svg {
      width: 20px;
      height: 20px;
    }
    .tools .icon {
      width: 20px;
    }
    .tools .count,
    .encke-menu kbd {
      display: none;
    }
    .encke-menu button {
      min-height: 44px;
    }
  }
  /* Where there is room for a letter or two of them. */
  @media (max-width: 480px) {
    .tools .count {
      visibility: hidden;
    }
  }
  @media (forced-colors: active) {
    .tools .bar > button.on {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`
