import { css } from 'lit'

export const styles = css`
  .heading {
    gap: 8px;
    margin-bottom: 12px;
  }
  h1 {
    flex: 1;
  }
  copy-button {
    min-height: 0;
    font-size: 14px;
  }
  .primary {
    /* As wide as the longer of its two texts: it does not move under the pointer. */
    min-width: 120px;
  }
  .lead {
    max-width: 60ch;
    min-height: 48px;
    margin: 0 0 24px;
    text-wrap: pretty;
  }

  .columns,
  .trial {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 88px 104px 96px;
    gap: 0 12px;
  }
  .columns {
    padding-bottom: 8px;
    font-size: 13px;
    line-height: 20px;
    color: var(--_muted);
    border-bottom: 1px solid var(--_border);
  }
  .columns span + span {
    text-align: end;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .trial {
    position: relative;
    padding: 16px 0 16px 32px;
    border-bottom: 1px solid var(--_border);
  }
  .trial > .icon {
    position: absolute;
    top: 19px;
    inset-inline-start: 0;
  }
  .trial > .icon svg {
    width: 18px;
    height: 18px;
    color: var(--_muted);
  }
  .good > .icon svg {
    color: var(--_accent);
  }
  .fair > .icon svg {
    color: var(--_warning);
  }
  .bad > .icon svg {
    color: var(--_danger);
  }
  .running > .icon svg {
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
  .what h2 {
    margin: 0;
    font-size: 15px;
    font-weight: 550;
    line-height: 24px;
  }
  .what p {
    margin: 0;
    max-width: 48ch;
    font-size: 14px;
    line-height: 20px;
    color: var(--_muted);
    text-wrap: pretty;
  }
  .fair .what p,
  .bad .what p {
    color: var(--_fg);
  }
  .what code {
    font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', 'Liberation Mono', monospace;
    font-size: 12px;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }

  .trial dl {
    display: grid;
    grid-template-columns: subgrid;
    grid-column: 2 / -1;
    margin: 0;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .trial dd {
    margin: 0;
  }

  section,
  details {
    margin-top: 48px;
  }
  section > h2 {
    margin: 0 0 12px;
    font-size: 18px;
    font-weight: 600;
    line-height: 24px;
    letter-spacing: -0.01em;
  }
  .muted {
    margin: 16px 0 0;
    font-size: 14px;
    line-height: 20px;
    color: var(--_muted);
    text-wrap: pretty;
  }
  details {
    margin-top: 24px;
  }
  summary {
    width: fit-content;
    padding: 4px 0;
    color: var(--_muted);
    border-radius: var(--_radius);
    cursor: pointer;
  }
  summary:hover {
    color: var(--_fg);
  }
  details proxy-advice {
    margin-top: 12px;
  }

  @media (max-width: 600px) {
    .heading {
      flex-wrap: wrap;
    }
    h1 {
      flex: 1 1 100%;
    }
    copy-button {
      order: 1;
      /* Its text, not its edge, lines up. */
      margin-inline-start: -8px;
    }
    .columns {
      display: none;
    }
    .trials {
      border-top: 1px solid var(--_border);
    }
    .trial {
      grid-template-columns: minmax(0, 1fr);
    }
    .trial dl {
      display: flex;
      flex-wrap: wrap;
      grid-column: 1;
      gap: 0 16px;
      margin-top: 4px;
      font-size: 13px;
      line-height: 20px;
      text-align: start;
    }
    .trial dl div {
      display: flex;
      gap: 4px;
    }
    .trial dl .unknown {
      display: none;
    }
    .trial dt {
      position: static;
      width: auto;
      height: auto;
      color: var(--_muted);
      clip-path: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .running > .icon svg {
      animation: none;
    }
  }
`
