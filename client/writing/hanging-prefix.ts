import { lineMarkup } from './line-markup.ts'

/** More of a line than this is never looked at for its marks, in UTF-16 units. */
export const LONGEST_PREFIX = 200

/**
 * What the further rows of a line stand behind: its quotation marks, its indentation, and the mark of its item or task.
 * Empty for a paragraph and for a heading. Only the head of the line is needed.
 */
export function hangingPrefix(head: string): string {
  const { kind, quote, indent, length } = lineMarkup(head)
  return head.slice(0, kind === 'heading' ? quote.length + indent.length : length)
}
