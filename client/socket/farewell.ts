import { Header } from '../../protocol/header.ts'
import type { Outbox } from '../../protocol/outbox.ts'
import type { SessionIdentity } from './transports/transport.ts'

/** Browsers allow this much for all requests that outlive a page. */
const MAX_BYTES = 48 * 1024

export interface FarewellOptions {
  fetch: typeof fetch
  baseUrl: string
  identity: SessionIdentity
  /** Null when there is nothing more to say. */
  outbox: Outbox | null
  /** False for a page that may come back as it is: the server keeps its session. */
  forGood: boolean
}

/** Sends what the server does not have yet in one request that outlives the page, and with it that nobody comes back. */
export function sendFarewell({ fetch, baseUrl, identity, outbox, forGood }: FarewellOptions): void {
  const batch = outbox?.batch(outbox.acknowledged, MAX_BYTES)
  const body = batch && batch.bytes.byteLength <= MAX_BYTES ? batch.bytes : null
  if (!forGood && !body) return
  fetch(`${baseUrl}/session${forGood ? '' : '/frames'}`, {
    method: forGood ? 'DELETE' : 'POST',
    headers: { [Header.Session]: `${identity.id}.${identity.secret}` },
    body: body as Uint8Array<ArrayBuffer> | null,
    keepalive: true,
  }).catch(() => {
    // The server is away: it forgets the session by itself.
  })
}

export interface LetterOptions {
  fetch: typeof fetch
  baseUrl: string
  /** Of the session that the letter opens for itself. */
  nonce: string
  batch: Uint8Array
}

/** Says something in one request that outlives the page, on a session that nobody will come back to. */
export function sendLetter({ fetch, baseUrl, nonce, batch }: LetterOptions): void {
  fetch(`${baseUrl}/session`, {
    method: 'POST',
    headers: { [Header.Nonce]: nonce, 'content-type': 'application/octet-stream' },
    body: batch as Uint8Array<ArrayBuffer>,
    keepalive: true,
  }).catch(() => {
    // The server is away: it cannot be told.
  })
}
