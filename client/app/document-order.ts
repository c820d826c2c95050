import { isRandomId } from '../../protocol/document-id.ts'
import { type DocumentSummary, nameOf } from './documents-client.ts'
import { fold } from './mark-words.ts'
import type { SortOrder } from './preferences.ts'

/** The documents in an order: the newest first, those opened in this browser alone, or by name as the language sorts; those without a name come last. */
export function sortDocuments(
  documents: readonly DocumentSummary[],
  order: SortOrder,
  language: string,
  openedAt: ReadonlyMap<string, number> = new Map(),
): readonly DocumentSummary[] {
  if (order === 'edited') return [...documents].sort((a, b) => b.updatedAt - a.updatedAt)
  if (order === 'opened') {
    const at = ({ id }: DocumentSummary) => openedAt.get(id) ?? 0
    return documents.filter(({ id }) => openedAt.has(id)).sort((a, b) => at(b) - at(a))
  }
  if (order === 'created') return [...documents].sort((a, b) => b.createdAt - a.createdAt)
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: 'base' })
  const names = new Map(documents.map((document) => [document.id, nameOf(document)]))
  return [...documents].sort((a, b) => {
    const [left, right] = [names.get(a.id)!, names.get(b.id)!]
    if (!left || !right) return left ? -1 : right ? 1 : compare(a.id, b.id)
    return compare(left, right) || b.updatedAt - a.updatedAt
  })
}

/**
 * Those whose name or id has every word of the query in it, whatever the case and the accents; of a random id only its
 * beginning counts.
 */
export function findByName(
  documents: readonly DocumentSummary[],
  query: string,
  untitled: string,
): readonly DocumentSummary[] {
  const words = fold(query).split(/\s+/u).filter(Boolean)
  if (words.length === 0) return documents
  return documents.filter((document) => {
    const { id } = document
    const name = nameOf(document) || untitled
    const text = fold(isRandomId(id) ? name : `${name} ${id}`)
    return words.every((word) => text.includes(word) || id.startsWith(word))
  })
}
