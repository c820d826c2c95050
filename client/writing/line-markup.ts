/** What a line is. */
export type LineKind = 'paragraph' | 'heading' | 'bullet' | 'number' | 'task'

/** The marks at the start of a line of Markdown. */
export interface LineMarkup {
  kind: LineKind
  /** `> > `, as it stands there. */
  quote: string
  /** The white space behind the quote. */
  indent: string
  /** `## `, `- `, `- [ ] `, `3. `, as it stands there. */
  marker: string
  /** Of a heading, 1 to 6; else 0. */
  level: number
  /** Of a numbered item. */
  number: number
  /** `.` or `)` behind the number; `-`, `*` or `+` of other items. */
  sign: string
  isChecked: boolean
  /** Of all of it, in UTF-16 units. */
  length: number
}

const pattern =
  /^((?: {0,3}>[ \t]?)*)([ \t]*)((#{1,6})(?:[ \t]+|$)|([-*+])(?:[ \t]+|$)(?:\[([ xX])\](?:[ \t]+|$))?|(\d{1,9})([.)])(?:[ \t]+|$)(?:\[([ xX])\](?:[ \t]+|$))?)?/
const rule = /^[ \t>]*([-*_])([ \t]*\1){2,}[ \t]*$/

/** Reads the marks at the start of a line; the rest of it is never looked at, however long it is. */
export function lineMarkup(text: string): LineMarkup {
  const head = text.slice(0, 400)
  const [whole = '', quote = '', indent = '', marker = '', hashes, bullet, checked, digits, delimiter, checkedNumber] =
    pattern.exec(head) ?? []
  const isRule = rule.test(head)
  const common = { quote, indent, level: 0, number: 0, sign: '', isChecked: false }
  if (marker === '' || isRule) {
    return { ...common, kind: 'paragraph', marker: '', length: quote.length + indent.length }
  }
  const found = { ...common, marker, length: whole.length }
  if (hashes !== undefined) return { ...found, kind: 'heading', level: hashes.length }
  const check = checked ?? checkedNumber
  const sign = bullet ?? delimiter ?? ''
  const number = digits === undefined ? 0 : Number(digits)
  if (check !== undefined) return { ...found, kind: 'task', sign, number, isChecked: check !== ' ' }
  return digits === undefined ? { ...found, kind: 'bullet', sign } : { ...found, kind: 'number', sign, number }
}
