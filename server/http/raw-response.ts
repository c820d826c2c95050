import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/**
 * Node's own response, for what is written over time: it has back-pressure and tells when the reader is gone.
 * The headers that middleware has prepared (CORS) are in `headers`, to be sent with one's own.
 * Answer Hono with RESPONSE_ALREADY_SENT afterwards.
 */
export function rawResponse(c: Context<{ Bindings: HttpBindings }>): {
  response: ServerResponse
  headers: OutgoingHttpHeaders
} {
  const headers: OutgoingHttpHeaders = Object.fromEntries(c.res.headers)
  const origin = headers['access-control-allow-origin']
  // The middleware adds it to ordinary answers on their way out, and never sees this one.
  if (origin !== undefined && origin !== '*') headers['vary'] = 'Accept, Origin'
  return { response: c.env.outgoing, headers }
}
