import { css } from 'lit'

export const styles = css`
  .column {
    max-width: 720px;
    margin: 0 auto;
    padding: 0 24px 96px;
  }

  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    height: 72px;
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    font-weight: 600;
    letter-spacing: -0.01em;
  }
  .mark svg {
    width: 18px;
    height: 18px;
    color: var(--_accent);
  }

  .heading {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 24px;
    margin-block: 56px 16px;
  }
  h1 {
    margin: 0;
    font-size: 28px;
    font-weight: 650;
    line-height: 36px;
    letter-spacing: -0.022em;
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
  .search input {
    width: 100%;
    height: 36px;
    padding: 0 10px 0 34px;
    font: inherit;
    font-size: 14px;
    color: var(--_fg);
    background: var(--_wash);
    border: 1px solid transparent;
    border-radius: var(--_radius);
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

  .list {
    margin: 0 -12px;
    padding: 0;
    list-style: none;
  }
  .row {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto 120px;
    align-items: center;
    gap: 16px;
    min-height: 52px;
    padding: 0 12px;
    border-radius: var(--_radius);
    transition: background-color var(--_motion);
  }
  /* A hairline between two rows, as wide as the text; gone beside the row under the pointer. */
  .row + .row::before {
    position: absolute;
    top: 0;
    inset-inline: 12px;
    height: 1px;
    background: var(--_border);
    content: '';
  }
  .row:hover {
    background: var(--_wash);
  }
  .row:hover::before,
  .row:hover + .row::before {
    background: none;
  }
  .name {
    overflow: hidden;
    font-weight: 500;
    text-decoration: none;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name.untitled {
    font-weight: 400;
    color: var(--_muted);
  }
  .id {
    margin-inline-start: 8px;
    font-size: 13px;
    font-weight: 400;
    color: var(--_muted);
  }
  /* The whole row is the link's; faces lie above it, so that their tooltips work. */
  .name::after {
    position: absolute;
    inset: 0;
    border-radius: var(--_radius);
    content: '';
  }
  .name:focus-visible {
    outline: none;
  }
  .name:focus-visible::after {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
  }
  encke-presence {
    --encke-face-size: 22px;
    position: relative;
  }
  time {
    grid-column: 3;
    font-size: 13px;
    color: var(--_muted);
    text-align: end;
    white-space: nowrap;
  }

  .none,
  .loading {
    padding: 24px 0;
    color: var(--_muted);
  }
  .loading {
    animation: appear 0s 400ms both;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .alert {
    margin-block: 16px;
  }

  @media (max-width: 600px) {
    .column {
      padding: 0 16px 64px;
    }
    .bar {
      height: 64px;
    }
    .heading {
      flex-direction: column;
      align-items: stretch;
      gap: 12px;
      margin-block: 20px 12px;
    }
    .search {
      width: auto;
    }
    .search input {
      height: 44px;
      /* Below 16 px a phone zooms into the field. */
      font-size: 16px;
    }
    .row {
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0 12px;
      min-height: 64px;
      padding-block: 10px;
      align-content: center;
    }
    .name {
      grid-column: 1;
    }
    time {
      grid-row: 2;
      grid-column: 1;
      line-height: 20px;
      text-align: start;
    }
    encke-presence {
      grid-row: 1 / span 2;
      grid-column: 2;
    }
  }
`
