import { css } from 'lit'

/** The one button that is meant to be pressed, and a button that is words with a line under them. */
export const buttonStyles = css`
  .primary {
    min-height: 36px;
    padding: 0 14px;
    font-weight: 500;
    color: var(--_bg);
    background: var(--_fg);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--_fg) 86%, var(--_bg));
  }
  .primary[aria-disabled='true'] {
    cursor: default;
    opacity: 0.75;
  }
  .link {
    min-width: 0;
    min-height: 24px;
    padding: 0;
    color: var(--_accent);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .link:hover {
    background: none;
  }
  @media (pointer: coarse) {
    .primary,
    .link {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .primary {
      border: 1px solid ButtonText;
    }
  }
`
