import { css } from 'lit'

export const styles = css`
  :host {
    display: contents;
    font-size: 14px;
    line-height: 20px;
  }

  /* Beside the own face, at the end of the bar, with the text still in sight. */
  dialog {
    width: 304px;
    max-width: calc(100vw - 16px);
    margin: 60px 16px auto auto;
    padding: 20px;
    font: inherit;
    color: var(--_fg);
    background: var(--_raised);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.1);
  }
  dialog:dir(rtl) {
    margin: 60px auto auto 16px;
  }
  dialog::backdrop {
    background: none;
  }

  h2 {
    margin: 0 0 16px;
    font-size: 15px;
    font-weight: 600;
  }
  fieldset,
  .field {
    display: block;
    margin: 0 0 20px;
    padding: 0;
    border: 0;
  }
  legend,
  .label {
    display: block;
    margin-bottom: 6px;
    padding: 0;
    color: var(--_muted);
  }
  .hint {
    display: block;
    margin-top: 6px;
    font-size: 13px;
    color: var(--_muted);
  }

  input[type='text'] {
    width: 100%;
    height: 36px;
    padding: 0 10px;
    font: inherit;
    color: inherit;
    background: var(--_bg);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
  }
  input[type='text']:focus-visible {
    border-color: var(--_accent);
    outline: 1px solid var(--_accent);
    outline-offset: 0;
  }

  .swatches {
    display: grid;
    grid-template-columns: repeat(6, 36px);
    justify-content: space-between;
    row-gap: 4px;
    /* The circles, not their larger targets, line up with the fields. */
    margin-inline: -7px;
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

  .fonts {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 2px;
    padding: 2px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .font {
    position: relative;
    display: grid;
    place-items: center;
    min-height: 32px;
    padding: 0 4px;
    color: var(--_muted);
    border-radius: calc(var(--_radius) - 2px);
    cursor: pointer;
    text-align: center;
    white-space: nowrap;
  }
  .font:has(:checked) {
    color: var(--_fg);
    background: var(--_wash);
  }

  /* The radio itself stays there for the keyboard and for assistive technology, over the whole of its label. */
  [type='radio'] {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    appearance: none;
    border-radius: inherit;
    cursor: pointer;
  }

  .done {
    width: 100%;
    min-height: 36px;
    border: 1px solid var(--_border);
  }

  @media (max-width: 600px) {
    dialog {
      width: auto;
      margin: auto 8px 8px;
    }
    input[type='text'] {
      height: 44px;
      font-size: 16px;
    }
    .swatch,
    .font {
      height: 44px;
    }
  }
  @media (forced-colors: active) {
    .swatch i {
      forced-color-adjust: none;
    }
    .font:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`
