import type { ErrorHandler, NotFoundHandler } from 'hono'
import { ProtocolError, type ProtocolErrorCode } from '../../protocol/error.ts'
import { FileError, type FileErrorCode } from '../files/file-error.ts'
import { StoreError, type StoreErrorCode } from '../stores/store.ts'
import type { Log } from '../telemetry/log.ts'

/** What HTTP itself can refuse, beyond the protocol and the store. Stable: clients compare these. */
export type HttpErrorCode =
  | 'BODY_MALFORMED'
  | 'BODY_TOO_LARGE'
  | 'CLIENT_NOT_BUILT'
  | 'DOCUMENT_DELETED'
  | 'DOCUMENT_EXISTS'
  | 'FILE_NOT_IMAGE'
  | 'FILE_TOO_LARGE'
  | 'FILES_FULL'
  | 'INTERNAL'
  | 'LINKS_FULL'
  | 'METHOD_NOT_ALLOWED'
  | 'NOT_ACCEPTABLE'
  | 'NOT_FOUND'
  | 'PARAMETER_INVALID'
  | 'SHUTTING_DOWN'
  | 'TOO_MANY_SUBSCRIBERS'
  | 'TOO_MANY_UPLOADS'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UPGRADE_REQUIRED'

export type ProblemCode = HttpErrorCode | ProtocolErrorCode

/** Status and title of every code, in one place; docs/protocol.md explains each. */
export const problems: Readonly<Record<ProblemCode, readonly [status: number, title: string]>> = {
  BODY_MALFORMED: [400, 'The body cannot be read'],
  BODY_TOO_LARGE: [413, 'The body is too large'],
  CHANNEL_IN_USE: [400, 'The channel is open already'],
  CHANNEL_UNKNOWN: [400, 'There is no such channel'],
  CLIENT_NOT_BUILT: [503, 'The pages are not built'],
  DOCUMENT_DELETED: [410, 'The document was deleted'],
  DOCUMENT_EXISTS: [409, 'The document exists already'],
  DOCUMENT_ID_INVALID: [400, 'This cannot be the id of a document'],
  DOCUMENT_TRASHED: [404, 'The document is in the trash'],
  DOCUMENT_UNKNOWN: [404, 'There is no such document'],
  FILE_NOT_IMAGE: [415, 'The file is not the image it is said to be'],
  FILE_TOO_LARGE: [413, 'The file is too large'],
  FILES_FULL: [413, 'The document has no room for more files'],
  FRAME_MALFORMED: [400, 'A frame cannot be read'],
  FRAME_OUT_OF_ORDER: [409, 'Frames are missing'],
  FRAME_TOO_LARGE: [413, 'A frame is too large'],
  FRAME_UNKNOWN: [400, 'A frame is of no known type'],
  INTERNAL: [500, 'The server failed'],
  LINKS_FULL: [409, 'The document has too many links'],
  LINK_EXPIRED: [403, 'The link has expired'],
  LINK_REVOKED: [403, 'The link was revoked'],
  LINK_UNKNOWN: [403, 'The link is not valid'],
  MESSAGE_MALFORMED: [400, 'A message cannot be read'],
  MESSAGE_NOT_BINARY: [400, 'A message is not binary'],
  MESSAGE_TOO_LARGE: [413, 'A message is too large'],
  METHOD_NOT_ALLOWED: [405, 'The method is not allowed here'],
  NOT_ACCEPTABLE: [406, 'None of the accepted types is available'],
  NOT_FOUND: [404, 'There is nothing here'],
  PARAMETER_INVALID: [400, 'A parameter is not valid'],
  PRESENCE_MALFORMED: [400, 'Presence cannot be read'],
  PRESENCE_TOO_LARGE: [413, 'Presence is too large'],
  ROLE_FORBIDDEN: [403, 'The link does not allow this'],
  SESSION_FORBIDDEN: [403, 'The secret is not that of the session'],
  SESSION_OVERFLOW: [410, 'The session was ended'],
  SESSION_UNKNOWN: [410, 'The session is gone'],
  SHUTTING_DOWN: [503, 'The server is shutting down'],
  STORE_UNAVAILABLE: [503, 'The store does not answer'],
  TOO_MANY_CHANNELS: [429, 'Too many channels'],
  TOO_MANY_SESSIONS: [503, 'Too many sessions'],
  TOO_MANY_SUBSCRIBERS: [503, 'Too many subscribers'],
  TOO_MANY_UPLOADS: [503, 'Too many files come in at once'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'The body is of a type that is not taken'],
  UPDATE_MALFORMED: [400, 'An update cannot be read'],
  UPGRADE_REQUIRED: [426, 'This speaks WebSocket'],
}

/** A request that is refused. Thrown by routes, answered in one place. */
export class HttpError extends Error {
  readonly code: HttpErrorCode
  readonly headers: Readonly<Record<string, string>>
  constructor(
    code: HttpErrorCode,
    message: string,
    options: { headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'HttpError'
    this.code = code
    this.headers = options.headers ?? {}
  }
}

/** An answer of RFC 9457, `application/problem+json`. */
export interface Problem {
  /** `urn:encke:` and the code: a name, not an address. */
  type: string
  title: string
  status: number
  /** What was wrong with this request, in English; never anything internal. */
  detail: string
  code: ProblemCode
}

/** How long a client should leave alone what is overloaded or starting, seconds. */
const RETRY_AFTER_S = 5
/** The same, of a node that leaves: another one is there, or soon will be. */
const RETURN_AFTER_S = 1

const storeCodes: Readonly<Record<StoreErrorCode, ProblemCode>> = {
  EXISTS: 'DOCUMENT_EXISTS',
  UNKNOWN: 'DOCUMENT_UNKNOWN',
  TRASHED: 'DOCUMENT_TRASHED',
  DELETED: 'DOCUMENT_DELETED',
  EPOCH: 'INTERNAL',
  UNAVAILABLE: 'STORE_UNAVAILABLE',
  CORRUPT: 'INTERNAL',
  IN_USE: 'INTERNAL',
  TOO_NEW: 'INTERNAL',
}

const fileCodes: Readonly<Record<FileErrorCode, ProblemCode>> = {
  TOO_LARGE: 'FILE_TOO_LARGE',
  FULL: 'FILES_FULL',
  NO_IMAGE: 'FILE_NOT_IMAGE',
  CUT_OFF: 'BODY_MALFORMED',
  BUSY: 'TOO_MANY_UPLOADS',
  UNAVAILABLE: 'STORE_UNAVAILABLE',
}

/** The code of whatever was thrown; INTERNAL for what is our own fault. */
export function problemCodeOf(error: unknown): ProblemCode {
  if (error instanceof HttpError || error instanceof ProtocolError) return error.code
  if (error instanceof FileError) return fileCodes[error.code]
  if (error instanceof StoreError) return storeCodes[error.code]
  return 'INTERNAL'
}

/** The problem+json answer to whatever was thrown. */
export function problemResponse(error: unknown): Response {
  const code = problemCodeOf(error)
  // Our own faults are told in the log, not to strangers; what the operating system said may name folders.
  const quiet = code === 'INTERNAL' || code === 'STORE_UNAVAILABLE'
  const detail = quiet ? 'Please try again later. The log of the server says more.' : messageOf(error)
  return answerOf(code, detail, error instanceof HttpError ? error.headers : {})
}

/** The same answer with nothing in it but what the code says by itself: for those who may not know the details. */
export function quietProblemResponse(code: unknown): Response {
  const known = typeof code === 'string' && code in problems ? (code as ProblemCode) : 'INTERNAL'
  return answerOf(known, problems[known][1])
}

function answerOf(code: ProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}): Response {
  const [status, title] = problems[code]
  const problem: Problem = { type: `urn:encke:${code}`, title, status, detail, code }
  return new Response(`${JSON.stringify(problem)}\n`, {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...(status === 503 ? { 'Retry-After': String(code === 'SHUTTING_DOWN' ? RETURN_AFTER_S : RETRY_AFTER_S) } : {}),
      ...headers,
    },
  })
}

/** For `app.onError`: logs what is our own fault, once, and answers everything. */
export function answerErrors(log: Log): ErrorHandler {
  return (error, c) => {
    const code = problemCodeOf(error)
    const fields = { method: c.req.method, path: c.req.path, code }
    if (code === 'INTERNAL' || code === 'STORE_UNAVAILABLE') log.error({ ...fields, err: error }, 'a request failed')
    else log.debug(fields, messageOf(error))
    return problemResponse(error)
  }
}

/** For `app.notFound`. */
export const answerNotFound: NotFoundHandler = (c) =>
  problemResponse(new HttpError('NOT_FOUND', `there is nothing at ${c.req.path}`))

/** For `app.all` behind the methods that a path has: every other one is refused, with their names. */
export function refuseOtherMethods(...allowed: string[]): () => never {
  return () => {
    const headers = { Allow: allowed.join(', ') }
    throw new HttpError('METHOD_NOT_ALLOWED', `this takes ${allowed.join(', ')}`, { headers })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
