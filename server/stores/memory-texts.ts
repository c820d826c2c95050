import type { DocumentRecord } from './document-record.ts'
import { excerptOf } from './excerpt.ts'
import { fold } from './fold.ts'
import { isCalled, parseSearch, searchable, wordPattern } from './search-words.ts'
import type { FoundDocument, IndexedText } from './text-index.ts'

/** The texts of a MemoryStore: what TextIndex promises of them. Reads them all for a search. */
export class MemoryTexts {
  readonly #texts = new Map<string, IndexedText>()

  /** False where it has this text or a later one. */
  index(id: string, { epoch, seq, text }: IndexedText): boolean {
    if (this.has(id, seq)) return false
    this.#texts.set(id, { epoch, seq, text: searchable(text) })
    return true
  }

  /** True when it has the text as of this seq, or of any when none is given. */
  has(id: string, seq = 0): boolean {
    return (this.#texts.get(id)?.seq ?? -1) >= seq
  }

  /** Among these, those called so first. */
  search(
    query: string,
    { records, limit }: { records: readonly DocumentRecord[]; limit: number },
  ): { total: number; documents: FoundDocument[] } {
    const words = parseSearch(query)
    const patterns = words.words.map(wordPattern)
    const called = new Set(
      records.filter(({ id, title, heading }) => isCalled({ id, name: `${title} ${heading}` }, words)),
    )
    const saying = records.filter((record) => {
      if (called.has(record) || patterns.length === 0) return false
      const folded = fold(this.#text(record.id))
      return patterns.every((pattern) => folded.search(pattern) !== -1)
    })
    const found = [...called, ...saying]
    const shown = found.slice(0, limit)
    return {
      total: found.length,
      documents: shown.map((record) => ({ ...record, found: excerptOf(this.#text(record.id), words, record) })),
    }
  }

  delete(id: string): void {
    this.#texts.delete(id)
  }

  #text(id: string): string {
    return this.#texts.get(id)?.text ?? ''
  }
}
