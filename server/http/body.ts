import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HttpError } from './errors.ts'

/** Refuses a larger body before it is kept in memory. @throws HttpError BODY_TOO_LARGE */
export function limitBody(maxBytes: number): MiddlewareHandler {
  const limit = bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new HttpError('BODY_TOO_LARGE', `a body has at most ${maxBytes} bytes here`)
    },
  })
  return (c, next) => {
    const { raw } = c.req
    const isMeasured = raw.headers.has('Content-Length') && !raw.headers.has('Transfer-Encoding')
    // Without a length, bodyLimit makes a new Request of the old one, which has to be a real one for that:
    // the server library hands out something that only looks like it.
    if (raw.body && !isMeasured) c.req.raw = realRequest(raw)
    return limit(c, next)
  }
}

function realRequest({ url, method, headers, body, signal }: Request): Request {
  // TypeScript's DOM does not know `duplex`, without which no stream is taken.
  const init: RequestInit & { duplex: 'half' } = { method, headers, body, signal, duplex: 'half' }
  return new Request(url, init)
}

/**
 * The body as JSON; an empty one, without a type, is `{}`.
 * @throws HttpError UNSUPPORTED_MEDIA_TYPE, BODY_MALFORMED (not UTF-8, not JSON, not an object, cut off)
 */
export async function readJsonObject(c: Context): Promise<Record<string, unknown>> {
  const type = mediaTypeOf(c)
  const text = await readText(c)
  if (type === '' && text === '') return {}
  refuseOtherTypes(type, ['application/json'])
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new HttpError('BODY_MALFORMED', `the body is not JSON: ${(cause as SyntaxError).message}`, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpError('BODY_MALFORMED', 'the body is an object: {"title": "Minutes"}')
  }
  return value as Record<string, unknown>
}

/**
 * The body as plain text, of one of these types or of none.
 * @throws HttpError UNSUPPORTED_MEDIA_TYPE, BODY_MALFORMED (not UTF-8, cut off)
 */
export async function readTextOf(c: Context, types: readonly string[]): Promise<string> {
  const type = mediaTypeOf(c)
  if (type !== '') refuseOtherTypes(type, types)
  return await readText(c)
}

async function readText(c: Context): Promise<string> {
  let bytes: ArrayBuffer
  try {
    bytes = await c.req.arrayBuffer()
  } catch (cause) {
    throw new HttpError('BODY_MALFORMED', 'the body ended too soon', { cause })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new HttpError('BODY_MALFORMED', 'the body is not UTF-8', { cause })
  }
}

/** The type without its parameters, lower case; empty when the client named none. */
function mediaTypeOf(c: Context): string {
  return (c.req.header('Content-Type') ?? '').split(';', 1)[0]!.trim().toLowerCase()
}

function refuseOtherTypes(type: string, types: readonly string[]): void {
  if (types.includes(type)) return
  throw new HttpError('UNSUPPORTED_MEDIA_TYPE', `send Content-Type: ${types.join(' or ')}, not ${type || 'none'}`, {
    headers: { 'Accept-Post': types.join(', ') },
  })
}
