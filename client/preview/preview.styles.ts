import { css } from 'lit'

/** How a text reads: one column, a calm rhythm of a single line height, and rules instead of boxes. */
export const styles = css`
  .preview {
    --_code: var(--encke-font-code, ui-monospace, 'SF Mono', Menlo, Consolas, monospace);
    position: relative;
    flex: 1 1 0;
    min-width: 0;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
    font-family: var(--encke-font-text, inherit);
    font-size: var(--encke-font-size, 1em);
    line-height: var(--encke-line-height, 1.6);
    overflow-wrap: anywhere;
    color: var(--_fg);
  }
  .pieces {
    box-sizing: border-box;
    max-width: var(--encke-content-width, none);
    margin: 0 auto;
    padding-block: var(--encke-padding-block, 24px);
    padding-inline: var(--encke-padding-inline, 16px);
  }
  .preview .said {
    margin: 0;
    color: var(--_muted);
  }

  /* What is out of sight is neither laid out nor painted. */
  .piece {
    position: relative;
    content-visibility: auto;
    contain-intrinsic-block-size: auto var(--_height);
    padding-block-end: 1em;
  }
  .piece:empty {
    min-height: var(--_height);
    padding: 0;
  }
  .pieces > div > .piece > :first-child {
    margin-block-start: 0;
  }
  .pieces > div > .piece > :last-child {
    margin-block-end: 0;
  }
  .piece:has(> .plain) {
    padding: 0;
  }

  .pieces :where(p, ul, ol, blockquote, pre, .table) {
    margin-block: 0 1em;
  }
  .pieces :is(h1, h2, h3, h4, h5, h6) {
    margin-block: 0.4em 0.3em;
    font-weight: 650;
    line-height: 1.25;
    letter-spacing: -0.012em;
    text-wrap: balance;
  }
  .piece:has(> :is(h1, h2, h3, h4, h5, h6)) {
    padding-block: 0.5em 0.4em;
  }
  .piece:first-child {
    padding-block-start: 0;
  }
  .pieces h1 {
    font-size: 1.8em;
    letter-spacing: -0.022em;
  }
  .pieces h2 {
    font-size: 1.38em;
    letter-spacing: -0.016em;
  }
  .pieces h3 {
    font-size: 1.14em;
  }
  .pieces :is(h4, h5, h6) {
    font-size: 1em;
  }
  .pieces h6 {
    color: var(--_muted);
  }

  .pieces a {
    color: var(--_accent);
    text-decoration-thickness: 1px;
    text-underline-offset: 0.18em;
  }
  .pieces strong {
    font-weight: 650;
  }
  .pieces mark {
    color: inherit;
    background: color-mix(in srgb, var(--_warning) 28%, transparent);
  }
  .pieces :is(sub, sup) {
    font-size: 0.75em;
    line-height: 0;
  }

  .pieces :is(ul, ol) {
    padding-inline-start: 1.6em;
  }
  .pieces li > :is(ul, ol) {
    margin-block: 0;
  }
  .pieces li > p {
    margin-block: 0.5em;
  }
  .pieces li::marker {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .pieces .task {
    position: relative;
    list-style: none;
  }
  /* The box hangs where the bullet would be, and a finger finds it. */
  .pieces .box {
    position: relative;
    box-sizing: border-box;
    width: 1em;
    height: 1em;
    margin-block: 0;
    margin-inline: -1.5em 0.22em;
    vertical-align: -0.12em;
    accent-color: var(--_accent);
  }
  .pieces .box:enabled {
    cursor: pointer;
  }

  .pieces blockquote {
    margin-inline: 0;
    padding-inline-start: 1.1em;
    color: var(--_muted);
    border-inline-start: 2px solid var(--_edge);
  }
  .pieces blockquote > :last-child {
    margin-block-end: 0;
  }

  .pieces :is(code, kbd) {
    padding: 0.1em 0.3em;
    font-family: var(--_code);
    font-size: 0.88em;
    background: var(--_wash);
    border-radius: calc(var(--_radius) - 2px);
  }
  .pieces kbd {
    border: 1px solid var(--_border);
  }
  .pieces pre {
    padding: 0.85em 1em;
    overflow-x: auto;
    line-height: 1.5;
    text-align: start;
    background: var(--_wash);
    border-radius: var(--_radius);
    tab-size: 4;
  }
  .pieces pre code {
    padding: 0;
    overflow-wrap: normal;
    white-space: pre;
    background: none;
  }
  .pieces .plain {
    margin: 0;
    white-space: pre-wrap;
  }

  .pieces :is(h1, h2, h3, h4, h5, h6, li, .note a):focus {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .pieces hr {
    margin-block: 0.5em;
    border: 0;
    border-block-start: 1px solid var(--_border);
  }
  .pieces img {
    max-width: 100%;
    height: auto;
    vertical-align: middle;
    border-radius: calc(var(--_radius) - 2px);
  }

  /* A wide table scrolls, the text beside it does not. */
  .pieces .table {
    overflow-x: auto;
  }
  .pieces :is(.table, pre):focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .pieces table {
    width: max-content;
    border-collapse: collapse;
    font-size: 0.94em;
    font-variant-numeric: tabular-nums;
    overflow-wrap: normal;
  }
  .pieces :is(th, td) {
    min-width: 4em;
    max-width: 20em;
    padding: 0.4em 0.9em;
    text-align: start;
    vertical-align: top;
    border-block-end: 1px solid var(--_border);
  }
  .pieces :is(th, td):first-child {
    padding-inline-start: 0;
  }
  .pieces [align='center'] {
    text-align: center;
  }
  .pieces [align='right'] {
    text-align: end;
  }
  .pieces th {
    font-weight: 600;
    border-block-end-color: var(--_edge);
  }

  /* Two panes have no room: one at a time, and this turns from one to the other. */
  .turn {
    position: absolute;
    z-index: 2;
    inset-block-end: 16px;
    inset-inline-end: 16px;
    min-height: 44px;
    padding: 0 16px;
    font: inherit;
    font-family: var(--encke-font-ui, inherit);
    font-size: 14px;
    color: var(--_bg);
    background: var(--_fg);
    border: 1px solid transparent;
    border-radius: 22px;
    cursor: pointer;
  }
  .turn[hidden],
  [data-layout='preview'] > .turn {
    display: none;
  }
  .turn:focus-visible,
  .pieces .box:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  @media (forced-colors: active) {
    .pieces :is(code, kbd, pre) {
      border: 1px solid;
    }
    .pieces pre code {
      border: 0;
    }
    .turn {
      border-color: ButtonText;
    }
  }
  @media (pointer: coarse) {
    .pieces .box:enabled::after {
      position: absolute;
      inset: -15px;
      content: '';
    }
  }
  @media print {
    .preview {
      overflow: visible;
    }
    .piece {
      content-visibility: visible;
    }
    .pieces :is(pre, blockquote, img, tr) {
      break-inside: avoid;
    }
    .turn {
      display: none;
    }
  }
`
