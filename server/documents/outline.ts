import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { ProtocolError } from '../../protocol/error.ts'

/** Clocks `from` up to, not including, `to` of one Yjs client. */
export interface Run {
  client: number
  from: number
  to: number
}

/** What an update speaks of, without its content. */
export interface Outline {
  /** The structs it carries. Runs of one client stand together and ascend; a hole (Skip) parts two of them. */
  runs: readonly Run[]
  /** What it deletes. */
  deletes: readonly Run[]
  /** Per client, the clock below which its structs refer to structs of that client. */
  needs: ReadonlyMap<number, number>
  /** Its client sections descend. Yjs writes them so, and Y.mergeUpdates loses sections that stand otherwise. */
  isSorted: boolean
}

/** The five bits of a struct's first byte that tell its content (yjs, structs/Item.js, contentRefs). */
const CONTENT_BITS = 0b11111
const SKIP = 10
const STRING = 4
/** Contents whose length stands in front of them: GC, ContentDeleted, ContentJSON, ContentAny. */
const COUNTED = new Set([0, 1, 2, 8])

export interface OutlineOptions {
  /** Structs, client sections and deletions that the update may have together. Default: as many as there are. */
  maxParts?: number
}

/**
 * Reads an update once, to the end, with Yjs' own decoder: what passes here decodes everywhere.
 * Time is linear in the bytes; no struct is kept, so that a million tiny ones cost no more memory than one.
 * Refuses as well what decodes but would break a Y.Doc: empty structs, structs that refer to what comes after them,
 * one client in two sections, clocks that are no safe integers, bytes behind the end.
 * @throws ProtocolError UPDATE_MALFORMED
 */
export function outlineOf(update: Uint8Array, { maxParts = Number.POSITIVE_INFINITY }: OutlineOptions = {}): Outline {
  const reader = new OutlineReader(decoding.createDecoder(update), maxParts)
  try {
    // Yjs makes its decoder itself and keeps its lazy reader to itself; a constructor that answers with our decoder
    // lets us see each struct as it passes. Y.decodeUpdate would hold them all.
    // biome-ignore lint/complexity/useArrowFunction: an arrow function cannot be constructed
    const Reader = function () {
      return reader
    } as unknown as typeof Y.UpdateDecoderV1
    Y.parseUpdateMetaV2(update, Reader)
    return reader.finish()
  } catch (cause) {
    // RangeError from a nesting too deep for the stack, TypeError from an unknown content, SyntaxError from JSON …
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ProtocolError('UPDATE_MALFORMED', `an update cannot be read: ${reason}`)
  }
}

class OutlineReader extends Y.UpdateDecoderV1 {
  readonly #maxParts: number
  readonly #runs: Run[] = []
  readonly #needs = new Map<number, number>()
  /** Made with the second section: most updates have one. */
  #seen: Set<number> | null = null
  #sections = 0
  #isSorted = true
  #parts = 0
  #client = 0
  #clock = 0
  /** Content of the struct being read, -1 between structs. */
  #kind = -1
  #length = 0
  #run: Run | null = null

  constructor(decoder: decoding.Decoder, maxParts: number) {
    super(decoder)
    this.#maxParts = maxParts
  }

  override readClient(): number {
    this.#endStruct()
    const client = super.readClient()
    if (this.#sections === 1) this.#seen = new Set([this.#client])
    if (this.#seen?.has(client)) throw new Error(`client ${client} has two sections`)
    this.#seen?.add(client)
    if (this.#sections > 0 && client > this.#client) this.#isSorted = false
    this.#sections += 1
    this.#countPart()
    this.#client = client
    // Yjs reads the section's first clock next, past this class.
    this.#clock = decoding.peekVarUint(this.restDecoder)
    this.#run = null
    return client
  }

  override readInfo(): number {
    this.#endStruct()
    const info = super.readInfo()
    this.#kind = info === SKIP ? SKIP : info & CONTENT_BITS
    if (this.#kind === SKIP) this.#length = decoding.peekVarUint(this.restDecoder)
    else this.#length = this.#kind === STRING || COUNTED.has(this.#kind) ? 0 : 1
    return info
  }

  override readLen(): number {
    this.#length = super.readLen()
    return this.#length
  }

  override readString(): string {
    const text = super.readString()
    // A struct may name its parent and its key first; the content is the last string it reads.
    if (this.#kind === STRING) this.#length = text.length
    return text
  }

  override readLeftID(): Y.ID {
    return this.#refer(super.readLeftID())
  }

  override readRightID(): Y.ID {
    return this.#refer(super.readRightID())
  }

  /** The structs are read; what is left is the delete set. */
  finish(): Outline {
    this.#endStruct()
    const deletes: Run[] = []
    const decoder = this.restDecoder
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
      this.#countPart()
      const client = decoding.readVarUint(decoder)
      for (let ranges = decoding.readVarUint(decoder); ranges > 0; ranges--) {
        this.#countPart()
        const from = decoding.readVarUint(decoder)
        const to = from + decoding.readVarUint(decoder)
        if (!Number.isSafeInteger(to)) throw new Error('a clock is no safe integer')
        if (to > from) deletes.push({ client, from, to })
      }
    }
    if (decoding.hasContent(decoder)) throw new Error('there are bytes behind its end')
    return { runs: this.#runs, deletes, needs: this.#needs, isSorted: this.#isSorted }
  }

  #endStruct(): void {
    if (this.#kind === -1) return
    this.#countPart()
    const to = this.#clock + this.#length
    if (this.#length < 1) throw new Error('a struct is empty')
    if (!Number.isSafeInteger(to)) throw new Error('a clock is no safe integer')
    if (this.#kind === SKIP) {
      this.#run = null
    } else if (this.#run) {
      this.#run.to = to
    } else {
      this.#run = { client: this.#client, from: this.#clock, to }
      this.#runs.push(this.#run)
    }
    this.#clock = to
    this.#kind = -1
  }

  #refer(id: Y.ID): Y.ID {
    if (id.client !== this.#client) {
      if (id.clock >= (this.#needs.get(id.client) ?? 0)) this.#needs.set(id.client, id.clock + 1)
    } else if (id.clock >= this.#clock) {
      throw new Error('a struct refers to one that comes after it')
    }
    return id
  }

  #countPart(): void {
    this.#parts += 1
    if (this.#parts > this.#maxParts) throw new Error(`it has more than ${this.#maxParts} parts`)
  }
}
