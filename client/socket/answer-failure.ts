import type { TransportFailure } from './transports/transport.ts'

/** Nobody is made to wait longer because a header says so. */
const MAX_RETRY_AFTER_MS = 60_000

const goodTypes = ['application/octet-stream', 'text/event-stream']

/**
 * What an answer means to a session; null when it is the server's own and good.
 * Much that answers is not the server: portals, balancers and filters have pages of their own, and they prove nothing.
 */
export function failureOf({ status, headers }: Response, now: number): TransportFailure | null {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim() ?? ''
  const isOurs = type === 'application/problem+json'
  if (status === 200 && goodTypes.includes(type)) return null
  if (status === 410 || ((status === 403 || status === 409) && isOurs)) return { kind: 'unknown-session' }
  if ((status === 400 || status === 401) && isOurs) {
    return { kind: 'refused', code: 4000 + status, reason: status === 400 ? 'FRAME_MALFORMED' : 'UNAUTHENTICATED' }
  }
  const detail = `status ${status} ${type}`
  // A captive portal has a page for everything; 511 is what it should say.
  if (status === 511 || (status < 300 && type === 'text/html')) return { kind: 'broken', detail, portal: true }
  const retryAfterMs = retryAfterOf(headers.get('retry-after'), now)
  return { kind: 'broken', detail, ...(retryAfterMs === null ? {} : { retryAfterMs }) }
}

/** True when another request at once may fare better. Asked to wait, the session waits and not the transport. */
export function isRetried(failure: TransportFailure): boolean {
  return failure.kind === 'broken' && failure.retryAfterMs === undefined && !failure.portal
}

/** `Retry-After` in milliseconds: seconds, or a date. */
function retryAfterOf(text: string | null, now: number): number | null {
  if (text === null) return null
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? null : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms))
}
