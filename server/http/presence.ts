import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import type { Clock } from '../../protocol/clock.ts'
import { isDocumentId } from '../../protocol/document-id.ts'
import { ProtocolError } from '../../protocol/error.ts'
import type { PresenceDirectory } from '../presence/presence-directory.ts'
import { preferredType } from './accept.ts'
import { HttpError, refuseOtherMethods } from './errors.ts'
import { PresenceStream } from './presence-stream.ts'
import { rawResponse } from './raw-response.ts'

/** Documents that one request may ask about. */
const MAX_DOCUMENTS = 100

/** The longest that a poll is held. Fits the 30 s first-byte limit of common proxies. */
const MAX_WAIT_S = 25

export interface PresenceRoutesOptions {
  directory: PresenceDirectory
  clock: Clock
}

type Env = { Bindings: HttpBindings }

/**
 * `GET /api/presence?document=a&document=b`: who is in each document, without opening any.
 * As JSON; as events with `Accept: text/event-stream`; held until something changes with `after` and `wait`.
 */
export function presenceRoutes({ directory, clock }: PresenceRoutesOptions): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/api/presence', async (c) => {
    const documents = documentsOf(c)
    c.header('Vary', 'Accept')
    const type = preferredType(c, ['application/json', 'text/event-stream'])
    if (type === 'text/event-stream' && c.req.method === 'GET') {
      refuseWhenFull(directory)
      new PresenceStream({ directory, documents, clock, ...rawResponse(c) }).open()
      return RESPONSE_ALREADY_SENT
    }
    const after = numberOf(c, 'after')
    const waitMs = after === null ? 0 : Math.min(numberOf(c, 'wait') ?? 0, MAX_WAIT_S) * 1_000
    if (waitMs > 0) refuseWhenFull(directory)
    const { signal } = c.req.raw
    const snapshot = await directory.waitFor(documents, { after: after ?? 0, waitMs, signal })
    return c.json(snapshot, 200, { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
  })
  app.all('/api/presence', refuseOtherMethods('GET', 'HEAD'))
  return app
}

/** @throws HttpError PARAMETER_INVALID; ProtocolError DOCUMENT_ID_INVALID */
function documentsOf(c: Context): string[] {
  const documents = [...new Set(c.req.queries('document') ?? [])]
  if (documents.length === 0 || documents.length > MAX_DOCUMENTS) {
    const given = `there are ${documents.length}`
    throw new HttpError('PARAMETER_INVALID', `ask for 1 to ${MAX_DOCUMENTS} documents (?document=…); ${given}`)
  }
  for (const id of documents) {
    if (!isDocumentId(id)) {
      throw new ProtocolError('DOCUMENT_ID_INVALID', `${JSON.stringify(id.slice(0, 200))} cannot be a document's id`)
    }
  }
  return documents
}

/** A number of the query, or null when it is missing. @throws HttpError PARAMETER_INVALID */
function numberOf(c: Context, name: string): number | null {
  const text = c.req.query(name)
  if (text === undefined) return null
  const number = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || !Number.isFinite(number)) {
    throw new HttpError('PARAMETER_INVALID', `${name} is a number, not ${JSON.stringify(text.slice(0, 40))}`)
  }
  return number
}

/** @throws HttpError TOO_MANY_SUBSCRIBERS */
function refuseWhenFull(directory: PresenceDirectory): void {
  if (directory.full) throw new HttpError('TOO_MANY_SUBSCRIBERS', 'this node has no room for another subscriber')
}
