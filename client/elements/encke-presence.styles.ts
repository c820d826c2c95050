import { css } from 'lit'

export const styles = css`
  :host {
    --_size: var(--encke-face-size, 26px);
    display: inline-block;
    font-size: 13px;
    line-height: 20px;
    color: var(--_fg);
  }

  ul {
    display: flex;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .stack {
    align-items: center;
    gap: 6px;
  }

  /* The button is larger than the face, so that a finger or a shaky hand meets it; the gap between faces stays. */
  .face {
    position: relative;
    display: inline-flex;
    min-width: 0;
    min-height: 0;
    padding: 3px;
    border-radius: 50%;
    margin: -3px;
  }
  .face:is(button):hover {
    background: none;
  }
  /* Not as text: the name of the face is that of its person, and whoever speaks to the page says that. */
  .disc::before {
    content: attr(data-initials);
  }
  .disc {
    position: relative;
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    width: var(--_size);
    height: var(--_size);
    font-size: calc(var(--_size) * 0.4);
    font-weight: 600;
    line-height: 1;
    letter-spacing: 0;
    color: #ffffff;
    background: var(--_person);
    border: 1px solid transparent;
    border-radius: 50%;
    transition:
      background-color var(--_motion),
      color var(--_motion);
    user-select: none;
    -webkit-user-select: none;
  }

  /* Each state has a shape of its own, so that colour is never the only sign: ring and dots, full, pale, hollow. */
  .typing .disc {
    outline: 1.5px solid var(--_person);
    outline-offset: 1.5px;
  }
  .idle .disc {
    color: var(--_fg);
    background: color-mix(in srgb, var(--_person) 22%, var(--_bg));
  }
  .away .disc {
    color: var(--_muted);
    background: none;
    border: 1px dashed var(--_edge);
  }
  /* The ring is broken as the line is, and a badge says so. */
  .reconnecting .disc {
    color: var(--_fg);
    background: color-mix(in srgb, var(--_person) 22%, var(--_bg));
    outline: 1.5px dashed var(--_person);
    outline-offset: 1.5px;
  }
  /* Below the letters, on the ring. */
  .dots {
    position: absolute;
    bottom: -5px;
    display: flex;
    gap: 2px;
    padding: 2px 3px;
    background: var(--_bg);
    border-radius: 5px;
  }
  .dots i {
    width: 3px;
    height: 3px;
    background: var(--_person);
    border-radius: 50%;
    animation: blink 1.2s infinite both;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes blink {
    0%,
    60%,
    100% {
      opacity: 1;
    }
    30% {
      opacity: 0.25;
    }
  }

  .more {
    min-width: var(--_size);
    min-height: var(--_size);
    height: var(--_size);
    padding: 0 7px;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    color: var(--_muted);
    border: 1px solid var(--_border);
    border-radius: 999px;
  }

  .more.all {
    padding: 0;
    border-color: transparent;
  }
  .more .icon svg {
    width: 14px;
    height: 14px;
  }
  /* The reader follows them. */
  .followed .disc {
    outline: 2px solid var(--_fg);
    outline-offset: 1.5px;
  }
  /* On the own face: somebody follows the reader. On another one: its line is cut. */
  .badge {
    position: absolute;
    top: -7px;
    inset-inline-end: -8px;
    display: grid;
    place-items: center;
    width: 15px;
    height: 15px;
    color: var(--_fg);
    background: var(--_raised);
    border: 1px solid var(--_edge);
    border-radius: 50%;
  }
  .badge .icon svg {
    width: 9px;
    height: 9px;
    stroke-width: 2.5;
  }
  /* As last seen: nobody knows by now. */
  .stale .disc {
    opacity: 0.45;
  }

  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
  }
  @media (pointer: coarse) {
    .face:is(button) {
      min-width: 44px;
      min-height: 44px;
      align-items: center;
      justify-content: center;
      margin: -6px;
    }
  }
  @media (forced-colors: active) {
    .disc {
      border-color: CanvasText;
    }
    .dots i {
      background: CanvasText;
    }
  }
`
