import { joined } from '../../protocol/batch.ts'
import { awarenessMessage } from './awareness-codec.ts'

/**
 * An awareness message for many, and the same without one of the clients for each of those: nobody is told of itself.
 * The entries are put together once; who gets all but one of them costs two copies.
 */
export class AwarenessNews {
  /** All entries. Shared bytes: nobody may change them. */
  readonly whole: Uint8Array
  readonly #parts: ReadonlyMap<number, Uint8Array>
  /** Where each client's entry begins in `#entries`. */
  readonly #offsets = new Map<number, number>()
  readonly #entries: Uint8Array

  /** `parts` are encoded entries, by client. */
  constructor(parts: ReadonlyMap<number, Uint8Array>) {
    this.#parts = parts
    let offset = 0
    for (const [clientId, { byteLength }] of parts) {
      this.#offsets.set(clientId, offset)
      offset += byteLength
    }
    this.#entries = joined([...parts.values()])
    this.whole = awarenessMessage(parts.size, [this.#entries])
  }

  /** All but that of a client which is among them. */
  without(clientId: number): Uint8Array {
    const from = this.#offsets.get(clientId) ?? 0
    const to = from + (this.#parts.get(clientId)?.byteLength ?? 0)
    return awarenessMessage(this.#parts.size - 1, [this.#entries.subarray(0, from), this.#entries.subarray(to)])
  }
}
