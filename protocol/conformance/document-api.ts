import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'

/** An answer of `application/problem+json`. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
}

/** A document id that nobody has used. */
export function freshId(): string {
  return `conformance-${randomUUID()}`
}

/** A request to the server under test. */
export function request(path: string, options: RequestInit = {}): Promise<Response> {
  return fetch(`${inject('serverUrl')}${path}`, options)
}

/** The path of a document in the API. */
export function documentPath(id: string, rest = ''): string {
  return `/api/documents/${encodeURIComponent(id)}${rest}`
}

/** Sends JSON. */
export function sendJson(method: string, path: string, body: unknown): Promise<Response> {
  return request(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

/** The text of a document; null when there is no such document. */
export async function textOf(id: string): Promise<string | null> {
  const response = await request(documentPath(id, '/content'), { headers: { accept: 'text/plain' } })
  return response.status === 404 ? null : await response.text()
}

/** The code of a refusal, which is a problem in every respect; fails the test for anything else. */
export async function problemOf(response: Response): Promise<{ status: number; code: string }> {
  const type = response.headers.get('content-type')
  const text = await response.text()
  if (type !== 'application/problem+json') throw new Error(`${response.status} ${type} is no problem: ${text}`)
  const problem = JSON.parse(text) as Problem
  for (const key of ['type', 'title', 'detail', 'code'] as const) {
    if (typeof problem[key] !== 'string' || problem[key] === '') throw new Error(`a problem without ${key}: ${text}`)
  }
  if (problem.status !== response.status) throw new Error(`${response.status} says of itself: ${text}`)
  return { status: problem.status, code: problem.code }
}
