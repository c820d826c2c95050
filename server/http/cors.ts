import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { Header } from '../../protocol/header.ts'

/** Two hours: the most that any browser keeps a preflight. */
const PREFLIGHT_MAX_AGE_S = 7_200

/**
 * Lets pages of other origins read the answers; `*` means all of them. Never with credentials:
 * nothing here is told by a cookie. Errors carry the headers too, or a page could not read what was wrong.
 */
export function allowOrigins(allowed: '*' | readonly string[]): MiddlewareHandler {
  return cors({
    origin: allowed === '*' ? '*' : [...allowed],
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['Accept', 'Authorization', 'Content-Type', 'Last-Event-ID', ...Object.values(Header)],
    exposeHeaders: ['Content-Disposition', 'Location', 'Retry-After', ...Object.values(Header)],
    maxAge: PREFLIGHT_MAX_AGE_S,
  })
}
