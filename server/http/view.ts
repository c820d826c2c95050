import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { isMarkdownMode } from '../../protocol/document-mode.ts'
import { addressOfToken } from '../../protocol/link-address.ts'
import type { Role } from '../../protocol/message.ts'
import type { Access } from '../access/grant.ts'
import type { TextFeed } from '../documents/text-feed.ts'
import type { Store } from '../stores/store.ts'
import { HttpError, problemCodeOf, problems, refuseOtherMethods } from './errors.ts'
import { secretPageHeaders } from './page-headers.ts'
import { escapeHtml, plainHtml } from './plain-html.ts'

/** As much of the text is in the page itself; a reader of more has scripts, or the file. */
const maxFirstCharacters = 100_000

export interface ViewRoutesOptions {
  access: Access
  store: Pick<Store, 'find'>
  feed: Pick<TextFeed, 'now'>
  /** The folder that the client was built into. */
  clientRoot: string
}

/** What the page's script is told, as the attribute `data-view`. */
interface ViewState {
  state: 'open' | 'ended' | 'missing' | 'busy'
  role: Role
  /** Of the whole text; the page has it all, unless `cut`. */
  version: string
  title: string
  mode: string
  cut: boolean
}

/**
 * `/v/<token>`: a document to read by a link. The text is in the page, and can be read before any script has come, or
 * without one. What the page says otherwise is the script's, in the reader's language.
 */
export function viewRoutes({ access, store, feed, clientRoot }: ViewRoutesOptions): Hono {
  const app = new Hono()
  const path = '/v/:token'
  app.use(path, compress())
  app.get(path, async (c) => {
    const template = await readTemplate(clientRoot)
    try {
      const { documentId, role } = await access.enter(addressOfToken(c.req.param('token')))
      const [found, record] = await Promise.all([feed.now(documentId), store.find(documentId)])
      const { text = '', mode = '' } = found ?? {}
      const view: ViewState = {
        state: 'open',
        role,
        version: found?.version ?? '',
        title: record?.title || record?.heading || '',
        mode,
        cut: text.length > maxFirstCharacters,
      }
      return page(c, template, view, firstHtml(text.slice(0, maxFirstCharacters), mode))
    } catch (error) {
      return failed(c, template, error)
    }
  })
  app.all(path, refuseOtherMethods('GET', 'HEAD'))
  return app
}

/** What is no Markdown is shown as it is written. */
function firstHtml(text: string, mode: string): string {
  if (text === '') return ''
  return isMarkdownMode(mode) ? plainHtml(text) : `<pre class="written" dir="auto">${escapeHtml(text)}</pre>`
}

async function readTemplate(root: string): Promise<string> {
  try {
    return await readFile(join(root, 'view.html'), 'utf8')
  } catch (cause) {
    throw new HttpError('CLIENT_NOT_BUILT', 'view.html is not built yet; "npm start" builds it and then starts', {
      cause,
    })
  }
}

/** @throws what is our own fault: the app logs it, and answers for it */
function failed(c: Context, template: string, error: unknown): Response {
  const code = problemCodeOf(error)
  if (code === 'INTERNAL') throw error
  const [status] = problems[code]
  const state = status === 403 ? 'ended' : status === 503 ? 'busy' : 'missing'
  const view: ViewState = { state, role: 'viewer', version: '', title: '', mode: '', cut: false }
  return page(c, template, view, '', state === 'ended' ? 403 : state === 'busy' ? 503 : 404)
}

function page(
  c: Context,
  template: string,
  view: ViewState,
  text: string,
  status: 200 | 403 | 404 | 503 = 200,
): Response {
  const parts: Readonly<Record<string, string>> = {
    title: escapeHtml(view.title === '' ? 'Encke' : `${view.title} · Encke`),
    heading: escapeHtml(view.title),
    view: escapeHtml(JSON.stringify(view)),
    text,
  }
  // One pass, and by function: a text that has {{text}} or $& in it is no template.
  const html = template.replace(/\{\{(title|heading|view|text)\}\}/g, (_whole, name: string) => parts[name] ?? '')
  return c.html(html, status, { ...secretPageHeaders })
}
