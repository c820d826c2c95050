import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
  }
  form {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
    align-items: end;
    margin-bottom: 24px;
  }
  .field:has(.alert) {
    align-self: start;
  }
  form .make {
    justify-self: start;
  }
  form:not(:has([name='date'])) .make {
    justify-self: stretch;
  }
  ul {
    display: grid;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 4px 12px;
    align-items: center;
    padding: 10px 0;
    border-top: 1px solid var(--_border);
  }
  .role {
    display: inline-flex;
    color: var(--_muted);
  }
  .about {
    display: grid;
    min-width: 0;
  }
  strong {
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .new strong::after {
    display: inline-block;
    width: 6px;
    height: 6px;
    margin-inline-start: 8px;
    vertical-align: middle;
    background: var(--_accent);
    border-radius: 50%;
    content: '';
  }
  .over strong {
    color: var(--_muted);
    text-decoration: line-through;
  }
  .actions {
    display: flex;
    gap: 4px;
    align-items: center;
  }
  .actions .end {
    min-height: 32px;
  }
  .elsewhere,
  .question,
  encke-share-code {
    grid-column: 2 / -1;
  }
  .question {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .question p {
    flex: 1 1 100%;
  }

  @media (max-width: 480px) {
    form .label,
    form .make {
      grid-column: 1 / -1;
      justify-self: stretch;
    }
    .actions {
      grid-column: 2 / -1;
    }
  }
  /* Also a wider window, at 400 %. */
  @media (max-width: 340px) {
    form {
      grid-template-columns: 1fr;
    }
  }
`
