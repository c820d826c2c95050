import { isMarkdownMode } from '../../protocol/document-mode.ts'
import { fold } from './fold.ts'
import { type SearchWords, wordPattern } from './search-words.ts'

/** A piece of a text around what was found in it. */
export interface Excerpt {
  /** White space is one space each; an ellipsis stands where something was left out. */
  text: string
  /** What was found: from and to, in UTF-16 units of `text`, in order and apart. */
  marks: readonly (readonly [number, number])[]
}

interface Place {
  word: number
  from: number
  to: number
}

/** How long an excerpt is, and how much of it stands before what was found, in UTF-16 units. */
const excerptLength = 180
const lengthBefore = 48
/** Most texts have what is looked for near their beginning. */
const firstLength = 64 * 1024
/** Of each word. */
const maxPlaces = 64

/**
 * Where most of the words stand together, rare ones before all, the first time; null where none does. The text is as
 * `searchable` has it.
 */
export function excerptOf(text: string, { words }: SearchWords, { mode = '' } = {}): Excerpt | null {
  const patterns = words.map(wordPattern)
  let places = placesIn(text.slice(0, firstLength), patterns)
  if (text.length > firstLength && countWords(places) < words.length) places = placesIn(text, patterns)
  const first = bestOf(places)
  return first === null ? null : cut(text, { first, places, clean: isMarkdownMode(mode) ? withoutSigns : spaced })
}

function placesIn(text: string, patterns: readonly RegExp[]): Place[] {
  const folded = fold(text)
  return patterns
    .flatMap((pattern, word) =>
      folded
        .matchAll(pattern)
        .take(maxPlaces)
        .map((match) => ({ word, from: match.index, to: match.index + match[0].length }))
        .toArray(),
    )
    .sort((a, b) => a.from - b.from || b.to - a.to)
}

function countWords(places: readonly Place[]): number {
  return new Set(places.map(({ word }) => word)).size
}

/** A word that is everywhere says less about a place than one that is rare. */
function bestOf(places: readonly Place[]): Place | null {
  const counts = new Map<number, number>()
  for (const { word } of places) counts.set(word, (counts.get(word) ?? 0) + 1)
  let best: Place | null = null
  let most = 0
  for (const [index, place] of places.entries()) {
    const near = new Set<number>()
    for (let at = index; at < places.length && places[at]!.from < place.from + excerptLength - lengthBefore; at += 1) {
      near.add(places[at]!.word)
    }
    const weight = [...near].reduce((sum, word) => sum + 1 / counts.get(word)!, 0)
    if (weight > most) [best, most] = [place, weight]
  }
  return best
}

interface Cut {
  first: Place
  places: readonly Place[]
  clean: (text: string) => string
}

function cut(text: string, { first, places, clean }: Cut): Excerpt {
  const start = startOf(text, first.from)
  const end = endOf(
    text,
    Math.min(text.length, Math.max(start + excerptLength, Math.min(first.to, first.from + excerptLength))),
  )
  const marks: [number, number][] = []
  let shown = start > 0 ? '…' : ''
  let done = start
  for (const { from, to } of places) {
    // One word may be the beginning of another.
    if (from < done || to > end) continue
    shown += clean(text.slice(done, from))
    const marked = spaced(text.slice(from, to))
    marks.push([shown.length, shown.length + marked.length])
    shown += marked
    done = to
  }
  shown += clean(text.slice(done, end)).trimEnd()
  return { text: end < text.length ? `${shown}…` : shown, marks }
}

/** Not in the middle of a word, if there is another place near. */
function startOf(text: string, from: number): number {
  if (from <= lengthBefore) return text.slice(0, from).search(/\S|$/u)
  const start = from - lengthBefore
  const gap = /\s+/u.exec(text.slice(start, from))
  return gap ? start + gap.index + gap[0].length : wholeCharacter(text, start)
}

function endOf(text: string, end: number): number {
  if (end === text.length) return end
  const gap = text.slice(end, end + 24).search(/\s/u)
  return gap === -1 ? wholeCharacter(text, end) : end + gap
}

function wholeCharacter(text: string, index: number): number {
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index
}

/** Of Markdown the words alone, as far as signs can be told without reading all of it. */
function withoutSigns(text: string): string {
  return spaced(text.replace(/(?<=^|\s)(?:#{1,6}|>)\s/gu, '').replace(/[*`~]+/gu, ''))
}

function spaced(text: string): string {
  return text.replace(/\s+/gu, ' ')
}
