import type { Member } from './member.ts'

/** A member's hold on a room. */
export interface Membership {
  /**
   * Takes one channel message from the member.
   * @throws ProtocolError MESSAGE_MALFORMED, UPDATE_MALFORMED, PRESENCE_MALFORMED, PRESENCE_TOO_LARGE
   */
  receive(message: Uint8Array): void
  /** The connection is away for a moment: presence says so. Idempotent. */
  interrupt(): void
  /** The connection is silent for longer than a moment: presence goes, the membership stays. Idempotent. */
  suspend(): void
  /** It is heard again: presence is back as it was. Idempotent. */
  resume(): void
  /** The member was behind, and takes more again. */
  drained(): void
  /** Leaves; presence goes at once. Idempotent. */
  leave(): void
}

/** Where sessions find documents. Sessions know this interface and nothing behind it. */
export interface Documents {
  /**
   * Opens the document if need be and joins; the first messages (info, SyncStep1, presence) are sent before it resolves.
   * @throws ProtocolError DOCUMENT_ID_INVALID, DOCUMENT_UNKNOWN (deleted), DOCUMENT_TRASHED, STORE_UNAVAILABLE
   */
  join(documentId: string, member: Member): Promise<Membership>
}
