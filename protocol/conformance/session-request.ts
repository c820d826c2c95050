import { type Batch, decodeBatch } from '../batch.ts'
import { isSequenced, type SequencedFrame } from '../frame.ts'
import { problemOf, request } from './document-api.ts'

/** An answer of `/session*`: a batch when it went well, else the code of the problem. */
export interface SessionAnswer {
  status: number
  headers: Headers
  /** Null for an empty body, and for a refusal. */
  batch: Batch | null
  /** The frames in sequence, of the batch. */
  sequenced: SequencedFrame[]
  /** The code of a refusal. */
  code: string | null
}

/** One request of a session's HTTP transports. `headers` without null: what is null is left out. */
export async function sessionRequest(
  method: string,
  path: string,
  headers: Record<string, string | number | null>,
  body: Uint8Array | null = null,
): Promise<SessionAnswer> {
  const given = Object.entries(headers).filter(([, value]) => value !== null)
  const response = await request(path, {
    method,
    headers: { ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])), ...typeOf(body) },
    body: body as Uint8Array<ArrayBuffer> | null,
  })
  if (response.status >= 400) {
    const { status, code } = await problemOf(response)
    return { status, headers: response.headers, batch: null, sequenced: [], code }
  }
  const bytes = new Uint8Array(await response.arrayBuffer())
  const batch = bytes.byteLength > 0 ? decodeBatch(bytes) : null
  const sequenced = batch?.frames.filter(isSequenced) ?? []
  return { status: response.status, headers: response.headers, batch, sequenced, code: null }
}

function typeOf(body: Uint8Array | null): Record<string, string> {
  return body ? { 'content-type': 'application/octet-stream' } : {}
}
