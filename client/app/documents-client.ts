import { addressOfToken, isLinkToken, tokenOfAddress } from '../../protocol/link-address.ts'
import { RequestError, requestJson } from './request.ts'

/** A document as lists show it. */
export interface DocumentSummary {
  readonly id: string
  /** Empty when nobody gave one. */
  readonly title: string
  /** Of the last edit, in milliseconds since the epoch. */
  readonly updatedAt: number
}

/** How many documents are asked for: the most that the server lists at once. */
const maxListed = 500

/** The documents, the last edited first; 500 at the most. @throws {RequestError} */
export async function listDocuments(): Promise<DocumentSummary[]> {
  const answer = await requestJson(`/api/documents?limit=${maxListed}`)
  const list = isRecord(answer) ? answer['documents'] : null
  return Array.isArray(list) ? list.flatMap((item) => parseDocument(item) ?? []) : []
}

/** One document, or null when it has no edit yet, or was deleted. @throws {RequestError} */
export async function findDocument(id: string): Promise<DocumentSummary | null> {
  try {
    return parseDocument(await requestJson(urlOf(id)))
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null
    throw error
  }
}

/**
 * Makes a new document; under `id`, or under one that the server thinks of. `keepalive`: the page may go meanwhile.
 * @throws {RequestError} 409 when there is one of this id
 */
export async function createDocument({
  keepalive = false,
  ...document
}: {
  id?: string
  title?: string
  keepalive?: boolean
} = {}): Promise<DocumentSummary> {
  const created = parseDocument(await requestJson('/api/documents', { method: 'POST', body: document, keepalive }))
  if (!created) throw new RequestError({ status: 502, code: null })
  return created
}

/** Gives a document another title. @throws {RequestError} 404 when it has no edit yet */
export async function renameDocument(id: string, title: string): Promise<void> {
  await requestJson(urlOf(id), { method: 'PATCH', body: { title } })
}

/** The page of a document, by its id or the address of a link. */
export function pageOf(id: string): string {
  const token = tokenOfAddress(id)
  if (token !== null) return `/s/${token}`
  return `/d/${id.split('/').map(encodeURIComponent).join('/')}`
}

/**
 * The document of a page's path, by its id or the address of a link, or null when the path cannot be one. It may still
 * not be the id of a document.
 */
export function documentOfPage(pathname: string): string | null {
  if (pathname.startsWith('/s/')) {
    const token = pathname.slice('/s/'.length)
    return isLinkToken(token) ? addressOfToken(token) : null
  }
  if (!pathname.startsWith('/d/')) return null
  try {
    return decodeURIComponent(pathname.slice('/d/'.length))
  } catch {
    // A percent sign that begins nothing: somebody cut the link.
    return null
  }
}

function urlOf(id: string): string {
  return `/api/documents/${encodeURIComponent(id)}`
}

function parseDocument(value: unknown): DocumentSummary | null {
  if (!isRecord(value) || typeof value['id'] !== 'string') return null
  const { id, title, updatedAt } = value
  return {
    id,
    title: typeof title === 'string' ? title : '',
    updatedAt: typeof updatedAt === 'number' ? updatedAt : 0,
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
