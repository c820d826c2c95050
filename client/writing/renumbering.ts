import type { ChangeSpec, EditorState, Line } from '@codemirror/state'
import { lineMarkup } from './line-markup.ts'

/** How many lines below an item are looked at. */
const MAX_LINES = 1_000

/**
 * What gives the numbered items that follow a line, at the same indentation, the numbers from `number` on. Ends where
 * the list does, and where the numbers are right already.
 */
export function renumberingAfter({ doc }: EditorState, line: Line, indent: string, number: number): ChangeSpec[] {
  const specs: ChangeSpec[] = []
  let expected = number
  const last = Math.min(doc.lines, line.number + MAX_LINES)
  for (let index = line.number + 1; index <= last; index++) {
    const { from, text } = doc.line(index)
    const markup = lineMarkup(text)
    // What is indented further belongs to the item above it.
    if (markup.indent.length > indent.length) continue
    if (markup.number === 0 || markup.indent.length < indent.length) break
    if (markup.number === expected) break
    const at = from + markup.quote.length + markup.indent.length
    specs.push({ from: at, to: at + String(markup.number).length, insert: String(expected) })
    expected++
  }
  return specs
}
