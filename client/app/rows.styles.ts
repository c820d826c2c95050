import { css } from 'lit'

/** Documents, one a row. */
export const rowStyles = css`
  .list {
    margin: 0 -12px;
    padding: 0;
    list-style: none;
  }
  .row {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto 120px auto;
    align-items: center;
    gap: 0 16px;
    min-height: 52px;
    padding: 0 12px;
    border-radius: var(--_radius);
    transition: background-color var(--_motion);
    /* Hundreds of rows cost no more than those in sight. */
    content-visibility: auto;
    contain-intrinsic-size: auto 52px;
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
  .row:hover,
  .row:has([aria-expanded='true']) {
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
  /* The whole row is the link's; faces and buttons lie above it. */
  a.name::after {
    position: absolute;
    inset: 0;
    border-radius: var(--_radius);
    content: '';
  }
  a.name:focus-visible {
    outline: none;
  }
  a.name:focus-visible::after {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .rename {
    position: relative;
    width: 100%;
    height: 36px;
    margin-inline-start: -9px;
    padding: 0 8px;
    font: inherit;
    font-weight: 500;
    color: var(--_fg);
    background: var(--_bg);
    border: 1px solid var(--_accent);
    border-radius: var(--_radius);
    outline: 1px solid var(--_accent);
  }
  encke-presence {
    --encke-face-size: 22px;
    position: relative;
  }
  time,
  .unsafe {
    grid-column: 3;
    font-size: 13px;
    color: var(--_muted);
    text-align: end;
    white-space: nowrap;
  }
  .unsafe {
    line-height: 16px;
    color: var(--_warning);
    white-space: normal;
  }
  .unsafe.wide {
    grid-column: 2 / 4;
  }
  .more,
  .actions {
    position: relative;
    grid-column: 4;
  }
  .more {
    min-width: 32px;
    min-height: 32px;
    margin-inline: -8px -6px;
    padding: 0;
    color: var(--_muted);
  }
  .more:hover {
    color: var(--_fg);
  }

  .excerpt {
    grid-column: 1 / span 2;
    margin: 0 0 12px;
    overflow: hidden;
    font-size: 13px;
    line-height: 20px;
    color: var(--_muted);
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .row.found {
    padding-block-start: 6px;
  }
  mark {
    font-weight: 600;
    color: var(--_fg);
    background: color-mix(in srgb, var(--_accent) 16%, transparent);
    border-radius: 2px;
  }

  .none {
    padding: 24px 0;
    color: var(--_muted);
  }

  /* With a pointer that hovers, or the focus, it comes in the place of the time; without, it is always there. */
  @media (hover: hover) and (pointer: fine) and (min-width: 600.1px) and (forced-colors: none) {
    .row:has(> .more) {
      grid-template-columns: minmax(0, 1fr) auto 120px;
    }
    .row:has(> .more) > * {
      grid-row: 1;
    }
    .row > .more {
      grid-column: 3;
      justify-self: end;
    }
    .row:not(:hover, :focus-within) .more:not([aria-expanded='true']) {
      opacity: 0;
    }
    .row:is(:hover, :focus-within, :has([aria-expanded='true'])):has(.more) time {
      visibility: hidden;
    }
  }
  /* A colour of a ground is not drawn there. */
  @media (forced-colors: active) {
    .row + .row::before {
      height: 0;
      border-top: 1px solid;
    }
  }
  @media (max-width: 600px) {
    .row {
      grid-template-columns: minmax(0, 1fr) auto auto;
      gap: 0 12px;
      min-height: 64px;
      padding-block: 10px;
      align-content: center;
      contain-intrinsic-size: auto 64px;
    }
    .name,
    .rename {
      grid-column: 1;
    }
    .rename {
      height: 44px;
      /* Below 16 px a phone zooms into the field. */
      font-size: 16px;
    }
    time,
    .unsafe,
    .unsafe.wide {
      grid-row: 2;
      grid-column: 1;
      line-height: 20px;
      text-align: start;
    }
    .excerpt {
      grid-row: 3;
      grid-column: 1 / -1;
      margin: 4px 0 0;
    }
    encke-presence {
      grid-row: 1 / span 2;
      grid-column: 2;
    }
    .more,
    .actions {
      grid-row: 1 / span 2;
      grid-column: 3;
    }
    .more {
      margin-inline: -4px -12px;
    }
  }
`
