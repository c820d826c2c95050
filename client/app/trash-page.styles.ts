import { css } from 'lit'
import { hiddenFromSight } from '../elements/tokens.styles.ts'

export const styles = css`
  .heading {
    margin-bottom: 4px;
  }
  .heading h1 {
    margin-inline-end: auto;
  }
  .back {
    color: var(--_muted);
  }
  .explained {
    margin: 0 0 20px;
    color: var(--_muted);
    text-wrap: pretty;
  }
  .row {
    grid-template-columns: minmax(0, 1fr) auto auto;
  }
  .row .name:not(.untitled) {
    color: var(--_fg);
  }
  .row time {
    grid-column: 2;
  }
  .actions {
    grid-column: 3;
    display: flex;
    gap: 4px;
    margin-inline-end: -8px;
  }
  .actions button {
    min-height: 32px;
    font-size: 14px;
  }
  .danger {
    color: var(--_danger);
  }
  /* Its words, not its edge, line up with the rows. */
  .heading .danger {
    margin-inline-end: -8px;
    font-size: 14px;
  }

  dialog {
    width: 400px;
    padding: 24px;
  }
  dialog h2 {
    margin: 0 0 8px;
    overflow-wrap: anywhere;
  }
  dialog p {
    margin: 0 0 24px;
    color: var(--_muted);
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }
  .answers button {
    min-height: 36px;
    padding: 0 14px;
  }
  .answers .certain {
    font-weight: 500;
    color: var(--_bg);
    background: var(--_danger);
  }

  @media (max-width: 600px) {
    .heading {
      flex-wrap: wrap;
      gap: 12px 16px;
      margin-bottom: 12px;
    }
    search-field {
      order: 1;
      width: 100%;
    }
    .row {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .row time {
      grid-column: 1;
    }
    .actions {
      grid-column: 2;
    }
    .actions .words {
      ${hiddenFromSight}
    }
    .actions button {
      min-width: 44px;
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .answers .certain {
      border: 1px solid ButtonText;
    }
  }
`
