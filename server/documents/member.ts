import type { CloseCode } from '../../protocol/close-code.ts'
import type { Role } from '../../protocol/message.ts'

/**
 * What a room sees of a connection: a channel of a session, or a plain y-websocket client.
 * The room never learns which transport is below.
 */
export interface Member {
  /** Unique on this node. */
  readonly id: string
  readonly role: Role
  /** True when the member asked for `encke.1`: it is sent `saved` and `info`, and needs no echo of its own updates. */
  readonly extended: boolean
  /**
   * True while more waits for the member than should (S10). Whoever sends looks here first, leaves out what can be sent
   * later or merged, and goes on with it when `Membership.drained` is called.
   */
  readonly isBehind: boolean
  /** Sends one channel message. The bytes are shared between members: nobody may change them. */
  send(message: Uint8Array): void
  /** Sends how much of its own is durable: before all others, and in the place of the last such message if that still waits. */
  sendSaved(message: Uint8Array): void
  /** Ends the membership from the room's side. The room has forgotten the member before it calls this. */
  close(code: CloseCode, reason: string): void
}
