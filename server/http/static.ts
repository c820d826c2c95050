import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { HttpError, refuseOtherMethods } from './errors.ts'
import { fileResponse } from './file-response.ts'
import { pageHeaders, secretPageHeaders } from './page-headers.ts'

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
 * The pages and scripts that were built into the folder `root`: `/`, `/trash`, `/d/<document>`, `/s/<token>` and
 * `/status`, `/encke.js` for other sites, `/assets/*` with a hash in their names, and the icons beside them.
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

  for (const path of ['/', '/trash', '/d/*', '/s/*', '/status', '/encke.js', '/assets/*']) app.use(path, compress())
  app.get('/', (c) => serveBuilt(c, 'index.html', pageHeaders))
  app.all('/', refuseOtherMethods('GET', 'HEAD'))
  app.get('/d/*', (c) => serveBuilt(c, 'document.html', pageHeaders))
  app.all('/d/*', refuseOtherMethods('GET', 'HEAD'))
  // The same page by a link: its address opens the document, and is nobody else's.
  app.get('/s/:token', (c) => serveBuilt(c, 'document.html', secretPageHeaders))
  app.all('/s/:token', refuseOtherMethods('GET', 'HEAD'))
  app.get('/trash', (c) => serveBuilt(c, 'trash.html', pageHeaders))
  app.all('/trash', refuseOtherMethods('GET', 'HEAD'))
  app.get('/status', (c) => serveBuilt(c, 'status.html', pageHeaders))
  app.all('/status', refuseOtherMethods('GET', 'HEAD'))
  app.get('/encke.js', (c) => serveBuilt(c, 'encke.js', namedHeaders))
  app.get('/assets/:file{[\\w.-]+}', (c) => serve(c, join('assets', c.req.param('file')), assetHeaders))
  // What else Vite puts at the top: the icons and what search engines read.
  const beside = '/:file{[\\w-]+\\.(?:svg|png|ico|txt|webmanifest)}'
  app.get(beside, (c) => serve(c, c.req.param('file'), namedHeaders))
  return app
}
