import type { Page } from 'playwright-core'
import type { SpawnedServer } from '../../server/test/spawned-server.ts'
import type { Scene } from './scenes.ts'
import { openDocument, type Writer } from './writer.ts'

/** What a picture is taken of: a page, the server behind it, and who is there. */
export interface Stage {
  page: Page
  server: SpawnedServer
  scene: Scene
  /** What the page's reader does and sees in a document. */
  writer: Writer
  /** The others go to their places in the document, and type. */
  arrive(): Promise<void>
}

/** Where a picture is taken; each place is gone to once, in this order, and its pictures follow each other there. */
export const places: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  /** A server without documents; the others come after it. */
  empty: async ({ page, server }) => {
    await page.goto(server.url)
    await page.locator('.message').waitFor()
  },
  home: async ({ page, server }) => {
    await page.goto(server.url)
    await page.locator('.row .face').first().waitFor()
  },
  /** With two others in it, one of whom types. */
  document: async ({ page, server, scene, arrive }) => {
    await openDocument(page, { url: server.url, document: scene.id })
    await arrive()
  },
  /** By the link to read that a picture before has made. */
  view: async ({ page, server }) => {
    const kept = await page.evaluate(() => localStorage.getItem('encke:links') ?? '{}')
    const [token] = Object.values(JSON.parse(kept) as Record<string, string>)
    await page.goto(`${server.url}/v/${token}`)
    await page.locator('main ul').waitFor()
  },
  /** While the server is away. */
  away: async ({ page, server, scene, writer }) => {
    await openDocument(page, { url: server.url, document: scene.id })
    await server.kill()
    await writer.selects(0)
    await page.keyboard.type(scene.typedWhileAway)
    await page.locator('encke-status .reconnecting').waitFor()
  },
  /** In the trash while it is open, and then opened there. */
  gone: async ({ page, server, scene }) => {
    await server.start()
    await page.locator('encke-status .saved').waitFor({ timeout: 60_000 })
    await fetch(`${server.url}/api/documents/${scene.id}`, { method: 'DELETE' })
    await page.locator('.banner').waitFor()
  },
  trash: async ({ page, server }) => {
    await page.goto(`${server.url}/trash`)
    await page.locator('.row').first().waitFor()
  },
  /** Pages that are nothing but a page. */
  elsewhere: async () => {},
}
