import { closeCodeOf } from '../../protocol/close-code.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { isLinkAddress } from '../../protocol/link-address.ts'
import type { Role } from '../../protocol/message.ts'
import type { Member } from '../documents/member.ts'
import type { Documents, Membership } from '../documents/membership.ts'
import type { Log } from '../telemetry/log.ts'
import type { Access, Grant, GrantEnd } from './grant.ts'

export interface GuardedDocumentsOptions {
  documents: Documents
  access: Access
  log: Log
}

/**
 * Documents behind their doors: what a connection asks for is an address, and only here it becomes a document and a
 * role. Whoever came by a link is sent away at the moment that the link ends, over whatever transport.
 * An id goes through as it is: nobody pays for what they do not use.
 */
export class GuardedDocuments implements Documents {
  readonly #documents: Documents
  readonly #access: Access
  readonly #log: Log

  constructor({ documents, access, log }: GuardedDocumentsOptions) {
    this.#documents = documents
    this.#access = access
    this.#log = log
  }

  /** @throws ProtocolError as Documents; LINK_UNKNOWN */
  async join(address: string, member: Member): Promise<Membership> {
    if (!isLinkAddress(address) && !address.includes('?')) return await this.#documents.join(address, member)
    const grant = await this.#enter(address)
    const guest = new Guest(member, grant.role)
    // From now on, and not only once the document is open: a link that ends meanwhile must not be missed.
    const visit: { ended: GrantEnd | null; membership: Membership | null } = { ended: null, membership: null }
    const stop = grant.onEnd((reason) => {
      visit.ended = reason
      if (!visit.membership) return
      visit.membership.leave()
      guest.close(closeCodeOf(reason), reason)
    })
    guest.onClose = stop
    const membership = await this.#open(grant, guest, stop)
    if (visit.ended) {
      membership.leave()
      throw new ProtocolError(visit.ended, 'the link ended while its document was being opened')
    }
    visit.membership = membership
    return {
      receive: (message) => membership.receive(message),
      interrupt: () => membership.interrupt(),
      suspend: () => membership.suspend(),
      resume: () => membership.resume(),
      drained: () => membership.drained(),
      leave: () => {
        stop()
        membership.leave()
      },
    }
  }

  async #open({ documentId }: Grant, guest: Guest, stop: () => void): Promise<Membership> {
    try {
      return await this.#documents.join(documentId, guest)
    } catch (error) {
      stop()
      throw error
    }
  }

  async #enter(address: string): Promise<Grant> {
    try {
      return await this.#access.enter(address)
    } catch (error) {
      if (error instanceof ProtocolError) throw error
      this.#log.error({ err: error }, 'a link could not be looked up')
      throw new ProtocolError('STORE_UNAVAILABLE', 'links cannot be looked up now')
    }
  }
}

/** A member with the role of its link, in place of the one that its connection would have. */
class Guest implements Member {
  readonly role: Role
  onClose: () => void = () => {}
  readonly #member: Member

  constructor(member: Member, role: Role) {
    this.#member = member
    this.role = role
  }

  get id(): string {
    return this.#member.id
  }

  get extended(): boolean {
    return this.#member.extended
  }

  get isBehind(): boolean {
    return this.#member.isBehind
  }

  send(message: Uint8Array): void {
    this.#member.send(message)
  }

  sendSaved(message: Uint8Array): void {
    this.#member.sendSaved(message)
  }

  close(...why: Parameters<Member['close']>): void {
    this.onClose()
    this.#member.close(...why)
  }
}
