import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../protocol/clock.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { isLinkAddress, isLinkToken, tokenOfAddress } from '../../protocol/link-address.ts'
import type { Role } from '../../protocol/message.ts'
import type { LinkRecord, LinkStore } from '../stores/link-store.ts'
import type { Access, Grant } from './grant.ts'
import { OpenGrants } from './open-grants.ts'

/** Links of one document, expired ones included: they stay on the list until somebody removes them. */
export const maxLinks = 100

/** What a new link is to be. */
export interface NewLink {
  role: Role
  label: string
  /** Milliseconds since the epoch; null never expires. */
  expiresAt: number | null
}

/** A link that was just made, and its token: the only time that anybody but its holder sees it. */
export interface MadeLink {
  link: LinkRecord
  token: string
}

export interface LinksOptions {
  store: LinkStore
  clock: Clock
  /** Makes a token: 24 characters of base64url from 144 random bits. */
  newToken?: () => string
}

/**
 * Links as capabilities: who has one may read or write one document, without learning its id.
 * The store knows the SHA-256 of each token and nothing else of it. A link that is revoked or expires ends at once
 * whatever was opened through it on this node.
 */
export class Links implements Access {
  readonly #store: LinkStore
  readonly #clock: Clock
  readonly #newToken: () => string
  readonly #open: OpenGrants

  constructor({ store, clock, newToken = () => randomBytes(18).toString('base64url') }: LinksOptions) {
    this.#store = store
    this.#clock = clock
    this.#newToken = newToken
    this.#open = new OpenGrants({ clock })
  }

  async enter(address: string): Promise<Grant> {
    const [target = '', token = tokenOfAddress(target)] = address.split('?token=', 2)
    if (token === null && !isLinkAddress(target)) return { documentId: target, role: 'editor', onEnd: () => () => {} }
    if (token === null || !isLinkToken(token)) throw new ProtocolError('LINK_UNKNOWN', 'the link is not valid')
    const link = await this.#open.whileEntering(() => this.#store.findLink(hashOf(token)))
    const isNamed = link !== null && (target === link.documentId || tokenOfAddress(target) === token)
    // One answer for all that is not valid: whoever guesses learns nothing, not even that something was there once.
    if (!isNamed || this.#isOver(link)) throw new ProtocolError('LINK_UNKNOWN', 'the link is not valid')
    const { documentId, role } = link
    return { documentId, role, onEnd: (ended) => this.#open.watch(link, ended) }
  }

  /** Makes a link; null when the document has as many as it may. @throws StoreError TRASHED, DELETED */
  async create(documentId: string, { role, label, expiresAt }: NewLink): Promise<MadeLink | null> {
    const token = this.#newToken()
    const id = randomBytes(9).toString('base64url')
    const link: LinkRecord = { id, documentId, role, label, createdAt: this.#clock.now(), expiresAt }
    const isKept = await this.#store.createLink(link, { hash: hashOf(token), limit: maxLinks })
    return isKept ? { link, token } : null
  }

  /** All links of a document, expired ones too, the newest first. @throws StoreError */
  list(documentId: string): Promise<LinkRecord[]> {
    return this.#store.listLinks(documentId)
  }

  /** Ends a link for good and sends away who came by it. False when the document has no such link. @throws StoreError */
  async revoke(documentId: string, linkId: string): Promise<boolean> {
    const isGone = await this.#store.deleteLink(documentId, linkId)
    if (isGone) this.#open.end(linkId, 'LINK_REVOKED')
    return isGone
  }

  /** Forgets who is in, without a word to them. Idempotent. */
  close(): void {
    this.#open.close()
  }

  #isOver({ id, expiresAt }: LinkRecord): boolean {
    return this.#open.wasRevoked(id) || (expiresAt !== null && expiresAt <= this.#clock.now())
  }
}

/** No salt and no slow hash: a token has 144 random bits, and nothing to try it against but itself. */
function hashOf(token: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(token).digest())
}
