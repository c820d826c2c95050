import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100dvh;
    min-height: 0;
  }

  header {
    display: flex;
    flex: none;
    align-items: center;
    gap: 4px;
    height: 56px;
    padding-inline: 12px 16px;
  }
  .back {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    flex: none;
    width: 32px;
    height: 32px;
    color: var(--_muted);
    border-radius: var(--_radius);
    transition: background-color var(--_motion);
  }
  .back:hover {
    color: var(--_fg);
    background: var(--_wash);
  }
  .back:dir(rtl) svg {
    transform: scaleX(-1);
  }

  .about {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 4px;
    min-width: 0;
  }
  /* The field is as wide as its text: it lies over a hidden copy of it. */
  .title {
    position: relative;
    min-width: 0;
    font-size: 14px;
    font-weight: 550;
    line-height: 20px;
  }
  .title span,
  .title input {
    display: block;
    padding: 4px 8px;
    overflow: hidden;
    font: inherit;
    letter-spacing: inherit;
    text-overflow: ellipsis;
    white-space: pre;
  }
  .title span {
    visibility: hidden;
    min-width: 64px;
  }
  .title input {
    position: absolute;
    inset: 0;
    width: 100%;
    color: inherit;
    background: none;
    border: 0;
    border-radius: var(--_radius);
  }
  .title input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  /* Nobody has named it, but it has a name: that of its first heading. */
  .title input.headed::placeholder {
    color: inherit;
  }
  .title input:hover {
    background: var(--_wash);
  }
  .title input:focus-visible {
    background: none;
    outline-offset: -2px;
  }

  encke-status {
    flex-shrink: 1;
  }
  encke-presence {
    flex: none;
    margin-inline-end: 8px;
  }
  .menu {
    flex: none;
    min-width: 32px;
    min-height: 32px;
    padding: 0;
  }
  encke-share {
    flex: none;
  }

  .text {
    position: relative;
    display: flex;
    flex: 1;
    min-height: 0;
  }
  /* Text that is scrolled fades out below the bar: nothing to see while there is none, and no line when there is. */
  .text::before {
    position: absolute;
    z-index: 1;
    inset: 0 16px auto 0;
    height: 12px;
    background: linear-gradient(var(--_bg), transparent);
    content: '';
    pointer-events: none;
  }
  /* Nor while there is a frame, whose upper edge it would take. */
  .text:has(encke-editor[follow])::before {
    display: none;
  }
  encke-editor {
    --encke-line-height: 1.65;
    --encke-content-width: calc(72ch + 48px);
    --encke-max-height: none;
    --encke-padding-block: clamp(24px, 7vh, 72px) 40vh;
    --encke-padding-inline: 24px;
    flex: 1;
    min-width: 0;
    min-height: 0;
  }

  /* Beside the text, or on a phone in the lower part of it, above what fades. */
  encke-comments[open] {
    position: relative;
    z-index: 2;
    flex: none;
    width: 344px;
    border-inline-start: 1px solid var(--_border);
  }
  /* Over the text and not above it, which would push the text down under somebody's caret. */
  connection-banner {
    position: absolute;
    z-index: 2;
    top: 4px;
    inset-inline: 16px;
    width: fit-content;
    max-width: min(640px, calc(100% - 32px));
    margin-inline: auto;
  }
  /* One button for one thing. */
  header:has(~ main connection-banner:state(shown)) encke-status::part(retry) {
    display: none;
  }

  /* The page says it itself, and better. */
  encke-editor.ended::part(error) {
    display: none;
  }

  .skip {
    position: absolute;
    z-index: 1;
    top: 10px;
    inset-inline-start: 12px;
    min-height: 36px;
    padding: 0 12px;
    background: var(--_raised);
  }
  .skip:not(:focus-visible) {
    clip-path: inset(50%);
    pointer-events: none;
  }

  .banner {
    flex: none;
    width: min(720px, calc(100% - 32px));
    margin: 8px auto 0;
    font-size: 14px;
    line-height: 20px;
  }

  @media (max-width: 600px) {
    .back {
      width: 44px;
      height: 44px;
    }
    /* Back, title and faces in a row, with Saved below the title; what is worth more words gets a line of its own. */
    header {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto auto auto auto;
      grid-template-rows: 36px 24px;
      gap: 0;
      height: auto;
      padding-inline: 4px 8px;
    }
    header > * {
      grid-row: 1 / 3;
    }
    .about {
      display: contents;
    }
    .title {
      grid-row: 1;
      grid-column: 2;
      place-self: end start;
      max-width: 100%;
      font-size: 16px;
      line-height: 22px;
    }
    .title span,
    .title input {
      padding: 2px 4px;
    }
    encke-status {
      grid-row: 2;
      grid-column: 2;
      place-self: start;
      max-width: 100%;
      font-size: 12px;
      line-height: 16px;
    }
    encke-status::part(chip),
    encke-status::part(retry) {
      min-height: 24px;
      padding: 0 4px;
    }
    header:has(encke-status:is(:state(unsafe), :state(offline), :state(reconnecting), :state(closed))) .title {
      grid-row: 1 / 3;
      align-self: center;
    }
    encke-status:is(:state(unsafe), :state(offline), :state(reconnecting), :state(closed)) {
      grid-row: 3;
      grid-column: 1 / -1;
      padding: 4px 8px 8px;
      font-size: 13px;
      line-height: 20px;
    }
    encke-status::part(text) {
      white-space: normal;
      text-align: start;
    }
    encke-presence {
      margin-inline-end: 4px;
    }
    .menu {
      min-width: 40px;
    }
    .text {
      flex-direction: column;
    }
    encke-comments[open] {
      width: auto;
      height: 58%;
      overflow: hidden;
      border-inline-start: 0;
      border-top: 1px solid var(--_border);
      border-radius: 12px 12px 0 0;
    }
    /* The banner has the words: the chip is small again. */
    header:has(~ main connection-banner:state(shown)) .title {
      grid-row: 1;
      align-self: end;
    }
    header:has(~ main connection-banner:state(shown)) encke-status {
      grid-row: 2;
      grid-column: 2;
      padding: 0;
      font-size: 12px;
      line-height: 16px;
    }
    header:has(~ main connection-banner:state(shown)) encke-status::part(text) {
      white-space: nowrap;
    }
    encke-editor {
      --encke-padding-block: 16px 40vh;
      --encke-padding-inline: 16px;
    }
  }
  /* No room beside the title. Its dialog stays; the way to it is in the menu. */
  @media (max-width: 379.9px) {
    encke-share {
      position: absolute;
    }
    encke-share::part(button),
    encke-share::part(copy) {
      display: none;
    }
  }
  @media print {
    header,
    .skip,
    .banner {
      display: none;
    }
  }
`
