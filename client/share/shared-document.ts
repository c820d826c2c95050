import { pathOfPage } from '../../protocol/link-address.ts'

/** What is shared: a document by the address that this page has for it. */
export interface SharedDocument {
  /** `https://HOST`, without a slash at the end. */
  server: string
  /** An id, or `link:<token>` for who came by a link. */
  address: string
  /** For screen readers, where the document is embedded. */
  title: string
}

/** The page on which the document is opened. */
export function pageAddress({ server, address }: Pick<SharedDocument, 'server' | 'address'>): string {
  return server + pathOfPage(address)
}

/** The page that a link opens: to read on, or to write on. */
export function linkAddress(server: string, { role, token }: { role: 'viewer' | 'editor'; token: string }): string {
  return `${server}/${role === 'viewer' ? 'v' : 's'}/${token}`
}
