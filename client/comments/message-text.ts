import type { Mention } from './message.ts'

/** A piece of a message: plain text, an address that can be followed, or somebody's name. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string; readonly id: string }

/** The most links and names that are made out in one message. */
const MAX_PARTS = 200

/** How much of a message is shown before it is asked for. */
const SHOWN_LENGTH = 4_000
const SHOWN_LINES = 30

/** The pieces of a message, in order; together they are its text. Only http and https are links. */
export function textParts(text: string, mentions: readonly Mention[]): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const found of finds(text, mentions)) {
    if (found.from < at) continue
    if (parts.length >= MAX_PARTS * 2) break
    if (found.from > at) parts.push({ kind: 'text', text: text.slice(at, found.from) })
    parts.push(found.part)
    at = found.from + found.part.text.length
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) })
  return parts
}

/** The beginning of a text that is too long to be shown at once; null for one that is not. */
export function shortened(text: string): string | null {
  let end = Math.min(text.length, SHOWN_LENGTH)
  let line = 0
  for (let index = text.indexOf('\n'); index >= 0 && index < end; index = text.indexOf('\n', index + 1)) {
    line += 1
    if (line === SHOWN_LINES) end = index
  }
  return end === text.length ? null : text.slice(0, end).toWellFormed()
}

interface Find {
  from: number
  part: TextPart
}

function finds(text: string, mentions: readonly Mention[]): Find[] {
  return [...links(text), ...names(text, mentions)].sort(
    (one, other) => one.from - other.from || other.part.text.length - one.part.text.length,
  )
}

function links(text: string): Find[] {
  const found: Find[] = []
  for (const { 0: match, index } of text.matchAll(/\bhttps?:\/\/[^\s<>"'`]+/gi)) {
    if (found.length === MAX_PARTS) break
    const address = withoutTail(match)
    if (!URL.canParse(address)) continue
    found.push({ from: index, part: { kind: 'link', text: address, href: new URL(address).href } })
  }
  return found
}

/** An address ends before the full stop of its sentence, and before a bracket that it did not open. */
function withoutTail(address: string): string {
  let end = address.length
  while (end > 0) {
    const last = address[end - 1]!
    const isBracket = last === ')' && !address.slice(0, end - 1).includes('(')
    if (!isBracket && !/[.,;:!?\]}»…]/.test(last)) break
    end -= 1
  }
  return address.slice(0, end)
}

function names(text: string, mentions: readonly Mention[]): Find[] {
  const found: Find[] = []
  for (const { id, name } of mentions) {
    const written = `@${name}`
    for (let from = text.indexOf(written); from >= 0; from = text.indexOf(written, from + written.length)) {
      if (found.length === MAX_PARTS) return found
      found.push({ from, part: { kind: 'mention', text: written, id } })
    }
  }
  return found
}
