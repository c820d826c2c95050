import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { ProtocolError } from '../../protocol/error.ts'
import { tokenOfAddress } from '../../protocol/link-address.ts'
import type { Role } from '../../protocol/message.ts'
import type { Access, Grant, GrantEnd } from '../access/grant.ts'
import { quietProblemResponse } from './errors.ts'

/** What the holder of a link may ask of its document, and from which role on. Everything else is refused. */
const allowed: Readonly<Record<string, Role>> = {
  'GET ': 'viewer',
  'PATCH ': 'editor',
  'GET /content': 'viewer',
  'PUT /content': 'editor',
  'GET /text': 'viewer',
  'POST /files': 'editor',
}

type Env = { Bindings: HttpBindings }

export interface LinkedDocumentsOptions {
  access: Access
  /** The app that has the routes of documents. */
  app: Hono<Env>
}

/**
 * `/api/documents/link:<token>…`: the documents API for who has a link and not the id. The request goes on to the
 * routes of the document, when the link's role allows it; what comes back names the address in place of the id.
 * Nothing of the answer to an error is passed on but its code: words could name the document.
 */
export function linkedDocumentRoutes({ access, app }: LinkedDocumentsOptions): Hono<Env> {
  const routes = new Hono<Env>()
  routes.use('/api/documents/:id/text', compress())
  for (const path of ['/api/documents/:id', '/api/documents/:id/*']) {
    routes.use(path, async (c, next) => {
      const address = c.req.param('id') ?? ''
      if (tokenOfAddress(address) === null) return await next()
      return await answer(c, { address, access, app })
    })
  }
  return routes
}

async function answer(
  c: Context<Env>,
  { address, access, app }: LinkedDocumentsOptions & { address: string },
): Promise<Response> {
  const grant = await access.enter(address)
  const url = new URL(c.req.url)
  const [, , , , ...below] = url.pathname.split('/')
  const rest = below.length > 0 ? `/${below.join('/')}` : ''
  refuse(c.req.method, rest, grant)
  url.pathname = `/api/documents/${encodeURIComponent(grant.documentId)}${rest}`
  // What else can be asked for, such as the trash, is for those who have the document.
  if (rest !== '/text') url.search = ''

  const end = new AbortController()
  const visit: { ended: GrantEnd | null } = { ended: null }
  const stop = grant.onEnd((reason) => {
    visit.ended = reason
    end.abort()
  })
  try {
    const response = await app.fetch(passedOn(c, url, end.signal), c.env)
    // What was asked for by a link that ended meanwhile is not answered by it.
    if (visit.ended) throw new ProtocolError(visit.ended, 'the link has ended')
    if (!response.ok) {
      const problem = (await response.json().catch(() => null)) as { code?: unknown } | null
      return quietProblemResponse(problem?.code)
    }
    if (rest === '') return await masked(response, { address, grant })
    const headers = new Headers(response.headers)
    // Names the file after the document.
    headers.delete('Content-Disposition')
    return new Response(response.body, { status: response.status, headers })
  } finally {
    stop()
  }
}

/** @throws ProtocolError ROLE_FORBIDDEN */
function refuse(method: string, rest: string, { role }: Grant): void {
  const needed = allowed[`${method === 'HEAD' ? 'GET' : method} ${rest}`]
  if (needed === undefined || (needed === 'editor' && role === 'viewer')) {
    throw new ProtocolError('ROLE_FORBIDDEN', 'the link does not allow this')
  }
}

function passedOn(c: Context<Env>, url: URL, ended: AbortSignal): Request {
  const { method, body, signal } = c.req.raw
  const headers = new Headers(c.req.raw.headers)
  // Here it has to be read: who asked gets it compressed all the same.
  headers.delete('Accept-Encoding')
  const hasBody = method !== 'GET' && method !== 'HEAD' && body !== null
  return new Request(url, {
    // Whoever answers HEAD takes the body away.
    method: method === 'HEAD' ? 'GET' : method,
    headers,
    signal: AbortSignal.any([signal, ended]),
    ...(hasBody ? { body, duplex: 'half' } : {}),
  } as RequestInit)
}

/** The record, with the address in place of the id. */
async function masked(response: Response, { address, grant }: { address: string; grant: Grant }): Promise<Response> {
  const record = (await response.json()) as Record<string, unknown>
  const { role } = grant
  const page = role === 'viewer' ? '/v/' : '/s/'
  const body = { ...record, id: address, role, url: page + tokenOfAddress(address) }
  const headers = new Headers(response.headers)
  headers.delete('Content-Length')
  return new Response(JSON.stringify(body), { status: response.status, headers })
}
