import { css } from 'lit'

export const styles = css`
  :host {
    min-height: 0;
  }

  p {
    margin: 0;
    color: var(--_muted);
  }

  dl {
    margin: 0 0 24px;
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(0, 240px) minmax(0, 1fr);
    gap: 0 16px;
    padding: 2px 0;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
  }

  h3 {
    margin: 0 0 8px;
    font-size: 14px;
    font-weight: 550;
  }
  ol {
    margin: 0;
    padding: 0;
    font-size: 14px;
    line-height: 20px;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 88px minmax(0, 1fr);
    gap: 0 16px;
    padding: 4px 0;
    color: var(--_muted);
  }
  b {
    font-weight: 500;
    color: var(--_fg);
  }
  span {
    overflow-wrap: anywhere;
  }
  time {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  @media (max-width: 600px) {
    dl div {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    dd {
      text-align: end;
    }
    li {
      grid-template-columns: auto minmax(0, 1fr);
    }
  }
`
