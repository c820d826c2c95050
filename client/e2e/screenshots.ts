import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import { launchChromium } from './chromium.ts'
import { type Scene, scenes } from './scenes.ts'
import { places, type Shot, type Stage, shots } from './shots.ts'
import { createDocument, introduce, openDocument, Writer } from './writer.ts'

/**
 * Pictures of each page and of what opens on it, to look at:
 *
 *   npm run screenshots              into screenshots/: light, dark, on a phone, in Russian; what is on them is in shots.ts
 *   npm run screenshots -- home      those alone whose names have the word in them; `dark` is one too
 *   npm run screenshots -- readme    the picture of the README, docs/screenshot.png
 */
const root = join(import.meta.dirname, '..', '..')
const folder = process.env['ENCKE_SCREENSHOTS'] ?? join(root, 'screenshots')

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
else for (const look of looks) if (shots.some((shot) => wanted(shot, look))) await takePictures(look)
await browser.close()

async function takePictures(look: Look): Promise<void> {
  const { name, scene, options } = look
  await using server = await spawnServer()
  const reader = await openContext(browser, scene, options)
  await mkdir(folder, { recursive: true })
  const page = await reader.newPage()
  let company: Company | null = null
  const arrive = async () => company?.arrive(stage.writer)
  const stage: Stage = { page, server, scene, writer: new Writer(page, '#editor'), arrive }
  for (const [place, go] of Object.entries(places)) {
    const here = shots.filter((shot) => shot.at === place)
    // What comes first is an empty server.
    if (place !== 'empty') company ??= await fill(server, scene)
    await go(stage)
    for (const shot of here) {
      await shot.show?.(stage)
      await settle(page)
      if (wanted(shot, look)) await page.screenshot({ path: join(folder, `${shot.name}-${name}.png`) })
      if (shot.staysOpen) continue
      // Once for a question in a dialog, and once for the dialog.
      for (const key of ['Escape', 'Escape']) await page.keyboard.press(key)
    }
  }
  await company?.close()
  await reader.close()
}

/** All of them, unless the command line has words: then those with one of them in `home-menu-dark`, `home-menu-phone` … */
function wanted(shot: Shot, look: Look): boolean {
  const words = process.argv.slice(2)
  return words.length === 0 || words.some((word) => `${shot.name}-${look.name}`.includes(word))
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
      // Where there is room for that face, and the machine is quick enough.
      const typing = reader.page.locator('encke-presence .typing').first()
      await typing.waitFor({ timeout: 2_000 }).catch(() => {})
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
