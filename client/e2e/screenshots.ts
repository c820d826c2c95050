import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import { spawnServer } from '../../server/test/spawned-server.ts'
import { launchChromium } from './chromium.ts'
import { type Scene, scenes } from './scenes.ts'
import type { Shot } from './shots.ts'
import { desktop, fill, openReader, settle, walk } from './tour.ts'
import { openDocument } from './writer.ts'

/**
 * Pictures of each page and of what opens on it, to look at:
 *
 *   npm run screenshots              into screenshots/, in each of the looks below; what is on them is in shots.ts
 *   npm run screenshots -- home      those alone whose names have the word in them; `dark` is one too
 *   npm run screenshots -- readme    the picture of the README, docs/screenshot.png
 */
const root = join(import.meta.dirname, '..', '..')
const folder = process.env['ENCKE_SCREENSHOTS'] ?? join(root, 'screenshots')
const words = process.argv.slice(2)

interface Look {
  name: string
  scene: Scene
  options: BrowserContextOptions
}

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
/** A window of 1280 × 800 at 400 %. */
const zoom = { viewport: { width: 320, height: 200 }, deviceScaleFactor: 4 }
const looks: readonly Look[] = [
  { name: 'light', scene: scenes.en, options: desktop },
  { name: 'dark', scene: scenes.en, options: { ...desktop, colorScheme: 'dark' } },
  { name: 'phone', scene: scenes.en, options: phone },
  { name: 'phone-dark', scene: scenes.en, options: { ...phone, colorScheme: 'dark' } },
  { name: 'russian', scene: scenes.ru, options: desktop },
  { name: 'russian-phone', scene: scenes.ru, options: phone },
  { name: 'contrast', scene: scenes.en, options: { ...desktop, colorScheme: 'dark', forcedColors: 'active' } },
  { name: 'zoom', scene: scenes.ru, options: zoom },
]

await using browser = await launchChromium()
if (words[0] === 'readme') await takeReadmePicture()
else {
  await mkdir(folder, { recursive: true })
  for (const { name, ...look } of looks) {
    const fileOf = (shot: Shot) => `${shot.name}-${name}`
    await walk({
      ...look,
      browser,
      wanted: (shot) => words.length === 0 || words.some((word) => fileOf(shot).includes(word)),
      visit: async (shot, page) => {
        await page.screenshot({ path: join(folder, `${fileOf(shot)}.png`) })
      },
    })
  }
}

async function takeReadmePicture(): Promise<void> {
  await using server = await spawnServer()
  const { en: scene } = scenes
  const reader = await openReader(browser, scene, desktop)
  const company = await fill(browser, server, scene)
  const page = await reader.newPage()
  const writer = await openDocument(page, { url: server.url, document: scene.id })
  // The words are counted when there is a moment for it.
  await page.locator('encke-editor .count').getByText(/\d/).waitFor()
  await company.arrive(writer)
  // Who only selects something may have lost their name by now: it is there for the pointer.
  const still = writer.editor.locator('.encke-caret').filter({ hasText: scene.people.at(-1)!.name })
  await still.hover({ force: true })
  await settle(page)
  await page.screenshot({ path: join(root, 'docs', 'screenshot.png') })
}
