import type { Context, MiddlewareHandler } from 'hono'
import { HttpError } from './errors.ts'

/**
 * Refuses a larger body before it is kept in memory. Hono's own bodyLimit does not go with requests that are handed
 * out by the server library: it copies them, and they only look like a Request.
 * @throws HttpError BODY_TOO_LARGE, BODY_MALFORMED (cut off)
 */
export function limitBody(maxBytes: number): MiddlewareHandler {
  return async (c, next) => {
    const { url, method, headers, body } = c.req.raw
    const length = headers.has('Transfer-Encoding') ? null : headers.get('Content-Length')
    if (Number(length) > maxBytes) throw tooLarge(maxBytes)
    if (body && length === null) {
      const bytes = await readAtMost(maxBytes, body)
      c.req.raw = new Request(url, { method, headers, body: bytes.byteLength > 0 ? bytes : null })
    }
    await next()
  }
}

async function readAtMost(maxBytes: number, body: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.byteLength
      if (size > maxBytes) throw tooLarge(maxBytes)
      chunks.push(chunk)
    }
  } catch (cause) {
    throw cause instanceof HttpError ? cause : cutOff(cause)
  }
  return Buffer.concat(chunks)
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError('BODY_TOO_LARGE', `a body has at most ${maxBytes} bytes here`)
}

/** Whoever sent the body went away in the middle of it. */
function cutOff(cause: unknown): HttpError {
  return new HttpError('BODY_MALFORMED', 'the body ended too soon', { cause })
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
    throw cutOff(cause)
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
