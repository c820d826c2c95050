import { addressOfToken, isLinkToken, tokenOfAddress } from '../../protocol/link-address.ts'
import { RequestError, requestJson, requestText } from '../elements/request.ts'

/** A document as lists show it. Times are milliseconds since the epoch. */
export interface DocumentSummary {
  readonly id: string
  /** Empty when nobody gave one. */
  readonly title: string
  /** The first heading of its text, or empty: what it is called without a title. */
  readonly heading: string
  /** What its text is; empty for Markdown. */
  readonly mode: string
  readonly createdAt: number
  /** Of the last edit. */
  readonly updatedAt: number
  /** Since when it is in the trash, or null. */
  readonly trashedAt: number | null
}

/** A document that a search found, and where in its text: a piece of it, and from where to where it was found there. */
export interface FoundDocument extends DocumentSummary {
  readonly found: Excerpt | null
}

export interface Excerpt {
  readonly text: string
  readonly marks: readonly (readonly [number, number])[]
}

/** What a search found. */
export interface SearchAnswer {
  /** Those called so first. */
  readonly documents: readonly FoundDocument[]
  /** How many there are: there may be more than are told. */
  readonly total: number
  /** Documents whose text the server has not read yet. */
  readonly unread: number
}

/** What a new document may come with. */
export interface NewDocument {
  /** The server thinks of one otherwise. */
  id?: string
  title?: string
  /** Markdown otherwise. */
  mode?: string
  content?: string
}

/** How many documents a search tells at the most. */
const maxFound = 100

/** How many documents are asked for: the most that the server lists at once. */
const maxListed = 500

/**
 * The documents, the last edited first; 500 at the most. With `trash`, those in the trash, the last put there first.
 * @throws {RequestError}
 */
export async function listDocuments({ trash = false } = {}): Promise<DocumentSummary[]> {
  const query = new URLSearchParams({ limit: `${maxListed}`, ...(trash && { trash: '1' }) })
  return parseDocuments(await requestJson(`/api/documents?${query}`))
}

/** Documents whose name or text has every word of a query; with `trash` those in the trash. @throws {RequestError} */
export async function searchDocuments(query: string, { trash = false } = {}): Promise<SearchAnswer> {
  const asked = new URLSearchParams({ limit: `${maxFound}`, q: query, ...(trash && { trash: '1' }) })
  const answer = await requestJson(`/api/documents?${asked}`)
  const { documents, total, unread } = isRecord(answer) ? answer : {}
  const found = (Array.isArray(documents) ? documents : []).flatMap((item) => {
    const document = parseDocument(item)
    return document ? [{ ...document, found: parseExcerpt((item as Record<string, unknown>)['found']) }] : []
  })
  return {
    documents: found,
    total: typeof total === 'number' ? total : found.length,
    unread: typeof unread === 'number' ? unread : 0,
  }
}

/** Those of these documents that there are, 100 at the most. @throws {RequestError} */
export async function findDocuments(ids: readonly string[]): Promise<DocumentSummary[]> {
  if (ids.length === 0) return []
  return parseDocuments(await requestJson(`/api/documents?${new URLSearchParams(ids.map((id) => ['id', id]))}`))
}

/**
 * One document, or null when it has no edit yet, or was deleted; with `trash` one that is there, or null. By its id or
 * the address of a link. @throws {RequestError}
 */
export async function findDocument(id: string, { trash = false } = {}): Promise<DocumentSummary | null> {
  if (tokenOfAddress(id) !== null) return findLinked(id)
  // Asked as a list, which may be empty: to look for what is not there yet is no error, and the browser logs none.
  const query = new URLSearchParams({ id, ...(trash && { trash: '1' }) })
  return parseDocuments(await requestJson(`/api/documents?${query}`))[0] ?? null
}

async function findLinked(address: string): Promise<DocumentSummary | null> {
  try {
    return parseDocument(await requestJson(urlOf(address)))
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null
    throw error
  }
}

/**
 * Makes a new document. `keepalive`: the page may go meanwhile.
 * @throws {RequestError} 409 when there is one of this id
 */
export async function createDocument({
  keepalive = false,
  ...document
}: NewDocument & { keepalive?: boolean } = {}): Promise<DocumentSummary> {
  const created = parseDocument(await requestJson('/api/documents', { method: 'POST', body: document, keepalive }))
  if (!created) throw new RequestError({ status: 502, code: null })
  return created
}

/** Gives a document another title; an empty one takes it away. @throws {RequestError} 404 when it has no edit yet */
export async function renameDocument(id: string, title: string): Promise<void> {
  await requestJson(urlOf(id), { method: 'PATCH', body: { title } })
}

/** The text of a document, as the server has it. @throws {RequestError} */
export async function readText(id: string): Promise<string> {
  return requestText(`${urlOf(id)}/content`, 'text/plain')
}

/** Puts a document into the trash. One that is there already, or gone, is fine. @throws {RequestError} */
export async function trashDocument(id: string): Promise<void> {
  await ignoreMissing(requestJson(urlOf(id), { method: 'DELETE' }))
}

/** Takes it out again. @throws {RequestError} 404 when it was deleted for good */
export async function restoreDocument(id: string): Promise<void> {
  await requestJson(`${urlOf(id)}/restore`, { method: 'POST' })
}

/** Deletes it for good, wherever it is. One that is gone is fine. @throws {RequestError} */
export async function deleteForGood(id: string): Promise<void> {
  await ignoreMissing(requestJson(`${urlOf(id)}?permanently`, { method: 'DELETE' }))
}

/** What a document is called: its title, else its first heading, else nothing. */
export function nameOf({ title, heading }: Pick<DocumentSummary, 'title' | 'heading'>): string {
  return title || heading
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

async function ignoreMissing(request: Promise<unknown>): Promise<void> {
  try {
    await request
  } catch (error) {
    if (!(error instanceof RequestError && error.kind === 'missing')) throw error
  }
}

function parseDocuments(answer: unknown): DocumentSummary[] {
  const list = isRecord(answer) ? answer['documents'] : null
  return Array.isArray(list) ? list.flatMap((item) => parseDocument(item) ?? []) : []
}

function parseDocument(value: unknown): DocumentSummary | null {
  if (!isRecord(value) || typeof value['id'] !== 'string') return null
  const { id, title, heading, mode, createdAt, updatedAt, trashedAt } = value
  return {
    id,
    title: typeof title === 'string' ? title : '',
    heading: typeof heading === 'string' ? heading : '',
    mode: typeof mode === 'string' ? mode : '',
    createdAt: typeof createdAt === 'number' ? createdAt : 0,
    updatedAt: typeof updatedAt === 'number' ? updatedAt : 0,
    trashedAt: typeof trashedAt === 'number' ? trashedAt : null,
  }
}

function parseExcerpt(value: unknown): Excerpt | null {
  if (!isRecord(value) || typeof value['text'] !== 'string' || !Array.isArray(value['marks'])) return null
  const marks = value['marks'].filter((mark): mark is [number, number] => Array.isArray(mark) && mark.length === 2)
  return { text: value['text'], marks }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
