import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    flex: none;
    box-sizing: border-box;
    width: calc(100% - 32px);
    max-width: 720px;
    min-height: 0;
    margin: 0 auto;
    font-family: var(--encke-font-ui, system-ui, sans-serif);
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
  }
  section {
    margin-block: 8px;
    padding: 12px 16px;
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
  }
  p {
    margin: 0;
    text-wrap: pretty;
  }
  .error {
    margin-top: 8px;
    color: var(--_danger);
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    align-items: center;
    margin-top: 8px;
  }
  .ways .link {
    min-height: 28px;
  }
  @media (pointer: coarse) {
    .ways .link,
    summary {
      min-height: 44px;
      align-content: center;
    }
  }
  .ways .quiet {
    color: var(--_muted);
  }
  details {
    margin-top: 4px;
  }
  summary {
    color: var(--_muted);
    cursor: pointer;
  }
  pre {
    max-height: 30vh;
    margin: 8px 0 0;
    padding: 8px 12px;
    overflow: auto;
    font: inherit;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    background: var(--_wash);
    border-radius: var(--_radius);
  }
  @media print {
    :host {
      display: none;
    }
  }
`
