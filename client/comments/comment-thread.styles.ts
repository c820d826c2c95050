import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    /* What is not on the screen is not laid out: there may be hundreds. */
    content-visibility: auto;
    contain-intrinsic-size: auto 120px;
    scroll-margin: 12px;
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
  }
  article {
    display: flex;
    flex-direction: column;
    gap: 10px;
    padding: 12px 16px 14px;
    border-top: 1px solid var(--_border);
    transition: background-color var(--_motion);
  }
  :host(:first-of-type) article {
    border-top-color: transparent;
  }
  :host(:not([active])) article {
    cursor: pointer;
  }
  :host(:not([active])) article:hover {
    background: var(--_wash);
  }
  :host([active]) article {
    box-shadow: inset 2px 0 0 var(--_warning);
  }
  :host([active]) article:dir(rtl) {
    box-shadow: inset -2px 0 0 var(--_warning);
  }

  .top {
    display: flex;
    gap: 4px;
    align-items: flex-start;
  }
  .quote {
    flex: 1;
    flex-direction: column;
    gap: 0;
    align-items: flex-start;
    min-width: 0;
    min-height: 28px;
    padding: 4px 0;
    font-size: 13px;
    text-align: start;
    color: var(--_muted);
  }
  .quote:hover {
    color: var(--_fg);
    background: none;
  }
  .words {
    max-width: 100%;
    padding-inline-start: 8px;
    overflow: hidden;
    border-inline-start: 2px solid color-mix(in srgb, var(--_warning) 55%, transparent);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .deleted {
    font-style: italic;
  }
  .deleted + .words {
    text-decoration: line-through;
  }
  .resolve {
    flex: none;
    width: 28px;
    padding: 0;
    color: var(--_muted);
  }
  .resolve:hover {
    color: var(--_fg);
  }
  .settled {
    display: flex;
    gap: 6px;
    align-items: center;
    margin: 0;
    font-size: 13px;
    color: var(--_muted);
  }
  .more {
    align-self: flex-start;
    margin-inline-start: 34px;
    padding: 0;
    font-size: 13px;
    color: var(--_muted);
  }
  .more:hover {
    color: var(--_fg);
    background: none;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .reply {
    margin-inline-start: 34px;
  }

  @media (pointer: coarse) {
    .resolve {
      width: 44px;
      margin-block: -8px;
    }
  }
  @media (forced-colors: active) {
    :host([active]) article {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`
