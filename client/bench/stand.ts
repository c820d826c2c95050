import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { BundledPage } from '../e2e/bundled-page.ts'
import { launchChromium } from '../e2e/chromium.ts'
import { openDocument } from '../e2e/writer.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Make } from './make.ts'

export interface StandOptions {
  make: Make
  /** The server's, without a slash at the end. */
  url: string
  document: string
  /** How many others are to be seen before anything is measured; the floor sees nobody. */
  people: number
  /** Where the page of the peers is. */
  peerUrl: string
}

/** One page of one make, in a browser of its own, with the text and everybody in it. */
export class Stand {
  readonly make: Make
  readonly page: Page
  readonly browser: Browser

  private constructor({ make, page, browser }: { make: Make; page: Page; browser: Browser }) {
    this.make = make
    this.page = page
    this.browser = browser
  }

  static async open({ make, url, document, people, peerUrl }: StandOptions): Promise<Stand> {
    const browser = await launchChromium()
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1_000, height: 700 } })
    const page = await context.newPage()
    if (make === 'encke') {
      const { editor } = await openDocument(page, { url, document })
      await editor.evaluate(installEncke)
    } else {
      const sync = `${url.replace('http', 'ws')}/sync`
      await page.goto(`${peerUrl}?${new URLSearchParams({ sync, document, carets: `${make !== 'floor'}` })}`)
    }
    await page.waitForFunction((people) => window.bench?.people() >= people, people, { timeout: 120_000 })
    return new Stand({ make, page, browser })
  }

  close(): Promise<void> {
    return this.browser.close()
  }
}

/** Builds the page of the peers and serves it, as they are: they need inline styles, which a strict policy forbids. */
export async function servePeers(): Promise<string> {
  const page = await BundledPage.build({
    entry: `${import.meta.dirname}/peer-page.ts`,
    html: '<div id="editor"></div>',
    style: 'body { margin: 0 } .cm-editor { height: 600px; font-size: 17px }',
  })
  const server = createServer((request, response) => {
    const file = page.file(new URL(request.url ?? '/', 'http://host').pathname)
    response.writeHead(file ? 200 : 404, { 'content-type': file?.contentType ?? 'text/plain' })
    response.end(file?.body)
  })
  server.unref()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Runs in the page. */
async function installEncke(editor: EnckeEditor): Promise<void> {
  const modeOf = async (mode: string) => {
    editor.mode = mode
    await editor.updateComplete
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  Object.assign(window, {
    bench: {
      view: editor.view!,
      ydoc: editor.ydoc!,
      people: () => editor.users.length - 1,
      async forgetParse() {
        await modeOf('plain')
        await modeOf('markdown')
      },
    },
  })
}
