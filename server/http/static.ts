import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { HttpError, refuseOtherMethods } from './errors.ts'
import { fileResponse } from './file-response.ts'

/** What a page may load and do. `self` covers WebSockets to the same host in every current browser. */
const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  // A page names its assets by hash: an old one would ask for assets that a new build has removed.
  'Cache-Control': 'no-cache',
}

/** Files that pages of any site may load: scripts of type `module` and fonts are fetched with CORS. */
const publicHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
}

/** The name has a hash of the content in it. */
const assetHeaders = { ...publicHeaders, 'Cache-Control': 'public, max-age=31536000, immutable' }
/** The name stays the same over all versions. */
const namedHeaders = { ...publicHeaders, 'Cache-Control': 'public, max-age=300, stale-while-revalidate=86400' }

/**
 * The pages and scripts that were built into the folder `root`: `/`, `/d/<document>` and `/status`, `/encke.js` for other
 * sites, `/assets/*` with a hash in their names, and the icons beside them.
 */
export function staticRoutes({ root }: { root: string }): Hono {
  const app = new Hono()
  const serve = async (c: Context, file: string, headers: Readonly<Record<string, string>>): Promise<Response> => {
    return (await fileResponse(c, join(root, file), headers)) ?? (await c.notFound())
  }
  const serveBuilt = async (c: Context, file: string, headers: Readonly<Record<string, string>>): Promise<Response> => {
    const response = await fileResponse(c, join(root, file), headers)
    if (response) return response
    throw new HttpError('CLIENT_NOT_BUILT', `${file} is not built yet; "npm start" builds it and then starts`)
  }

  for (const path of ['/', '/d/*', '/status', '/encke.js', '/assets/*']) app.use(path, compress())
  app.get('/', (c) => serveBuilt(c, 'index.html', pageHeaders))
  app.all('/', refuseOtherMethods('GET', 'HEAD'))
  app.get('/d/*', (c) => serveBuilt(c, 'document.html', pageHeaders))
  app.all('/d/*', refuseOtherMethods('GET', 'HEAD'))
  app.get('/status', (c) => serveBuilt(c, 'status.html', pageHeaders))
  app.all('/status', refuseOtherMethods('GET', 'HEAD'))
  app.get('/encke.js', (c) => serveBuilt(c, 'encke.js', namedHeaders))
  app.get('/assets/:file{[\\w.-]+}', (c) => serve(c, join('assets', c.req.param('file')), assetHeaders))
  // What else Vite puts at the top: the icons and what search engines read.
  const beside = '/:file{[\\w-]+\\.(?:svg|png|ico|txt|webmanifest)}'
  app.get(beside, (c) => serve(c, c.req.param('file'), namedHeaders))
  return app
}
