/** The typefaces for the text that a reader can choose from. */
export const textFonts = ['sans', 'serif', 'mono'] as const
export type TextFont = (typeof textFonts)[number]

const storageKey = 'encke:text-font'

/** The font stacks. Only the first is one of ours; serifs and monos are those of the reader's machine. */
export const fontStacks: Record<TextFont, string> = {
  sans: 'var(--encke-font-ui)',
  serif: `ui-serif, 'Iowan Old Style', Charter, 'Bitstream Charter', 'PT Serif', 'Noto Serif', Cambria, Georgia, serif`,
  mono: `ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace`,
}

/** What the reader chose, or sans. Storage may be null or forbidden. */
export function readTextFont(storage: Pick<Storage, 'getItem'> | null): TextFont {
  try {
    const stored = storage?.getItem(storageKey)
    return textFonts.find((font) => font === stored) ?? 'sans'
  } catch {
    // Forbidden: then nothing was chosen.
    return 'sans'
  }
}

/** Remembers it for the next visit; for this one only where storage is forbidden. */
export function rememberTextFont(storage: Pick<Storage, 'setItem'> | null, font: TextFont): void {
  try {
    storage?.setItem(storageKey, font)
  } catch {
    // Full or forbidden: the choice lives as long as the page.
  }
}
