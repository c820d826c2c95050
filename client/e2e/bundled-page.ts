import { resolve } from 'node:path'
import { build } from 'vite'
import type { Person } from './browser.ts'

/** The strictest rules that a page of somebody else may have: no inline style, no inline script, no unsafe sink. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

const address = 'http://page.test/'

export interface BundledPageOptions {
  /** The path of a module, from this folder. */
  entry: string
  /** Inside `<body>`. */
  html: string
  style?: string
}

/**
 * A page of ours without a server: the scripts are bundled once, and each browser is answered by the test itself.
 * The script of the page is `entry`; its style comes as a file, because the page allows no other.
 */
export class BundledPage {
  readonly #files: ReadonlyMap<string, { contentType: string; body: string }>

  private constructor(files: ReadonlyMap<string, { contentType: string; body: string }>) {
    this.#files = files
  }

  static async build({ entry, html, style = '' }: BundledPageOptions): Promise<BundledPage> {
    const result = await build({
      configFile: false,
      logLevel: 'error',
      build: {
        write: false,
        target: 'es2022',
        modulePreload: false,
        rolldownOptions: {
          input: resolve(import.meta.dirname, entry),
          output: { entryFileNames: 'page.js', chunkFileNames: '[name].js' },
        },
      },
    })
    const files = new Map<string, { contentType: string; body: string }>()
    for (const output of [result].flat().flatMap((each) => ('output' in each ? each.output : []))) {
      if (output.type === 'chunk')
        files.set(`/${output.fileName}`, { contentType: 'text/javascript', body: output.code })
    }
    files.set('/page.css', { contentType: 'text/css', body: style })
    const head = '<meta charset="utf-8"><title>Page</title><link rel="stylesheet" href="/page.css">'
    const body = `${html}<script type="module" src="/page.js"></script>`
    files.set('/', {
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`,
    })
    return new BundledPage(files)
  }

  /** What stands at a path; undefined where there is nothing. */
  file(path: string): { contentType: string; body: string } | undefined {
    return this.#files.get(path)
  }

  /** Opens it in somebody's browser. */
  async open({ context, page }: Person): Promise<void> {
    await context.route(`${address}**`, (route) => {
      const file = this.file(new URL(route.request().url()).pathname)
      if (file === undefined) return route.fulfill({ status: 404 })
      return route.fulfill({ ...file, headers: { 'content-security-policy': contentSecurityPolicy } })
    })
    await page.goto(address)
  }
}
