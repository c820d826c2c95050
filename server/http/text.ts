import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { isDocumentId } from '../../protocol/document-id.ts'
import { ProtocolError } from '../../protocol/error.ts'
import type { TextFeed } from '../documents/text-feed.ts'
import type { Store } from '../stores/store.ts'
import { HttpError, refuseOtherMethods } from './errors.ts'

/** The longest that a request is held, seconds. Fits the 30 s first-byte limit of common proxies. */
const MAX_WAIT_S = 25

export interface TextRoutesOptions {
  store: Pick<Store, 'find'>
  feed: TextFeed
}

/**
 * `GET /api/documents/:id/text`: title, version, mode and text, for readers without Yjs; with `?after=<version>&wait=<seconds>`
 * held until the text is another one. A reader that has the newest text is not sent it again.
 */
export function textRoutes({ store, feed }: TextRoutesOptions): Hono {
  const app = new Hono()
  const path = '/api/documents/:id/text'
  app.use(path, compress())
  app.get(path, async (c) => {
    const id = idOf(c)
    const after = c.req.query('after') ?? ''
    const waitMs = after === '' ? 0 : waitOf(c) * 1_000
    if (waitMs > 0 && feed.full) {
      throw new HttpError('TOO_MANY_SUBSCRIBERS', 'this node has no room for another reader')
    }
    const { signal } = c.req.raw
    const found = waitMs > 0 ? await feed.after(id, { after, waitMs, signal }) : await feed.now(id)
    if (!found) throw new ProtocolError('DOCUMENT_UNKNOWN', 'there is no such document')
    const record = await store.find(id)
    const { version, mode, text } = found
    const body = { title: record?.title ?? '', version, ...(version === after ? {} : { mode, text }) }
    return c.json(body, 200, { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
  })
  app.all(path, refuseOtherMethods('GET', 'HEAD'))
  return app
}

/** @throws HttpError PARAMETER_INVALID */
function waitOf(c: Context): number {
  const text = c.req.query('wait') ?? '0'
  if (!/^\d+(\.\d+)?$/.test(text)) throw new HttpError('PARAMETER_INVALID', 'wait is a number of seconds')
  return Math.min(Number(text), MAX_WAIT_S)
}

/** @throws ProtocolError DOCUMENT_ID_INVALID */
function idOf(c: Context): string {
  const id = c.req.param('id') ?? ''
  if (isDocumentId(id)) return id
  throw new ProtocolError('DOCUMENT_ID_INVALID', `${JSON.stringify(id.slice(0, 200))} cannot be a document's id`)
}
