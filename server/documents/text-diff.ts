import { diff } from 'lib0/diff/patience'

/** Takes `remove` characters (UTF-16 units) out at `index` and puts `insert` there. */
export interface TextChange {
  index: number
  remove: number
  insert: string
}

/** Above so many differing lines the search for common lines takes too long: it looks at pairs of them. */
const MAX_DIFFERENT_LINES = 20_000

/**
 * Changes that turn one text into another, last one first, so that each index holds when they are made in this order.
 * Lines that stay are not touched, and within changed lines neither are their common beginning and end: whoever is
 * writing elsewhere keeps caret and text. No surrogate pair is parted.
 */
export function diffText(before: string, after: string): TextChange[] {
  const start = commonStart(before, after)
  const end = commonEnd(before, after, start)
  const left = before.slice(start, before.length - end)
  const right = after.slice(start, after.length - end)
  if (left === '' && right === '') return []
  const whole = { index: start, remove: left.length, insert: right }
  const leftLines = linesOf(left)
  const rightLines = linesOf(right)
  if (Math.max(leftLines.length, rightLines.length) > MAX_DIFFERENT_LINES) return [whole]

  const changes: TextChange[] = []
  let line = 0
  let index = start
  for (const change of diff(leftLines, rightLines)) {
    for (; line < change.index; line++) index += leftLines[line]!.length
    const removed = change.remove.join('')
    const inserted = change.insert.join('')
    const prefix = commonStart(removed, inserted)
    const suffix = commonEnd(removed, inserted, prefix)
    changes.unshift({
      index: index + prefix,
      remove: removed.length - prefix - suffix,
      insert: inserted.slice(prefix, inserted.length - suffix),
    })
  }
  return changes
}

/** Makes the changes in the order in which `diffText` gives them. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes.reduce(
    (result, { index, remove, insert }) => result.slice(0, index) + insert + result.slice(index + remove),
    text,
  )
}

/** Each line with its line feed. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function commonStart(a: string, b: string): number {
  const limit = Math.min(a.length, b.length)
  let length = 0
  while (length < limit && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length > 0 && isHighSurrogate(a.charCodeAt(length - 1)) ? length - 1 : length
}

function commonEnd(a: string, b: string, start: number): number {
  const limit = Math.min(a.length, b.length) - start
  let length = 0
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++
  return length > 0 && isLowSurrogate(a.charCodeAt(a.length - length)) ? length - 1 : length
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
