/**
 * Why a request came to nothing: no answer at all, an answer that says no, one that says later, or any other.
 * `code` is the server's stable code from its problem+json, when it gave one.
 */
export class RequestError extends Error {
  /** 0 when there was no answer. */
  readonly status: number
  readonly code: string | null

  constructor({ status, code, cause }: { status: number; code: string | null; cause?: unknown }) {
    super(code ?? `HTTP ${status}`, { cause })
    this.name = 'RequestError'
    this.status = status
    this.code = code
  }

  get kind(): 'offline' | 'forbidden' | 'missing' | 'busy' | 'failed' {
    if (this.status === 0) return 'offline'
    if (this.status === 401 || this.status === 403) return 'forbidden'
    if (this.status === 404 || this.status === 410) return 'missing'
    if (this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504) return 'busy'
    return 'failed'
  }
}

/** How long a request may take, in milliseconds, before it counts as unanswered. */
const timeoutMs = 15_000

/**
 * Sends JSON and reads JSON; null for an answer without a body.
 * @throws {RequestError} for everything but a 2xx answer with a readable body.
 */
export async function requestJson(
  url: string,
  { method = 'GET', body, keepalive = false }: { method?: string; body?: unknown; keepalive?: boolean } = {},
): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      keepalive,
      signal: AbortSignal.timeout(timeoutMs),
    })
  } catch (cause) {
    throw new RequestError({ status: 0, code: null, cause })
  }
  const content: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new RequestError({ status: response.status, code: codeOf(content) })
  return content
}

function codeOf(problem: unknown): string | null {
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) return null
  return typeof problem.code === 'string' ? problem.code : null
}
