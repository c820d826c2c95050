import { limits } from './limits.ts'
import { isLinkAddress, isLinkToken } from './link-address.ts'

const pattern = /^[\p{L}\p{N}\p{M}_~@:. -]+(?:\/[\p{L}\p{N}\p{M}_~@:. -]+)*$/u
const random = /^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/
const dotSegment = /(?:^|\/)\.{1,2}(?:\/|$)/

/**
 * True for letters and digits of any script, spaces and `_ ~ @ : . -`, in segments parted by `/`,
 * 128 characters at the most; no segment is `.` or `..`. What begins as the address of a link does is none (D8).
 */
export function isDocumentId(text: string): boolean {
  return isSpelledAsId(text) && !isLinkAddress(text)
}

/** True for what opens a document: its id, or `link:<token>` in place of it (D8). */
export function isDocumentAddress(text: string): boolean {
  return isSpelledAsId(text)
}

/** True for an id such as servers make: it says nothing, so a search finds it by its beginning alone. */
export function isRandomId(id: string): boolean {
  return random.test(id)
}

/**
 * What `/sync/<document>` asks for, percent-decoded: an id, the address of a link, or an id and the token of a link as
 * `<id>?token=<token>`; any other token is not ours to judge, and left out. Null when the path names no document.
 */
export function documentOfPath(path: string): string | null {
  const [pathname = '', query = ''] = path.split('?', 2)
  const marker = '/sync/'
  if (!pathname.startsWith(marker)) return null
  let address: string
  try {
    address = decodeURIComponent(pathname.slice(marker.length))
  } catch {
    return null
  }
  if (!isDocumentAddress(address)) return null
  const token = new URLSearchParams(query).get('token') ?? ''
  return isLinkToken(token) ? `${address}?token=${token}` : address
}

function isSpelledAsId(text: string): boolean {
  return text.length <= limits.maxDocumentIdLength && pattern.test(text) && !dotSegment.test(text)
}
