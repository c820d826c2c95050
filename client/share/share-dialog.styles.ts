import { css } from 'lit'

export const styles = css`
  :host {
    display: contents;
  }
  dialog {
    width: 520px;
    max-height: calc(100dvh - 72px);
    margin: 56px auto auto;
    padding: 0 20px 20px;
  }
  .head {
    margin-inline-end: -8px;
    padding: 12px 0 8px;
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
  /* Where a colour that is none is drawn as well. */
  @media (forced-colors: active) {
    [role='tab'][aria-selected='false'] {
      border-color: Canvas;
    }
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
