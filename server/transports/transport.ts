import type { TransportName } from '../../protocol/transport-name.ts'

/**
 * One way down to one browser. Carries bytes, knows nothing of frames, sessions or documents.
 * It may die at any moment; the session lives on.
 */
export interface Transport {
  readonly name: TransportName
  /** How long the session may gather frames before it sends, milliseconds. An answered poll costs a round trip. */
  readonly coalesceMs: number
  /** True while it takes more; false when its buffer is full, or it can send only once and has. */
  readonly writable: boolean
  /** Sends one batch; `through` is the number of its last sequenced frame (an event's id). */
  send(batch: Uint8Array, through: number): void
  /** The same for a batch in pieces that follow each other, where they can be sent without a copy. */
  sendPieces?(pieces: readonly Uint8Array[], through: number): void
  /** Ends it from this side; `onClose` is not called. Idempotent. */
  close(): void
  /** It takes more again. */
  onDrain: () => void
  /** The other side, the network or a deadline ended it. Called once at the most. */
  onClose: () => void
}

/** Shared by the transports: before a session attaches, nobody listens. */
export const unheard = (): void => {}
