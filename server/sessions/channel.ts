import type { CloseCode } from '../../protocol/close-code.ts'
import { ProtocolError } from '../../protocol/error.ts'
import type { Lane } from '../../protocol/lane.ts'
import { limits } from '../../protocol/limits.ts'
import { CHANNEL_PROTOCOL, type Role } from '../../protocol/message.ts'
import type { Member } from '../documents/member.ts'
import type { Documents, Membership } from '../documents/membership.ts'

export interface ChannelOptions {
  /** Unique on this node. */
  id: string
  role: Role
  /** Subprotocols the client offers; `encke.1` makes it an extended member. */
  protocols: readonly string[]
  /** Where messages for the client wait. Whoever made it calls `drained` when it has. */
  lane: Lane
  /** The room, or a failure, ended the channel. Called once at the most. */
  closed: (code: CloseCode, reason: string) => void
}

/**
 * One client's place at one document, seen from a connection: a member to the room, a pipe to the connection.
 * Messages that arrive while the document is being opened wait, in order.
 */
export class Channel implements Member {
  readonly id: string
  readonly role: Role
  readonly extended: boolean
  readonly #lane: Lane
  readonly #closed: (code: CloseCode, reason: string) => void
  #membership: Membership | null = null
  #early: Uint8Array[] = []
  #earlyBytes = 0
  #drainedEarly = false
  #over = false

  constructor({ id, role, protocols, lane, closed }: ChannelOptions) {
    this.id = id
    this.role = role
    this.extended = protocols.includes(CHANNEL_PROTOCOL)
    this.#lane = lane
    this.#closed = closed
  }

  get isBehind(): boolean {
    return this.#lane.isBehind
  }

  send(message: Uint8Array): void {
    if (!this.#over) this.#lane.push(message)
  }

  sendSaved(message: Uint8Array): void {
    if (!this.#over) this.#lane.pushNewest(message)
  }

  /** The subprotocol that the client is told it got. */
  get protocol(): string {
    return this.extended ? CHANNEL_PROTOCOL : ''
  }

  /** Joins the document and hands over what has arrived meanwhile. @throws ProtocolError */
  async join(documents: Documents, documentId: string): Promise<void> {
    const membership = await documents.join(documentId, this)
    const early = this.#early
    this.#early = []
    // Whoever has left meanwhile may have written before: what was sent is taken.
    if (!this.#over) this.#membership = membership
    if (this.#drainedEarly) membership.drained()
    for (const message of early) membership.receive(message)
    if (this.#over) membership.leave()
  }

  /** Hands a message on, or keeps it until the document is open. @throws ProtocolError */
  receive(message: Uint8Array): void {
    if (this.#over) return
    if (this.#membership) {
      this.#membership.receive(message)
      return
    }
    this.#earlyBytes += message.byteLength
    if (this.#earlyBytes > limits.maxMessageBytes) {
      throw new ProtocolError('MESSAGE_TOO_LARGE', 'too much was sent before the document was open')
    }
    this.#early.push(message)
  }

  /** The lane was behind, and takes more again. */
  drained(): void {
    if (this.#membership) this.#membership.drained()
    else this.#drainedEarly = true
  }

  /** The connection is away for a moment. Idempotent. */
  interrupt(): void {
    this.#membership?.interrupt()
  }

  /** The connection has been silent for a while. Idempotent. */
  suspend(): void {
    this.#membership?.suspend()
  }

  /** The connection is heard again. Idempotent. */
  resume(): void {
    this.#membership?.resume()
  }

  /** The client is gone. Idempotent. */
  leave(): void {
    if (this.#over) return
    this.#over = true
    this.#membership?.leave()
    this.#membership = null
  }

  /** The room ends the membership. */
  close(code: CloseCode, reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#membership = null
    this.#closed(code, reason)
  }
}
