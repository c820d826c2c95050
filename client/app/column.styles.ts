import { css } from 'lit'

/** A page that is one column: the bar with the mark, and the heading below it. */
export const columnStyles = css`
  .column {
    max-width: 768px;
    margin: 0 auto;
    padding: 0 24px 96px;
  }

  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    height: 72px;
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    font-weight: 600;
    letter-spacing: -0.01em;
    text-decoration: none;
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
    gap: 16px;
    margin-block: 56px 16px;
  }
  h1 {
    margin: 0;
    font-size: 28px;
    font-weight: 650;
    line-height: 36px;
    letter-spacing: -0.022em;
  }

  .square {
    min-width: 36px;
    min-height: 36px;
    padding: 0;
  }

  /* How many a search has found. */
  p.found {
    margin: 0 0 8px;
    font-size: 13px;
    color: var(--_muted);
  }

  .loading {
    padding: 24px 0;
    color: var(--_muted);
    animation: appear 0s 400ms both;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .column .alert {
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
      margin-block: 20px 12px;
    }
  }
  @media (pointer: coarse) {
    .square {
      min-width: 44px;
      min-height: 44px;
    }
  }
`
