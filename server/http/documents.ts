import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { isDocumentId } from '../../protocol/document-id.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { pathOfPage } from '../../protocol/link-address.ts'
import type { DocumentRecord } from '../stores/document-record.ts'
import type { Store } from '../stores/store.ts'
import { preferredType } from './accept.ts'
import { limitBody, readJsonObject, readTextOf } from './body.ts'
import { maxContentBytes, parseDocumentFields } from './document-fields.ts'
import { documentPage } from './document-page.ts'
import { HttpError, refuseOtherMethods } from './errors.ts'
import { newDocumentId } from './new-document-id.ts'

const defaultListed = 50
const maxListed = 500
/** Documents that are asked for by their ids at once. */
const maxIds = 100
const maxQueryLength = 200
/** Documents among whose names `search` looks, newest change first. */
const maxSearched = 10_000

/** What is inside the documents, wherever it is kept at the moment. The room registry is one. */
export interface DocumentContents {
  /** The Yjs state as one update; null for a document never seen. @throws StoreError, ProtocolError */
  state(id: string): Promise<Uint8Array | null>
  /** The text; null for a document never seen. @throws StoreError, ProtocolError */
  text(id: string): Promise<string | null>
  /** Makes the text this one, with LF for every line end, by a minimal edit; resolves when that is durable. @throws StoreError, ProtocolError */
  edit(id: string, text: string): Promise<void>
  /** Says what the text is; resolves when that is durable. @throws StoreError, ProtocolError */
  setMode(id: string, mode: string): Promise<void>
  /** Puts the document into the trash and closes its members. False when there is none. @throws StoreError, ProtocolError */
  trash(id: string): Promise<boolean>
  /** Ends the document, in the trash or not, and closes its members. False when there is none. @throws StoreError, ProtocolError */
  delete(id: string): Promise<boolean>
}

export interface DocumentRoutesOptions {
  store: Store
  contents: DocumentContents
  /** Without a trash a deletion is for good. Default true. */
  hasTrash?: boolean
  /** Ends what else belongs to a document that has been deleted for good. */
  afterDelete?: (id: string) => Promise<void>
  /** Names a document for which the client has no name. */
  newId?: () => string
}

/** A document as the API shows it: its record, and the address of its page relative to the server. */
type ShownDocument = DocumentRecord & { url: string }

/** `/api/documents`: lists, makes, names and deletes documents, and reads and writes what is in them. */
export function documentRoutes({
  store,
  contents,
  hasTrash = true,
  afterDelete,
  newId = newDocumentId,
}: DocumentRoutesOptions): Hono {
  const app = new Hono()
  const documents = '/api/documents'
  const document = '/api/documents/:id'
  const content = '/api/documents/:id/content'
  const restore = '/api/documents/:id/restore'
  // A text in JSON may take twice its size: every line end and quote is escaped.
  app.use(documents, limitBody(2 * maxContentBytes))
  app.use(documents, compress())
  app.use(document, limitBody(16 * 1024))
  app.use(content, limitBody(maxContentBytes))

  app.get(documents, async (c) => {
    const trash = isAsked(c, 'trash')
    const ids = c.req.queries('id')
    if (ids) return answer(c, { documents: await findAll(ids, trash) })
    const limit = limitOf(c)
    const query = queryOf(c)
    if (query !== '') {
      const { documents: found, ...counts } = await store.search(query, { limit, trash })
      return answer(c, { ...counts, documents: found.map(shown) })
    }
    const search = c.req.query('search')?.trim().toLocaleLowerCase() ?? ''
    const records = await store.list({ limit: search === '' ? limit : maxSearched, trash })
    const found = search === '' ? records : records.filter(matching(search)).slice(0, limit)
    return answer(c, { documents: found.map(shown) })
  })

  app.post(documents, async (c) => {
    const { id = newId(), title = '', mode = '', content: text = '' } = parseDocumentFields(await readJsonObject(c))
    const record = await store.create(id, { title })
    // Before the text: nobody sees code as Markdown for a moment.
    if (mode !== '') await contents.setMode(id, mode)
    if (text !== '') await contents.edit(id, text)
    c.header('Location', `${documents}/${encodeURIComponent(id)}`)
    return answer(c, shown({ ...((await store.find(id)) ?? record), mode }), 201)
  })
  app.all(documents, refuseOtherMethods('GET', 'HEAD', 'POST'))

  app.get(document, async (c) => answer(c, shown(await find(idOf(c), { trash: isAsked(c, 'trash') }))))

  app.patch(document, async (c) => {
    const id = idOf(c)
    const { title, mode } = parseDocumentFields(await readJsonObject(c))
    if (title === undefined && mode === undefined) {
      throw new HttpError('BODY_MALFORMED', 'say what to change: {"title": "Minutes"}')
    }
    const record = (title === undefined ? null : await store.rename(id, title)) ?? (await find(id))
    if (mode === undefined) return answer(c, shown(record))
    await contents.setMode(id, mode)
    // The record has it a moment later.
    return answer(c, shown({ ...record, mode }))
  })

  app.delete(document, async (c) => {
    const id = idOf(c)
    if (isAsked(c, 'permanently') || !hasTrash) {
      if (!(await contents.delete(id))) throw unknown(id)
      await afterDelete?.(id)
    } else if (!(await contents.trash(id))) {
      // Not the end of what is there already: a request that is sent twice must not delete for good.
      await find(id)
    }
    return c.body(null, 204)
  })
  app.all(document, refuseOtherMethods('GET', 'HEAD', 'PATCH', 'DELETE'))

  app.post(restore, async (c) => {
    const id = idOf(c)
    return answer(c, shown((await store.restore(id)) ?? (await find(id))))
  })
  app.all(restore, refuseOtherMethods('POST'))

  app.get(content, async (c) => {
    const id = idOf(c)
    c.header('Vary', 'Accept')
    c.header('Cache-Control', 'no-store')
    c.header('X-Content-Type-Options', 'nosniff')
    const type = preferredType(c, ['text/plain', 'text/markdown', 'text/html', 'application/octet-stream'])
    const record = await find(id)
    if (type === 'application/octet-stream') {
      const state = await contents.state(id)
      if (!state) throw unknown(id)
      return c.body(new Uint8Array(state), 200, {
        'Content-Type': type,
        'Content-Disposition': attachmentOf(id, 'yjs'),
      })
    }
    const text = await contents.text(id)
    if (text === null) throw unknown(id)
    if (type !== 'text/html') return c.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` })
    // Never the id: who came by a link is not told it.
    return c.body(documentPage({ title: record.title || record.heading || 'Encke', text }), 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
  })

  app.put(content, async (c) => {
    const id = idOf(c)
    const text = await readTextOf(c, ['text/plain', 'text/markdown'])
    await find(id)
    await contents.edit(id, text)
    return c.body(null, 204)
  })
  app.all(content, refuseOtherMethods('GET', 'HEAD', 'PUT'))

  /** @throws ProtocolError DOCUMENT_UNKNOWN, DOCUMENT_TRASHED (unless that is where it is looked for) */
  async function find(id: string, { trash = false } = {}): Promise<DocumentRecord> {
    const record = await store.find(id, { trash })
    if (record) return record
    if (!trash && (await store.find(id, { trash: true }))) {
      throw new ProtocolError('DOCUMENT_TRASHED', `document ${JSON.stringify(id)} is in the trash`)
    }
    throw unknown(id)
  }

  /** Those of these ids that there are. @throws HttpError PARAMETER_INVALID */
  async function findAll(ids: string[], trash: boolean): Promise<ShownDocument[]> {
    if (ids.length > maxIds) throw new HttpError('PARAMETER_INVALID', `at most ${maxIds} ids at once`)
    const records = await Promise.all(ids.map((id) => store.find(id, { trash })))
    return records.filter((record) => record !== null).map(shown)
  }

  return app
}

function answer(c: Context, body: object, status: 200 | 201 = 200): Response {
  return c.json(body, status, { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
}

function shown<Document extends DocumentRecord>(record: Document): Document & { url: string } {
  // Relative: behind a proxy the server does not know under which name it was asked.
  return { ...record, url: pathOfPage(record.id) }
}

function matching(search: string): (record: DocumentRecord) => boolean {
  return ({ id, title, heading }) => [title || heading, id].some((text) => text.toLocaleLowerCase().includes(search))
}

function unknown(id: string): ProtocolError {
  return new ProtocolError('DOCUMENT_UNKNOWN', `there is no document ${JSON.stringify(id)}`)
}

/** @throws ProtocolError DOCUMENT_ID_INVALID */
function idOf(c: Context): string {
  const id = c.req.param('id') ?? ''
  if (isDocumentId(id)) return id
  throw new ProtocolError('DOCUMENT_ID_INVALID', `${JSON.stringify(id.slice(0, 200))} cannot be a document's id`)
}

/** True for `?name`, `?name=1` and so on. */
function isAsked(c: Context, name: string): boolean {
  return !['0', 'false', undefined].includes(c.req.query(name))
}

/** What is looked for, in names and texts; empty for nothing. @throws HttpError PARAMETER_INVALID */
function queryOf(c: Context): string {
  const query = c.req.query('q')?.trim() ?? ''
  if (query.length <= maxQueryLength) return query
  throw new HttpError('PARAMETER_INVALID', `q has at most ${maxQueryLength} characters`)
}

/** @throws HttpError PARAMETER_INVALID */
function limitOf(c: Context): number {
  const text = c.req.query('limit')
  if (text === undefined) return defaultListed
  const limit = Number(text)
  if (!/^\d+$/.test(text) || limit < 1 || limit > maxListed) {
    throw new HttpError('PARAMETER_INVALID', `limit is a whole number from 1 to ${maxListed}`)
  }
  return limit
}

function attachmentOf(id: string, extension: string): string {
  const name = `${id.replaceAll('/', '-')}.${extension}`
  return `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
