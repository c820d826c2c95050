import { css } from 'lit'

export const styles = css`
  :host {
    min-height: 0;
  }

  ul {
    margin: 0 0 16px;
    padding-inline-start: 20px;
  }
  li + li {
    margin-top: 4px;
  }
  li::marker {
    color: var(--_muted);
  }
  .where {
    margin: 0 0 8px;
    color: var(--_muted);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  copy-button {
    min-height: 0;
    font-size: 14px;
    line-height: 20px;
  }
  fieldset {
    display: flex;
    gap: 2px;
    min-width: 0;
    margin: 0;
    padding: 2px;
    font-size: 14px;
    line-height: 20px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  label {
    position: relative;
    display: grid;
    place-items: center;
    min-height: 28px;
    padding: 0 12px;
    color: var(--_muted);
    border-radius: calc(var(--_radius) - 2px);
    cursor: pointer;
  }
  label:has(:checked) {
    color: var(--_fg);
    background: var(--_wash);
  }

  pre {
    margin: 8px 0 0;
    padding: 16px;
    overflow-x: auto;
    font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', 'Liberation Mono', monospace;
    font-size: 13px;
    line-height: 20px;
    background: var(--_wash);
    border-radius: var(--_radius);
    tab-size: 2;
  }
  code {
    font: inherit;
  }
  .context {
    color: var(--_muted);
  }

  @media (pointer: coarse) {
    label {
      min-height: 40px;
    }
  }
  @media (max-width: 600px) {
    fieldset {
      flex: 1 1 100%;
    }
    label {
      flex: 1;
      padding: 0 4px;
    }
    copy-button {
      margin-inline-start: -8px;
    }
  }
  @media (forced-colors: active) {
    label:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`
