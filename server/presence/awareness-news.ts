import * as encoding from 'lib0/encoding'
import { MessageType } from '../../protocol/message.ts'

/**
 * An awareness message for many, and the same without one of the clients for each of those: nobody is told of itself.
 * The entries are put together once; who gets all but one of them costs two copies.
 */
export class AwarenessNews {
  readonly #parts: ReadonlyMap<number, Uint8Array>
  /** Where each client's entry begins in `#entries`. */
  readonly #offsets = new Map<number, number>()
  readonly #entries: Uint8Array
  readonly #whole: Uint8Array

  /** `parts` are encoded entries, by client. */
  constructor(parts: ReadonlyMap<number, Uint8Array>) {
    this.#parts = parts
    let size = 0
    for (const [clientId, { byteLength }] of parts) {
      this.#offsets.set(clientId, size)
      size += byteLength
    }
    this.#entries = new Uint8Array(size)
    for (const [clientId, part] of parts) this.#entries.set(part, this.#offsets.get(clientId))
    this.#whole = message(parts.size, this.#entries)
  }

  /** All entries. Shared bytes: nobody may change them. */
  get whole(): Uint8Array {
    return this.#whole
  }

  /** All but that of a client which is among them. */
  without(clientId: number): Uint8Array {
    const from = this.#offsets.get(clientId) ?? 0
    const to = from + (this.#parts.get(clientId)?.byteLength ?? 0)
    return message(this.#parts.size - 1, this.#entries.subarray(0, from), this.#entries.subarray(to))
  }
}

/** awareness message := 1 varBytes(varUint(count) • entries) */
function message(count: number, ...pieces: Uint8Array[]): Uint8Array {
  const update = encoding.createEncoder()
  encoding.writeVarUint(update, count)
  const bytes = pieces.reduce((sum, { byteLength }) => sum + byteLength, encoding.length(update))
  const head = encoding.createEncoder()
  encoding.writeVarUint(head, MessageType.Awareness)
  encoding.writeVarUint(head, bytes)
  encoding.writeVarUint(head, count)
  const start = encoding.toUint8Array(head)
  const whole = new Uint8Array(start.byteLength + bytes - encoding.length(update))
  whole.set(start)
  let offset = start.byteLength
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.byteLength
  }
  return whole
}
