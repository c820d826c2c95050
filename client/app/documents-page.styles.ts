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
  /* Its words end where the rows end. */
  .sort select {
    height: 36px;
    font: inherit;
    font-size: 14px;
    color: var(--_fg);
    border: 1px solid transparent;
    border-radius: var(--_radius);
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
    search-field {
      flex: 1;
      width: auto;
      min-width: 0;
    }
    .sort select {
      height: 44px;
      font-size: 16px;
    }
    .sort {
      flex: none;
      max-width: 46%;
    }
  }
`
