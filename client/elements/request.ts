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

/** What a request is beside its address. */
export interface RequestOptions {
  method?: string
  /** Sent as JSON. */
  body?: unknown
  /** The page may go meanwhile. */
  keepalive?: boolean
}

/**
 * Sends JSON and reads JSON; null for an answer without a body.
 * @throws {RequestError} for everything but a 2xx answer.
 */
export async function requestJson(url: string, options: RequestOptions = {}): Promise<unknown> {
  const response = await send(url, 'application/json', options)
  return response.json().catch(() => null)
}

/** Reads a text of the type that is asked for. @throws {RequestError} for everything but a 2xx answer with its text. */
export async function requestText(url: string, type: string): Promise<string> {
  const response = await send(url, type, {})
  try {
    return await response.text()
  } catch (cause) {
    throw new RequestError({ status: 0, code: null, cause })
  }
}

async function send(url: string, accept: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', body, keepalive = false } = options
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers: { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      keepalive,
      signal: AbortSignal.timeout(timeoutMs),
    })
  } catch (cause) {
    throw new RequestError({ status: 0, code: null, cause })
  }
  if (!response.ok) {
    throw new RequestError({ status: response.status, code: codeOf(await response.json().catch(() => null)) })
  }
  return response
}

function codeOf(problem: unknown): string | null {
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) return null
  return typeof problem.code === 'string' ? problem.code : null
}

/** Whatever was thrown, as a RequestError: what is none was no answer. */
export function asRequestError(error: unknown): RequestError {
  return error instanceof RequestError ? error : new RequestError({ status: 0, code: null, cause: error })
}
