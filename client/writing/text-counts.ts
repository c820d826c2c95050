import type { Text } from '@codemirror/state'

/** How much a text is. */
export interface TextCounts {
  words: number
  /** As people count them: an emoji is one. Line breaks are not counted. */
  characters: number
}

/**
 * Counts words and characters as the language of the reader has them, also where no space is between words.
 * A text is a tree of lines, of which an edit makes a few anew and keeps the rest: what was counted once is never
 * counted again.
 */
export class TextCounter {
  readonly #counted = new WeakMap<Text, TextCounts>()
  readonly #words: Intl.Segmenter
  readonly #characters: Intl.Segmenter

  constructor(language: string) {
    this.#words = new Intl.Segmenter(language, { granularity: 'word' })
    this.#characters = new Intl.Segmenter(language)
  }

  /** Counts for as long as `mayGoOn` says so; null when there was more. To be called again, it goes on from there. */
  count(text: Text, mayGoOn: () => boolean): TextCounts | null {
    const known = this.#counted.get(text)
    if (known !== undefined) return known
    if (text.children === null) {
      if (!mayGoOn()) return null
      const counts = { words: 0, characters: 0 }
      for (const line of text.iterLines()) this.#add(counts, line)
      this.#counted.set(text, counts)
      return counts
    }
    const counts = { words: 0, characters: 0 }
    for (const child of text.children) {
      const part = this.count(child, mayGoOn)
      if (part === null) return null
      counts.words += part.words
      counts.characters += part.characters
    }
    this.#counted.set(text, counts)
    return counts
  }

  /** Of a short text, at once. */
  countString(text: string): TextCounts {
    const counts = { words: 0, characters: 0 }
    for (const line of text.split('\n')) this.#add(counts, line)
    return counts
  }

  #add(counts: TextCounts, line: string): void {
    for (let at = 0; at < line.length; at += MAX_SEGMENTED) {
      const part = line.slice(at, at + MAX_SEGMENTED)
      for (const { isWordLike, segment } of this.#words.segment(part)) {
        // For WebKit a number is no word.
        if (isWordLike || NUMBER.test(segment)) counts.words++
      }
      // Most text has one unit for each character, and is spared the second look.
      if (/^[\x20-\x7e\u0400-\u045f]*$/.test(part)) counts.characters += part.length
      else for (const _ of this.#characters.segment(part)) counts.characters++
    }
  }
}

const NUMBER = /^\p{N}/u

/** A line of a million characters is looked at in parts. */
const MAX_SEGMENTED = 100_000
