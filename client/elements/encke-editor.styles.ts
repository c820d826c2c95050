import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    min-height: var(--encke-min-height, 12em);
    max-height: var(--encke-max-height, none);
    contain: layout style;
    color: var(--_fg);
    background: var(--_bg);
  }

  /* As high as the text, within what the host gives: the text scrolls inside only where that is less. */
  .panes,
  .base,
  .base > .cm-editor {
    display: flex;
    flex-direction: column;
    flex: 1 1 auto;
    min-height: 0;
  }

  /* Kept free until the bar is there, so that the text does not move. */
  .tools {
    position: sticky;
    z-index: 2;
    top: 0;
    display: flex;
    flex: none;
    align-items: center;
    box-sizing: border-box;
    width: 100%;
    height: 40px;
    margin: 0;
    background: var(--_bg);
  }
  /* Text that is scrolled fades out below it. */
  .tools::after {
    position: absolute;
    inset: 100% 16px auto 0;
    height: 12px;
    background: linear-gradient(var(--_bg), transparent);
    content: '';
    pointer-events: none;
  }
  .tools[hidden] {
    display: none;
  }
  /* Above the keyboard on the screen, while there is one: in the top layer, out of the flow of the element. */
  @media (pointer: coarse) {
    .tools:not(:popover-open) {
      display: none;
    }
    .tools::after {
      display: none;
    }
    .tools:popover-open {
      position: fixed;
      inset: auto 0 0;
      height: 52px;
      padding: 0;
      border: 0;
      border-top: 1px solid var(--_border);
      color: var(--_fg);
    }
    .tools:popover-open ~ .panes > .turn {
      inset-block-end: 68px;
    }
  }

  /* Side by side each scrolls for itself; what is not shown stays laid out, so that its place is kept. */
  .panes {
    position: relative;
  }
  .panes[data-layout='split'] {
    flex-direction: row;
  }
  .panes[data-layout='split'] > .base {
    flex: 1 1 0;
    min-width: 0;
  }
  .panes[data-layout='split']:not(.narrow) > .base {
    border-inline-end: 1px solid var(--_border);
  }
  .panes[data-layout='preview'] > .base,
  .panes[data-layout='split'].narrow.turned > .base {
    position: absolute;
    inset: 0;
    visibility: hidden;
  }
  .panes[data-layout='split'].narrow:not(.turned) > .preview {
    position: absolute;
    inset: 0;
    visibility: hidden;
  }
  .tools[data-layout='preview'] {
    display: none;
  }
  /* A frame around nearly the whole window would be louder than what is in it: a line, but with forced colours. */
  .panes > .preview:focus-visible {
    outline: 2px solid transparent;
    outline-offset: -2px;
    box-shadow: inset 2px 0 var(--_accent);
  }
  /*
   * Over the text, and as wide as it: half, or all of it where two panes have no room. By arithmetic, because the
   * browser would look for what :has() asks for at each key.
   */
  .tools[data-layout='split'] {
    width: clamp(50%, (600px - 100%) * 1000, 100%);
  }
  :host([view='split']) {
    max-height: var(--encke-max-height, 80dvh);
  }

  .error {
    margin: 0;
    padding: 12px 16px;
    border-bottom: 1px solid var(--_border);
    color: var(--_danger);
    font-size: 14px;
  }

  /* As last seen. Not at once: a connection that is back within two seconds was never gone. */
  :host(:state(offline)) :is(.encke-carets, .encke-remote-selections) {
    opacity: 0.45;
    transition: opacity 120ms 2s;
  }

  :host([disabled]) {
    opacity: 0.6;
  }

  @media print {
    .tools,
    .error {
      display: none;
    }
  }
`
