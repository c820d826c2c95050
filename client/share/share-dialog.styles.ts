import { css } from 'lit'

export const styles = css`
  :host {
    display: contents;
  }
  dialog {
    width: 520px;
    max-width: calc(100vw - 16px);
    max-height: calc(100dvh - 72px);
    margin: 56px auto auto;
    padding: 0 20px 20px;
    overflow: auto;
    overscroll-behavior: contain;
    font: inherit;
    color: var(--_fg);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 4px);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.1);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.2);
  }
  .head {
    position: sticky;
    z-index: 1;
    top: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-inline-end: -8px;
    padding-block: 14px 8px;
    background: var(--_raised);
  }
  h2 {
    margin: 0;
    font-size: 17px;
    font-weight: 600;
    line-height: 24px;
    letter-spacing: -0.01em;
  }
  .page {
    display: grid;
    gap: 8px;
  }
  .page h3 {
    margin: 0;
  }
  .tabs {
    display: flex;
    gap: 20px;
    margin: 20px 0 16px;
    border-bottom: 1px solid var(--_border);
  }
  [role='tab'] {
    min-height: 36px;
    margin-bottom: -1px;
    padding: 0 2px;
    font-weight: 500;
    color: var(--_muted);
    border-bottom: 2px solid transparent;
    border-radius: 0;
  }
  [role='tab']:hover {
    color: var(--_fg);
    background: none;
  }
  [role='tab'][aria-selected='true'] {
    color: var(--_fg);
    border-color: var(--_accent);
  }
  [hidden] {
    display: none;
  }

  @media (pointer: coarse) {
    [role='tab'] {
      min-height: 44px;
    }
  }
  @media (max-width: 600px) {
    dialog {
      width: 100%;
      max-width: none;
      max-height: calc(100dvh - 32px);
      margin: auto 0 0;
      padding-inline: 16px;
      border-width: 1px 0 0;
      border-radius: 12px 12px 0 0;
    }
  }
`
