import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    width: 232px;
  }
  label {
    position: relative;
    display: flex;
    align-items: center;
    color: var(--_muted);
  }
  .icon {
    position: absolute;
    inset-inline-start: 10px;
    pointer-events: none;
  }
  input {
    width: 100%;
    height: 36px;
    padding: 0 10px 0 34px;
    font: inherit;
    font-size: 14px;
    color: var(--_fg);
    background-color: var(--_wash);
    border: 1px solid transparent;
    border-radius: var(--_radius);
  }
  input:dir(rtl) {
    padding: 0 34px 0 10px;
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  input:focus-visible {
    background: var(--_bg);
    border-color: var(--_accent);
    outline: 1px solid var(--_accent);
    outline-offset: 0;
  }
  /* The browser's own cross is bold and blue. */
  input::-webkit-search-cancel-button {
    width: 16px;
    height: 16px;
    margin: 0;
    appearance: none;
    background:
      linear-gradient(45deg, transparent 46%, var(--_muted) 46% 54%, transparent 54%) center / 10px 10px no-repeat,
      linear-gradient(-45deg, transparent 46%, var(--_muted) 46% 54%, transparent 54%) center / 10px 10px no-repeat;
    cursor: pointer;
  }

  @media (max-width: 600px) {
    input {
      height: 44px;
      /* Below 16 px a phone zooms into the field. */
      font-size: 16px;
    }
  }
`
