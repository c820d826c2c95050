import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    gap: 10px;
    font-size: 14px;
    line-height: 20px;
    color: var(--_fg);
  }
  .gutter {
    display: grid;
    flex: none;
    place-items: center;
    width: 24px;
    height: 20px;
  }
  .body {
    flex: 1;
    min-width: 0;
  }
  .head {
    display: flex;
    gap: 8px;
    align-items: baseline;
    min-height: 24px;
    padding-top: 2px;
  }
  .name {
    min-width: 0;
    overflow: hidden;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  time,
  .edited {
    flex: none;
    font-size: 12px;
    color: var(--_muted);
  }
  .fresh {
    align-self: center;
  }
  .text {
    margin: 0;
    /* Letters piled on letters, and words without an end, stay in their own message. */
    overflow: hidden;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    unicode-bidi: plaintext;
  }
  .clamped {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
  }
  a {
    color: var(--_accent);
    text-underline-offset: 3px;
  }
  .mention {
    font-weight: 550;
    color: var(--_accent);
  }
  .tools {
    display: flex;
    gap: 12px;
  }
  /* In the chat: beside the name, when somebody asks for them. */
  :host([compact]) {
    position: relative;
  }
  :host([compact]) .tools {
    position: absolute;
    top: 0;
    inset-inline-end: 0;
    padding-inline-start: 8px;
    background: var(--_bg);
    opacity: 0;
  }
  :host([compact]:is(:hover, :focus-within)) .tools {
    opacity: 1;
  }
  .tools button,
  .link {
    min-width: 0;
    min-height: 24px;
    padding: 0;
    font-size: 13px;
    color: var(--_muted);
  }
  .tools button:hover,
  .link:hover {
    color: var(--_fg);
    background: none;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  encke-comment-field {
    margin-top: 4px;
  }

  @media (pointer: coarse) {
    .tools button,
    .link {
      min-width: 44px;
      min-height: 44px;
      justify-content: flex-start;
    }
    /* Below the words, for a message that was touched. */
    :host([compact]) .tools {
      position: static;
      height: 0;
      padding: 0;
      overflow: hidden;
    }
    :host([compact]:is(:hover, :focus-within)) .tools {
      height: auto;
    }
  }
`
