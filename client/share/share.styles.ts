import { css } from 'lit'
import { buttonStyles } from '../elements/buttons.styles.ts'
import { selectStyles } from '../elements/select.styles.ts'

/** What the parts of the share dialog have in common: fields, buttons with an edge, quiet words. */
export const shareStyles = css`
  ${buttonStyles}
  ${selectStyles}
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
  .danger {
    color: var(--_danger);
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
    padding-inline-start: 8px;
    font: inherit;
    color: var(--_fg);
    background-color: var(--_bg);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
  }
  input {
    padding-inline-end: 8px;
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
    background-color: var(--_wash);
    border-color: transparent;
    text-overflow: ellipsis;
  }
  .copy-row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    min-width: 0;
  }
  .copy-row input {
    flex: 1 1 120px;
  }
  .alert {
    color: var(--_danger);
  }

  @media (pointer: coarse) {
    .bordered,
    .primary {
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
`
