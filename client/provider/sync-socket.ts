import * as decoding from 'lib0/decoding'
import { type Doc, encodeStateVector } from 'yjs'
import { encodeSyncStep1, encodeUpdate, MessageType, SyncType } from '../../protocol/message.ts'
import type { CometSocket } from '../socket/comet-socket.ts'
import { HeldUpdates } from './held-updates.ts'

export interface SyncSocketOptions {
  doc: Doc
  /** The newest presence of this client as a message. */
  presence: () => Uint8Array
  /** A message that carries an update is about to be sent: the server counts it. It has all edits that were made so far. */
  onUpdate: () => void
}

/**
 * A socket class for a provider that asks for the document while the socket is still connecting, so that the first
 * sync takes one round trip. y-websocket asks once more when the socket has opened; that is left out.
 *
 * While more waits than should (S13), on a slow line or without one, it holds back: what is edited meanwhile goes out
 * as one update, and of presence the newest.
 */
export function createSyncSocket(
  Base: typeof CometSocket,
  { doc, presence, onUpdate }: SyncSocketOptions,
): typeof CometSocket {
  return class extends Base {
    readonly #held = new HeldUpdates({ doc })
    #holdsPresence = false
    #asked = true

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.sendEarly(encodeSyncStep1(encodeStateVector(doc)))
    }

    override send(data: Uint8Array): void {
      if (data[0] === MessageType.Awareness) this.#sendPresence(data)
      else if (data[0] === MessageType.Sync) this.#sendSync(data)
      else super.send(data)
    }

    /** What was held back goes first. */
    override close(code?: number, reason?: string): void {
      if (this.readyState === this.OPEN) this.#sendHeld()
      super.close(code, reason)
    }

    protected override drained(): void {
      this.#sendHeld()
      if (this.#holdsPresence) super.send(presence())
      this.#holdsPresence = false
    }

    #sendHeld(): void {
      const update = this.#held.take()
      if (!update) return
      onUpdate()
      super.send(encodeUpdate(update))
    }

    #sendSync(data: Uint8Array): void {
      switch (data[1]) {
        case SyncType.Step1:
          if (!this.#asked) super.send(data)
          this.#asked = false
          return
        case SyncType.Step2:
          // All that the server lacks: nothing is to be held back any more.
          this.#held.clear()
          break
        case SyncType.Update:
          // What was held goes first: an update without what it builds on would be asked for.
          if (!this.#isHolding) break
          this.#held.add(updateIn(data))
          return
        default:
      }
      onUpdate()
      super.send(data)
    }

    #sendPresence(data: Uint8Array): void {
      if (this.#isHolding) this.#holdsPresence = true
      else super.send(data)
    }

    /** Also between its last byte and `drained`. */
    get #isHolding(): boolean {
      return this.isBehind || this.#holdsPresence || !this.#held.isEmpty
    }
  }
}

function updateIn(message: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(message.subarray(2))
  return decoding.readVarUint8Array(decoder)
}
