import { css } from 'lit'

/** What the parts of the share dialog have in common: fields, buttons with an edge, quiet words. */
export const shareStyles = css`
  :host {
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
  }
  h3 {
    margin: 0 0 8px;
    font-size: 14px;
    font-weight: 600;
  }
  p {
    margin: 0;
    text-wrap: pretty;
  }
  .quiet,
  .hint {
    color: var(--_muted);
  }
  .hint {
    font-size: 13px;
  }
  .bordered,
  .primary {
    min-height: 32px;
    padding: 0 12px;
    white-space: nowrap;
  }
  .bordered {
    border: 1px solid var(--_border);
  }
  .code {
    min-width: 32px;
    padding: 0;
  }
  .code[aria-expanded='true'] {
    color: var(--_accent);
    border-color: var(--_accent);
  }
  .primary {
    font-weight: 500;
    color: var(--_bg);
    background: var(--_fg);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--_fg) 86%, var(--_bg));
  }
  .primary[aria-disabled='true'] {
    cursor: default;
    opacity: 0.7;
  }
  .danger {
    color: var(--_danger);
  }
  .link {
    min-width: 0;
    min-height: 24px;
    padding: 0;
    color: var(--_accent);
    text-decoration: underline;
    text-underline-offset: 3px;
  }

  .field {
    display: grid;
    gap: 4px;
    min-width: 0;
    color: var(--_muted);
  }
  input,
  select {
    width: 100%;
    min-width: 0;
    height: 32px;
    padding: 0 8px;
    font: inherit;
    color: var(--_fg);
    background: var(--_bg);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
  }
  input:focus-visible,
  select:focus-visible {
    border-color: var(--_accent);
    outline: 1px solid var(--_accent);
    outline-offset: 0;
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  /* An address to look at and to select, not to write. */
  input[readonly] {
    font-size: 13px;
    color: var(--_muted);
    background: var(--_wash);
    border-color: transparent;
    text-overflow: ellipsis;
  }
  .copy-row {
    display: flex;
    gap: 8px;
    min-width: 0;
  }
  .copy-row input {
    flex: 1;
  }
  .alert {
    color: var(--_danger);
  }

  @media (pointer: coarse) {
    .bordered,
    .primary,
    .link {
      min-height: 44px;
    }
    .code {
      min-width: 44px;
    }
    input,
    select {
      height: 44px;
      font-size: 16px;
    }
  }
  @media (forced-colors: active) {
    .primary {
      border: 1px solid ButtonText;
    }
  }
`
