import type { CodeColors, LanguageOf } from './code-colors.ts'

/** Colours for the code in a text that is shown, in a chunk of its own: loaded with the first code that says what it is. */
export class CodePainter {
  readonly #waiting = new Set<Element>()
  readonly #languageOf: LanguageOf
  #colors: CodeColors | null = null

  constructor(languageOf: LanguageOf) {
    this.#languageOf = languageOf
  }

  /** Colours what is in an element now, or when it can. */
  paint(element: Element): void {
    if (element.querySelector('pre[data-language]') === null) return
    this.#colors?.paint(element)
    if (this.#colors !== null) return
    this.#waiting.add(element)
    if (this.#waiting.size === 1) void this.#load()
  }

  async #load(): Promise<void> {
    try {
      const { CodeColors } = await import('./code-colors.ts')
      for (const element of this.#waiting) {
        if (!element.isConnected) continue
        const root = element.getRootNode() as ShadowRoot
        this.#colors ??= new CodeColors({ root, languageOf: this.#languageOf })
        this.#colors.paint(element)
      }
    } catch {
      // Offline: code can be read without colours, and the next asks again.
    }
    this.#waiting.clear()
  }
}
