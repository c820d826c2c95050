import { css } from 'lit'

export const styles = css`
  .bar .end {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .bar .primary {
    margin-inline-start: 4px;
  }

  .finding {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .search {
    position: relative;
    display: flex;
    align-items: center;
    width: 232px;
    color: var(--_muted);
  }
  .search .icon {
    position: absolute;
    inset-inline-start: 10px;
    pointer-events: none;
  }
  .search input,
  .sort select {
    height: 36px;
    font: inherit;
    font-size: 14px;
    color: var(--_fg);
    background-color: var(--_wash);
    border: 1px solid transparent;
    border-radius: var(--_radius);
  }
  .search input {
    width: 100%;
    padding: 0 10px 0 34px;
  }
  .search input:dir(rtl) {
    padding: 0 34px 0 10px;
  }
  .search input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .search input:focus-visible {
    background: var(--_bg);
    border-color: var(--_accent);
    outline: 1px solid var(--_accent);
    outline-offset: 0;
  }
  /* The browser's own cross is bold and blue. */
  .search input::-webkit-search-cancel-button {
    width: 16px;
    height: 16px;
    margin: 0;
    appearance: none;
    background:
      linear-gradient(45deg, transparent 46%, var(--_muted) 46% 54%, transparent 54%) center / 10px 10px no-repeat,
      linear-gradient(-45deg, transparent 46%, var(--_muted) 46% 54%, transparent 54%) center / 10px 10px no-repeat;
    cursor: pointer;
  }
  /* Its words end where the rows end. */
  .sort select {
    max-width: 100%;
    padding-inline: 8px 20px;
    text-align-last: end;
    background-color: transparent;
    background-position:
      right 5px top calc(50% + 1px),
      right 0 top calc(50% + 1px);
  }
  .sort select:dir(rtl) {
    background-position:
      left 0 top calc(50% + 1px),
      left 5px top calc(50% + 1px);
  }

  p.found {
    margin: 0 0 8px;
    font-size: 13px;
    color: var(--_muted);
  }
  .nothing .link + .link {
    margin-inline-start: 16px;
  }

  .drop {
    position: fixed;
    z-index: 2;
    inset: 12px;
    display: grid;
    place-items: center;
    padding: 24px;
    font-size: 17px;
    text-align: center;
    background: color-mix(in srgb, var(--_bg) 92%, transparent);
    border: 2px dashed var(--_accent);
    border-radius: 12px;
    pointer-events: none;
  }

  @media (max-width: 600px) {
    .heading {
      flex-direction: column;
      align-items: stretch;
      gap: 12px;
    }
    .search {
      flex: 1;
      width: auto;
      min-width: 0;
    }
    .search input,
    .sort select {
      height: 44px;
      /* Below 16 px a phone zooms into the field. */
      font-size: 16px;
    }
    .sort {
      flex: none;
      max-width: 46%;
    }
  }
`
