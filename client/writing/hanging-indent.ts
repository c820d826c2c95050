import { syntaxTree } from '@codemirror/language'
import { type EditorState, type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { SyntaxNode } from '@lezer/common'
import { changesFonts } from '../editor/late-fonts.ts'
import { hangingPrefix, LONGEST_PREFIX } from './hanging-prefix.ts'
import { type LetterFont, PrefixWidths } from './prefix-widths.ts'

/** Some screens of lines. */
const MAX_KEPT = 500
const MAX_KEPT_LENGTH = 2_000

/**
 * The further rows of a wrapped item, task or quotation begin where its words begin, not below its mark. Looks at the
 * lines on the screen alone, and asks the browser for no place of anything.
 *
 * A margin and a pseudo-element that takes it back in the first row: CodeMirror reads the padding and `text-indent` of
 * the first line that it finds, and would draw selections of several lines by them. The width goes through the CSSOM,
 * which a strict CSP allows.
 */
export function hangingIndent(): Extension {
  return [
    EditorView.theme({
      '.encke-hung': { marginInlineStart: 'var(--_hang)' },
      '.encke-hung::before': { content: '""', marginInlineStart: 'calc(-1 * var(--_hang))' },
    }),
    ViewPlugin.define((view) => new HangingLines(view), { decorations: ({ decorations }) => decorations }),
  ]
}

class HangingLines {
  decorations: DecorationSet
  readonly #view: EditorView
  readonly #made = new Map<number, Decoration>()
  /** By the line: each key looks at all on the screen again. */
  readonly #prefixes = new Map<string, string>()
  #widths: PrefixWidths

  constructor(view: EditorView) {
    this.#view = view
    this.#widths = new PrefixWidths({ font: fontOf(view), tabSize: view.state.tabSize })
    this.decorations = this.#decorate()
  }

  update(update: ViewUpdate): void {
    const letters = this.#lettersChange(update)
    if (letters) this.#widths = new PrefixWidths({ font: fontOf(this.#view), tabSize: update.state.tabSize })
    const parsed = syntaxTree(update.startState) !== syntaxTree(update.state)
    if (letters || parsed || update.docChanged || update.viewportChanged) this.decorations = this.#decorate()
  }

  #lettersChange(update: ViewUpdate): boolean {
    if (changesFonts(update) || update.startState.tabSize !== update.state.tabSize) return true
    return update.geometryChanged && !this.#widths.isFor(fontOf(this.#view))
  }

  #decorate(): DecorationSet {
    const { state, visibleRanges } = this.#view
    const builder = new RangeSetBuilder<Decoration>()
    let last = -1
    for (const { from, to } of visibleRanges) {
      for (let position = from; position <= to; ) {
        const line = state.doc.lineAt(position)
        position = line.to + 1
        // Parts of a long line are visible ranges of their own.
        if (line.from <= last) continue
        last = line.from
        const prefix = this.#prefixOf(line.text)
        if (prefix === '' || isCode(state, line.from + prefix.length)) continue
        const width = this.#widths.of(prefix)
        if (width > 0) builder.add(line.from, line.from, this.#hung(width))
      }
    }
    return builder.finish()
  }

  #prefixOf(text: string): string {
    const known = this.#prefixes.get(text)
    if (known !== undefined) return known
    const prefix = hangingPrefix(text.slice(0, LONGEST_PREFIX))
    if (this.#prefixes.size >= MAX_KEPT) this.#prefixes.clear()
    if (text.length <= MAX_KEPT_LENGTH) this.#prefixes.set(text, prefix)
    return prefix
  }

  #hung(width: number): Decoration {
    let made = this.#made.get(width)
    if (made === undefined) {
      made = Decoration.line({ class: 'encke-hung', attributes: { style: `--_hang: ${width}px` } })
      this.#made.set(width, made)
    }
    return made
  }
}

/** Whether somewhere is code inside of Markdown, whose letters are others. */
function isCode(state: EditorState, position: number): boolean {
  let node: SyntaxNode | null = syntaxTree(state).resolveInner(position, 1)
  while (node !== null && node.name !== 'FencedCode' && node.name !== 'CodeBlock') node = node.parent
  return node !== null
}

function fontOf({ contentDOM }: EditorView): LetterFont {
  // The short form is empty where a browser cannot put all of it into one.
  const { fontStyle, fontWeight, fontSize, fontFamily, letterSpacing } = getComputedStyle(contentDOM)
  return {
    font: `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`,
    size: Number.parseFloat(fontSize),
    letterSpacing,
  }
}
