/** How far below the top of the window the text begins: the bar is over it, pixels. */
const barPx = 64
/** Letters by which a block is found again when its element is another one. */
const knownBy = 60

/**
 * Where somebody reads in a page that scrolls: the block at the top of the window. By hand, since not every browser
 * keeps the place by itself; where one does, the page has `overflow-anchor: none`.
 */
export class ReaderPlace {
  readonly #container: HTMLElement

  constructor({ container }: { container: HTMLElement }) {
    this.#container = container
  }

  /** Changes the text, and scrolls so that the block at the top stays where it was. At the very top it stays there. */
  keepDuring(change: () => void): void {
    const block = window.scrollY > 0 ? this.#topmost() : null
    const before = block?.getBoundingClientRect().top ?? 0
    const words = block === null ? '' : wordsOf(block)
    change()
    if (block === null) return
    const now = block.isConnected ? block : this.#find(words)
    if (now) window.scrollBy(0, now.getBoundingClientRect().top - before)
  }

  #blocks(): HTMLElement[] {
    const { children } = this.#container
    return [...children].filter((child): child is HTMLElement => child instanceof HTMLElement)
  }

  #topmost(): HTMLElement | null {
    return this.#blocks().find((block) => block.getBoundingClientRect().bottom > barPx) ?? null
  }

  #find(words: string): HTMLElement | null {
    return words === '' ? null : (this.#blocks().find((block) => wordsOf(block) === words) ?? null)
  }
}

function wordsOf(block: HTMLElement): string {
  return (block.textContent ?? '')
    .replace(/[\s*_`>#-]+/gu, ' ')
    .trim()
    .slice(0, knownBy)
}
