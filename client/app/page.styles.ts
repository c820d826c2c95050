import { css } from 'lit'
import { buttonStyles } from '../elements/buttons.styles.ts'

/** What the pages share: the text, the kinds of button, a message in place of the content. */
export const pageStyles = css`
  ${buttonStyles}
  :host {
    display: block;
    min-height: 100dvh;
    font-size: 15px;
    line-height: 24px;
    color: var(--_fg);
  }

  a {
    color: inherit;
  }

  .quiet {
    color: var(--_muted);
  }
  .quiet:hover {
    color: var(--_fg);
  }
  .message {
    max-width: 440px;
    margin: 0 auto;
    padding: 18vh 24px 48px;
    text-align: center;
  }
  .message h1,
  .message h2 {
    margin: 0 0 8px;
    font-size: 22px;
    font-weight: 600;
    line-height: 28px;
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  .message p {
    margin: 0 0 24px;
    color: var(--_muted);
    text-wrap: pretty;
  }
  .message a.primary {
    display: inline-flex;
    align-items: center;
    border-radius: var(--_radius);
    text-decoration: none;
  }

  .alert {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    align-items: center;
    justify-content: space-between;
    padding: 12px 16px;
    color: var(--_danger);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .alert p {
    margin: 0;
  }
`
