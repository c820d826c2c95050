import type { LinkRecord } from './link-store.ts'
import { StoreError } from './store.ts'

/** The links of a MemoryStore: the contract of LinkStore but for what it knows of documents. */
export class MemoryLinks {
  /** By the hash of the token, in hexadecimal. */
  readonly #links = new Map<string, LinkRecord>()

  /** @throws StoreError EXISTS */
  create(link: LinkRecord, { hash, limit }: { hash: Uint8Array; limit: number }): boolean {
    const links = this.list(link.documentId)
    if (links.length >= limit) return false
    const key = keyOf(hash)
    if (this.#links.has(key) || links.some(({ id }) => id === link.id)) {
      throw new StoreError('EXISTS', `there is a link ${link.id} already`)
    }
    this.#links.set(key, { ...link })
    return true
  }

  find(hash: Uint8Array): LinkRecord | null {
    const link = this.#links.get(keyOf(hash))
    return link ? { ...link } : null
  }

  list(documentId: string): LinkRecord[] {
    return [...this.#links.values()]
      .filter((link) => link.documentId === documentId)
      .map((link) => ({ ...link }))
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
  }

  /** True when there was one: of this id, or any at all when none is given. */
  delete(documentId: string, linkId?: string): boolean {
    const gone = [...this.#links].filter(
      ([, link]) => link.documentId === documentId && (linkId === undefined || link.id === linkId),
    )
    for (const [key] of gone) this.#links.delete(key)
    return gone.length > 0
  }
}

function keyOf(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex')
}
