import type { Role } from '../../protocol/message.ts'

/** A link as the store keeps it. The token itself is kept nowhere: only who has the link knows it. */
export interface LinkRecord {
  /** Names the link to those who manage it; opens nothing. */
  id: string
  documentId: string
  role: Role
  /** Empty until somebody gives one. */
  label: string
  /** Milliseconds since the epoch. */
  createdAt: number
  /** Milliseconds since the epoch; null never expires. */
  expiresAt: number | null
}

/**
 * Keeps links for good: a part of the contract of Store, and it rejects as Store does.
 * Knows the SHA-256 of a token, never the token. A link may come before its document's first edit.
 */
export interface LinkStore {
  /**
   * Keeps a link under the hash of its token; false when the document has `limit` links already.
   * @throws StoreError TRASHED, DELETED (the document), EXISTS (a link of this hash or id)
   */
  createLink(link: LinkRecord, options: { hash: Uint8Array; limit: number }): Promise<boolean>
  /** The link of this hash, expired or not; null when there is none, or its document was deleted. */
  findLink(hash: Uint8Array): Promise<LinkRecord | null>
  /** All links of a document, the newest first, by id where that is equal. */
  listLinks(documentId: string): Promise<LinkRecord[]>
  /** Forgets a link. True when the document had such a link. */
  deleteLink(documentId: string, linkId: string): Promise<boolean>
}
