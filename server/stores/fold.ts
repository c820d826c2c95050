const unknown = 0xffff
/** What each unit becomes, as far as some text has asked for it; made with the first one. */
let table: Uint16Array | null = null

/** What is written with marks and is a letter of its own: й, and kana with their voice marks. */
const ownLetters = /[йЙ\u3040-\u30ff]/u
const beyondAscii = /[^\0-\x7f]/
const marks = /\p{M}/gu

/**
 * A text as searches compare it: without case, accents and width; ё is е. As long as the text was, unit for unit, so that
 * what is found in one is at the same place in the other. Give it a text in NFC: marks that stand alone stay.
 */
export function fold(text: string): string {
  if (!beyondAscii.test(text)) return text.toLowerCase()
  table ??= new Uint16Array(0x10000).fill(unknown)
  const units = new Uint16Array(text.length)
  for (let index = 0; index < units.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (table[unit] === unknown) table[unit] = foldUnit(unit)
    units[index] = table[unit]!
  }
  let folded = ''
  for (let start = 0; start < units.length; start += 8192) {
    folded += String.fromCharCode(...units.subarray(start, start + 8192))
  }
  return folded
}

function foldUnit(unit: number): number {
  const character = String.fromCharCode(unit)
  const lower = character.toLowerCase()
  const bare = ownLetters.test(character) ? lower : lower.normalize('NFKD').replace(marks, '')
  // What becomes several, as a ligature or a syllable of Hangul, or nothing at all, stays as it is.
  return bare.length === 1 ? bare.charCodeAt(0) : unit
}
