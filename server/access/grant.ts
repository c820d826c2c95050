import type { ProtocolErrorCode } from '../../protocol/error.ts'
import type { Role } from '../../protocol/message.ts'

/** Why a grant ended before whoever had it was done with it. */
export type GrantEnd = Extract<ProtocolErrorCode, 'LINK_REVOKED' | 'LINK_EXPIRED'>

/** What an address lets its holder do. */
export interface Grant {
  documentId: string
  role: Role
  /** Calls back once if the grant ends, maybe before this returns; the result stops that. Calling it twice is fine. */
  onEnd(ended: (reason: GrantEnd) => void): () => void
}

/** Says what an address opens. */
export interface Access {
  /**
   * An address is an id, `link:<token>`, or `<id>?token=<token>`, whose link must be of that document.
   * @throws ProtocolError LINK_UNKNOWN: alike for a token that never was, was revoked or has expired; StoreError
   */
  enter(address: string): Promise<Grant>
}
