import { css } from 'lit'
import { hiddenFromSight } from './tokens.styles.ts'

export const styles = css`
  :host {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    font-family: var(--encke-font-ui, system-ui, sans-serif);
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
  }
  .copy {
    min-width: 32px;
    min-height: 32px;
    color: var(--_muted);
  }
  .copy:hover {
    color: var(--_fg);
  }
  .share {
    min-height: 32px;
    padding: 0 12px;
    border: 1px solid var(--_border);
  }
  .share[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  .broken {
    position: absolute;
    z-index: 2;
    top: calc(100% + 4px);
    inset-inline-end: 0;
    width: max-content;
    max-width: min(280px, 80vw);
    margin: 0;
    padding: 8px 12px;
    color: var(--_danger);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  @media (pointer: coarse) {
    .share,
    .copy {
      min-height: 44px;
    }
  }
  @media (max-width: 600px) {
    /* The dialog begins with the same. */
    .copy {
      display: none;
    }
    .share {
      width: 44px;
      padding: 0;
      color: var(--_muted);
      border: 0;
    }
    .words {
      ${hiddenFromSight}
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`
