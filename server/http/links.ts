import { type Context, Hono } from 'hono'
import type { Clock } from '../../protocol/clock.ts'
import { isDocumentId } from '../../protocol/document-id.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { addressOfToken } from '../../protocol/link-address.ts'
import type { Role } from '../../protocol/message.ts'
import { type Links, maxLinks, type NewLink } from '../access/links.ts'
import type { LinkRecord } from '../stores/link-store.ts'
import { limitBody, readJsonObject } from './body.ts'
import { HttpError, refuseOtherMethods } from './errors.ts'

const maxLabelLength = 100

/** Where people open a link: viewers a light page, editors the page of the document. */
const pages: Readonly<Record<Role, string>> = { viewer: '/v/', editor: '/s/' }

export interface LinkRoutesOptions {
  links: Pick<Links, 'create' | 'list' | 'revoke'>
  clock: Clock
}

/** `/api/documents/:id/links`: makes, lists and revokes the links of a document. Tokens are told once, when they are made. */
export function linkRoutes({ links, clock }: LinkRoutesOptions): Hono {
  const app = new Hono()
  const ofDocument = '/api/documents/:id/links'
  const link = '/api/documents/:id/links/:linkId'
  app.use(ofDocument, limitBody(16 * 1024))

  app.get(ofDocument, async (c) => answer(c, { links: (await links.list(idOf(c))).map(shown) }))

  app.post(ofDocument, async (c) => {
    const id = idOf(c)
    const made = await links.create(id, parseNewLink(await readJsonObject(c), clock.now()))
    if (!made) {
      throw new HttpError('LINKS_FULL', `a document has at most ${maxLinks} links; revoke those nobody needs`)
    }
    const { token } = made
    const { role } = made.link
    c.header('Location', `/api/documents/${encodeURIComponent(id)}/links/${made.link.id}`)
    return answer(c, { ...shown(made.link), token, address: addressOfToken(token), url: pages[role] + token }, 201)
  })
  app.all(ofDocument, refuseOtherMethods('GET', 'HEAD', 'POST'))

  app.delete(link, async (c) => {
    const isGone = await links.revoke(idOf(c), c.req.param('linkId'))
    if (!isGone) throw new HttpError('NOT_FOUND', 'the document has no such link')
    return c.body(null, 204)
  })
  app.all(link, refuseOtherMethods('DELETE'))
  return app
}

/** A link as the API shows it. */
function shown({ id, role, label, createdAt, expiresAt }: LinkRecord): Omit<LinkRecord, 'documentId'> {
  return { id, role, label, createdAt, expiresAt }
}

function answer(c: Context, body: object, status: 200 | 201 = 200): Response {
  return c.json(body, status, { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
}

/** @throws ProtocolError DOCUMENT_ID_INVALID */
function idOf(c: Context): string {
  const id = c.req.param('id') ?? ''
  if (isDocumentId(id)) return id
  throw new ProtocolError('DOCUMENT_ID_INVALID', `${JSON.stringify(id.slice(0, 200))} cannot be a document's id`)
}

/** @throws HttpError BODY_MALFORMED */
function parseNewLink({ role, label = '', expiresAt = null }: Record<string, unknown>, now: number): NewLink {
  if (role !== 'viewer' && role !== 'editor') {
    throw new HttpError('BODY_MALFORMED', 'role is "viewer" or "editor"')
  }
  const words = typeof label === 'string' ? label.replace(/\s+/g, ' ').trim() : null
  if (words === null || words.length > maxLabelLength) {
    throw new HttpError('BODY_MALFORMED', `label is a text of at most ${maxLabelLength} characters`)
  }
  if (expiresAt !== null && (!Number.isSafeInteger(expiresAt) || (expiresAt as number) <= now)) {
    throw new HttpError('BODY_MALFORMED', 'expiresAt is a time to come, in milliseconds since the epoch, or null')
  }
  return { role, label: words, expiresAt: expiresAt as number | null }
}
