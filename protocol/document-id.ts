import { limits } from './limits.ts'

const pattern = /^[\p{L}\p{N}\p{M}_~@:. -]+(?:\/[\p{L}\p{N}\p{M}_~@:. -]+)*$/u
const dotSegment = /(?:^|\/)\.{1,2}(?:\/|$)/

/**
 * True for letters and digits of any script, spaces and `_ ~ @ : . -`, in segments parted by `/`,
 * 128 characters at the most; no segment is `.` or `..`.
 */
export function isDocumentId(text: string): boolean {
  return text.length <= limits.maxDocumentIdLength && pattern.test(text) && !dotSegment.test(text)
}

/** The document of `/sync/<document>`, percent-decoded, or null when the path names none. */
export function documentOfPath(path: string): string | null {
  const [pathname = ''] = path.split('?', 1)
  const marker = '/sync/'
  if (!pathname.startsWith(marker)) return null
  let id: string
  try {
    id = decodeURIComponent(pathname.slice(marker.length))
  } catch {
    return null
  }
  return isDocumentId(id) ? id : null
}
