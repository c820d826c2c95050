import { css } from 'lit'

export const styles = css`
  section + section {
    margin-top: 20px;
    padding-top: 16px;
    border-top: 1px solid var(--_border);
  }
  h3 {
    margin: 0 0 12px;
    font-size: 13px;
    font-weight: 600;
    color: var(--_muted);
  }
  .field,
  fieldset {
    display: block;
    margin: 0 0 16px;
    padding: 0;
    border: 0;
  }
  section > :last-child {
    margin-bottom: 0;
  }
  legend,
  .label {
    display: block;
    margin-bottom: 6px;
    padding: 0;
  }
  .hint {
    display: block;
    margin-top: 6px;
    font-size: 13px;
    color: var(--_muted);
  }

  input[type='text'],
  select {
    width: 100%;
    height: 36px;
    padding-inline-start: 10px;
    font: inherit;
    color: inherit;
    background-color: var(--_bg);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
  }
  input[type='text']:focus-visible,
  select:focus-visible {
    border-color: var(--_accent);
    outline: 1px solid var(--_accent);
    outline-offset: 0;
  }

  .swatches {
    display: grid;
    grid-template-columns: repeat(6, 1fr);
    row-gap: 4px;
    /* The circles, not their larger targets, line up with the fields. */
    margin-inline: -14px;
  }
  .swatch {
    position: relative;
    display: grid;
    place-items: center;
    height: 36px;
    border-radius: var(--_radius);
    cursor: pointer;
  }
  .swatch:hover {
    background: var(--_wash);
  }
  .swatch i {
    display: grid;
    place-items: center;
    width: 22px;
    height: 22px;
    color: #ffffff;
    background: var(--_person);
    border-radius: 50%;
  }
  .swatch .icon {
    visibility: hidden;
  }
  .swatch input:checked + i .icon {
    visibility: visible;
  }
  .swatch .icon svg {
    width: 14px;
    height: 14px;
    stroke-width: 3;
  }

  .opened {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    margin: 0;
    font-size: 13px;
    color: var(--_muted);
  }
  .opened [role='status']:not(:empty) {
    margin-inline-end: 8px;
  }

  .choices {
    display: grid;
    /* No words are broken for the sake of equal parts. */
    grid-auto-columns: minmax(max-content, 1fr);
    grid-auto-flow: column;
    gap: 2px;
    padding: 2px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .choice {
    position: relative;
    display: grid;
    place-items: center;
    min-height: 32px;
    padding: 0 6px;
    color: var(--_muted);
    border-radius: calc(var(--_radius) - 2px);
    cursor: pointer;
    text-align: center;
  }
  .choice:has(:checked) {
    color: var(--_fg);
    background: var(--_wash);
  }
  .size-small {
    font-size: 12px;
  }
  .size-medium {
    font-size: 14px;
  }
  .size-large {
    font-size: 17px;
  }
  .size-larger {
    font-size: 20px;
  }

  .switch {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 28px;
    margin-bottom: 12px;
    cursor: pointer;
  }
  [type='checkbox'] {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_accent);
    cursor: pointer;
  }

  .done {
    width: 100%;
    min-height: 36px;
    margin-top: 20px;
    border: 1px solid var(--_border);
  }

  @media (max-width: 600px) {
    input[type='text'],
    select {
      height: 44px;
      /* Below 16 px a phone zooms into the field. */
      font-size: 16px;
    }
    .swatch,
    .choice,
    .switch {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .swatch i {
      forced-color-adjust: none;
    }
    .choice:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`
