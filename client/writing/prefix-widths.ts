/** The letters of a text, as the browser computes them. */
export interface LetterFont {
  /** A CSS `font`. */
  font: string
  /** In pixels. */
  size: number
  /** A CSS `letter-spacing`. */
  letterSpacing: string
}

export interface PrefixWidthsOptions {
  font: LetterFont
  /** In spaces. */
  tabSize: number
  /** The width of some text in pixels; by default the browser's. */
  measure?: (text: string) => number
}

/** Numbers at the start of lines are many. */
const MAX_KEPT = 1_000
/** Half of a phone, in `em`: what is deep inside keeps as much for its words. */
const WIDEST_EM = 10

/** How wide the marks at the start of a line are, in pixels, in one font. Remembers what it has measured. */
export class PrefixWidths {
  readonly #font: LetterFont
  readonly #tab: number
  readonly #measure: (text: string) => number
  readonly #known = new Map<string, number>()

  constructor({ font, tabSize, measure = measureWith(font) }: PrefixWidthsOptions) {
    this.#font = font
    this.#measure = measure
    this.#tab = tabSize * measure(' ')
  }

  isFor({ font, size, letterSpacing }: LetterFont): boolean {
    return this.#font.font === font && this.#font.size === size && this.#font.letterSpacing === letterSpacing
  }

  /**
   * At most half of a phone. With a tab whole tabs: a tab reaches to the next stop from where further rows begin, which
   * must be no other one than without them.
   */
  of(prefix: string): number {
    const known = this.#known.get(prefix)
    if (known !== undefined) return known
    const width = Math.min(this.#widthOf(prefix), WIDEST_EM * this.#font.size)
    const stops = Math.floor(width / this.#tab + 0.01)
    const kept = Math.round((prefix.includes('\t') ? stops * this.#tab : width) * 100) / 100
    if (this.#known.size >= MAX_KEPT) this.#known.clear()
    this.#known.set(prefix, kept)
    return kept
  }

  #widthOf(prefix: string): number {
    let width = 0
    for (const [index, part] of prefix.split('\t').entries()) {
      if (index > 0) width = (Math.floor(width / this.#tab) + 1) * this.#tab
      width += part === '' ? 0 : this.#measure(part)
    }
    return width
  }
}

/** A canvas, because it knows widths without the layout of a page. */
function measureWith({ font, letterSpacing }: LetterFont): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return () => 0
  context.font = font
  if ('letterSpacing' in context && letterSpacing !== 'normal') context.letterSpacing = letterSpacing
  return (text) => context.measureText(text).width
}
