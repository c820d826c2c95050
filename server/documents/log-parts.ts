import { encodeUpdate } from '../../protocol/message.ts'
import type { Document } from './document.ts'
import type { LogEntry } from './log-entry.ts'
import { mergeUpdates } from './merge-updates.ts'

/** What goes into one part, about: a merge that takes milliseconds, and a message that is a sign of life on a slow line. */
const PART_BYTES = 256 * 1024
const PART_ENTRIES = 512
/** Members who fell behind together get the same bytes. */
const MAX_CACHED = 4

/** What follows a position in the log, as one message. */
export interface LogPart {
  /** Shared bytes. Null when none of it is for this member. */
  message: Uint8Array | null
  /** Of the last entry in it. */
  position: number
}

interface CachedPart {
  from: number
  position: number
  message: Uint8Array
}

/** Cuts the log into parts for members who are behind: many small updates become one. */
export class LogParts {
  readonly #document: Document
  #cached: CachedPart[] = []

  constructor({ document }: { document: Document }) {
    this.#document = document
  }

  /**
   * The next part after a position, without the entries that are withheld; null when it begins with what is not told
   * apart from the base any more. Not to be asked at the end of the log.
   */
  after(from: number, isWithheld: (entry: LogEntry) => boolean): LogPart | null {
    const entries = this.#document.entriesAfter(from)
    if (!entries) return null
    const part: LogEntry[] = []
    let bytes = 0
    for (const entry of entries) {
      part.push(entry)
      bytes += entry.bytes.byteLength
      if (bytes >= PART_BYTES || part.length >= PART_ENTRIES) break
    }
    const position = part.at(-1)?.position ?? from
    const shown = part.filter((entry) => !isWithheld(entry))
    if (shown.length === 0) return { message: null, position }
    if (shown.length < part.length) return { message: encode(shown), position }
    return { message: this.#shared(from, position, part), position }
  }

  /** Nobody is behind any more. */
  clear(): void {
    this.#cached = []
  }

  #shared(from: number, position: number, part: readonly LogEntry[]): Uint8Array {
    const known = this.#cached.find((cached) => cached.from === from && cached.position === position)
    if (known) return known.message
    const message = encode(part)
    this.#cached = [{ from, position, message }, ...this.#cached.slice(0, MAX_CACHED - 1)]
    return message
  }
}

function encode(entries: readonly LogEntry[]): Uint8Array {
  return encodeUpdate(mergeUpdates(entries.map(({ bytes }) => bytes)))
}
