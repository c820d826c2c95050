import { css } from 'lit'
import type { FilePhrases } from './file-phrases.ts'

/** The look of a file on its way. */
export const cardStyles = css`
  .encke-file {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    box-sizing: border-box;
    max-width: 100%;
    min-height: 28px;
    padding: 0 4px 0 10px;
    font: 13px / 20px var(--encke-font-ui, inherit);
    color: var(--_muted);
    vertical-align: middle;
    white-space: normal;
    background: linear-gradient(var(--_selection), var(--_selection)) 0 0 / calc(var(--_part, 0) * 100%) 100% no-repeat;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    user-select: none;
  }
  .encke-file:dir(rtl) {
    background-position: 100% 0;
  }
  .encke-file.failed {
    color: var(--_danger);
    background: none;
  }
  .encke-file button {
    min-width: 24px;
    min-height: 24px;
    padding: 0 6px;
    font: inherit;
    color: var(--_fg);
    background: none;
    border: 0;
    border-radius: var(--_radius);
    cursor: pointer;
  }
  .encke-file button:hover {
    background: var(--_wash);
  }
  .encke-file button:focus-visible {
    outline: 2px solid var(--_accent);
  }
  @media (pointer: coarse) {
    .encke-file button {
      min-width: 44px;
      min-height: 44px;
    }
  }
  @media print {
    .encke-file {
      display: none;
    }
  }
`

/** A file on its way as the reader sees it: its name, how far it is, and what can be done. */
export class FileCard {
  readonly element = document.createElement('span')
  readonly #words = document.createElement('span')
  readonly #retry = document.createElement('button')
  readonly #cancel = document.createElement('button')
  readonly #name: string
  readonly #phrases: FilePhrases

  constructor(
    name: string,
    { phrases, cancel, retry }: { phrases: FilePhrases; cancel: () => void; retry: () => void },
  ) {
    this.#name = name
    this.#phrases = phrases
    this.element.className = 'encke-file'
    this.element.contentEditable = 'false'
    this.element.setAttribute('role', 'group')
    this.#words.setAttribute('dir', 'auto')
    this.#retry.textContent = phrases['files.retry']
    this.#cancel.textContent = '✕'
    for (const button of [this.#retry, this.#cancel]) button.type = 'button'
    this.#retry.addEventListener('click', retry)
    this.#cancel.addEventListener('click', cancel)
    this.element.append(this.#words, this.#retry, this.#cancel)
    this.showWaiting()
  }

  showWaiting(): void {
    this.#show(this.#phrases['files.waiting'](this.#name), false)
  }

  /** @param part of 1 */
  showProgress(part: number): void {
    this.#show(this.#phrases['files.sending'](this.#name, Math.floor(part * 100)), false)
    this.element.style.setProperty('--_part', String(part))
  }

  /** @param canRetry it may be taken when it is sent once more */
  showFailure(words: string, { canRetry }: { canRetry: boolean }): void {
    this.#show(words, true)
    this.#retry.hidden = !canRetry
  }

  #show(words: string, hasFailed: boolean): void {
    this.#words.textContent = words
    this.element.setAttribute('aria-label', words)
    this.element.classList.toggle('failed', hasFailed)
    this.#retry.hidden = !hasFailed
    const name = this.#phrases[hasFailed ? 'files.remove' : 'files.cancel'](this.#name)
    this.#cancel.title = name
    this.#cancel.setAttribute('aria-label', name)
  }
}
