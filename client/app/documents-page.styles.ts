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
    background: var(--_wash);
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
  .sort select {
    max-width: 100%;
    padding: 0 4px 0 8px;
    background: none;
    cursor: pointer;
  }
  .sort select:hover {
    background: var(--_wash);
  }
  .sort option {
    color: var(--_fg);
    background: var(--_raised);
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
