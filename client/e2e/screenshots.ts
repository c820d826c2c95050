import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import { launchChromium } from './chromium.ts'
import { crowd } from './crowd.ts'
import { type Scene, scenes } from './scenes.ts'
import { createDocument, introduce, openDocument, type Writer } from './writer.ts'

/**
 * Pictures of each page and of what opens on it, to look at:
 *
 *   npm run screenshots              into screenshots/: light, dark, on a phone, in Russian
 *   npm run screenshots -- readme    the picture of the README, docs/screenshot.png
 */
const root = join(import.meta.dirname, '..', '..')

interface Look {
  name: string
  scene: Scene
  options: BrowserContextOptions
}

const desktop = { viewport: { width: 1200, height: 750 } }
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const looks: readonly Look[] = [
  { name: 'light', scene: scenes.en, options: desktop },
  { name: 'dark', scene: scenes.en, options: { ...desktop, colorScheme: 'dark' } },
  { name: 'phone', scene: scenes.en, options: phone },
  { name: 'phone-dark', scene: scenes.en, options: { ...phone, colorScheme: 'dark' } },
  { name: 'russian', scene: scenes.ru, options: desktop },
  { name: 'russian-phone', scene: scenes.ru, options: phone },
]

const browser = await launchChromium()
if (process.argv[2] === 'readme') await takeReadmePicture()
else for (const look of looks) await takePictures(look)
await browser.close()

async function takePictures({ name, scene, options }: Look): Promise<void> {
  await using server = await spawnServer()
  const reader = await openContext(browser, scene, options)
  const folder = join(root, 'screenshots')
  await mkdir(folder, { recursive: true })
  const take = async (page: Page, what: string) => {
    await settle(page)
    await page.screenshot({ path: join(folder, `${what}-${name}.png`) })
  }

  const page = await reader.newPage()
  await page.goto(server.url)
  await page.locator('.message').waitFor()
  await take(page, 'list-empty')

  const company = await fill(server, scene)
  await page.goto(server.url)
  await page.locator('.row .face').first().waitFor()
  await take(page, 'list')
  await page.getByRole('searchbox').fill('qqq')
  await take(page, 'list-nothing-found')

  const writer = await openDocument(page, { url: server.url, document: scene.id })
  await company.arrive(writer)
  await take(page, 'document')
  await page.locator('encke-status .chip').click()
  await take(page, 'document-status')
  await page.keyboard.press('Escape')
  await page.locator('encke-presence .face').first().click()
  await take(page, 'document-you')
  await page.keyboard.press('Escape')

  await page.locator('encke-share .share').click()
  const links = page.locator('encke-share-links')
  await links.locator('p strong').waitFor()
  await take(page, 'share-empty')
  await links.locator('.make').click()
  await links.locator('li').waitFor()
  await links.locator('.end').click()
  await take(page, 'share-links')
  await page.locator('encke-share-dialog #tab-embed').click()
  await page.locator('encke-share-embed .cm-content').waitFor()
  await take(page, 'share-embed')
  await page.keyboard.press('Escape')
  const kept = await page.evaluate(() => localStorage.getItem('encke:links') ?? '{}')
  const [token] = Object.values(JSON.parse(kept) as Record<string, string>)
  const view = await reader.newPage()
  await view.goto(`${server.url}/v/${token}`)
  await view.locator('main ul').waitFor()
  await take(view, 'view')
  await view.goto(`${server.url}/v/none`)
  await view.locator('h1').waitFor()
  await take(view, 'view-ended')
  await view.close()
  await page.locator('.cm-content').focus()
  await page.keyboard.press('Control+f')
  await take(page, 'document-search')
  await page.keyboard.press('Escape')

  await crowd(page)
  await page.locator('encke-presence .more').click()
  await take(page, 'document-everybody')
  await page.keyboard.press('Escape')

  await server.kill()
  await writer.selects(0)
  await page.keyboard.type(scene.typedWhileAway)
  await page.locator('encke-status .reconnecting').waitFor()
  await take(page, 'document-reconnecting')
  await server.start()
  await page.locator('encke-status .saved').waitFor({ timeout: 60_000 })
  await fetch(`${server.url}/api/documents/${scene.id}`, { method: 'DELETE' })
  await page.locator('.banner').waitFor()
  await take(page, 'document-deleted')
  await page.reload()
  await page.locator('.message').waitFor()
  await take(page, 'document-missing')
  await page.goto(`${server.url}/d/a*b`)
  await page.locator('.message').waitFor()
  await take(page, 'document-invalid')
  await page.goto(`${server.url}/d/new`)
  await page.locator('encke-status .saved').waitFor()
  await take(page, 'document-new')
  await company.close()
  await reader.close()
}

async function takeReadmePicture(): Promise<void> {
  await using server = await spawnServer()
  const { en: scene } = scenes
  const reader = await openContext(browser, scene, desktop)
  const company = await fill(server, scene)
  const page = await reader.newPage()
  const writer = await openDocument(page, { url: server.url, document: scene.id })
  await company.arrive(writer)
  await settle(page)
  await page.screenshot({ path: join(root, 'docs', 'screenshot.png') })
}

interface Company {
  /** They open the document, go to their places and type there; resolves when `writer` sees all of it. */
  arrive(writer: Writer): Promise<void>
  close(): Promise<void>
}

/** Documents on the server, and people who have one of them open. */
async function fill({ url }: SpawnedServer, scene: Scene): Promise<Company> {
  for (const document of scene.documents) await createDocument(url, document)
  await createDocument(url, { id: scene.id, title: scene.title, content: scene.content })
  const people = await Promise.all(
    scene.people.map(async (person) => {
      const context = await openContext(browser, { ...scene, reader: person }, desktop)
      return { ...person, context, writer: await openDocument(await context.newPage(), { url, document: scene.id }) }
    }),
  )
  return {
    async arrive(reader) {
      const work = people.map(async ({ writer, selects, types }) => {
        const text = await writer.text()
        const from = text.indexOf(selects)
        await writer.selects(types ? from + selects.length : from, from + selects.length)
        if (types) await writer.types(types)
      })
      await Promise.all(work)
      // Labels and the signs of typing are gone again in two seconds: the picture is taken at once.
      await reader.editor
        .locator('.encke-caret')
        .nth(people.length - 1)
        .waitFor()
      await reader.page.locator('encke-presence .typing').first().waitFor()
    },
    async close() {
      for (const { context } of people) await context.close()
    },
  }
}

async function openContext(browser: Browser, { locale, reader }: Scene, options: BrowserContextOptions) {
  const context: BrowserContext = await browser.newContext({ ...options, locale, reducedMotion: 'reduce' })
  await introduce(context, reader)
  return context
}

/** Fonts are there, and what was done last is drawn. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })
}
