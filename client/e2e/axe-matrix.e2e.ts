import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from './chromium.ts'
import { latinWords, tooWide, violations } from './page-faults.ts'
import { scenes } from './scenes.ts'
import type { Shot } from './shots.ts'
import { desktop, walk } from './tour.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

/** What is the same in every language, on the page and in what people write. */
const names = `Encke English Markdown HTML QR PNG SVG React Vue Svelte
  WebSocket nginx Caddy Apache Traefik Upgrade Connection session sync https example org ephemeris map
  Alt Ctrl Shift Tab Enter Esc Del Backspace Home End Page Up Down PageUp PageDown md`
const knownWords = new Set(names.split(/\s+/))

const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }

/** What is wrong with a page as it is: first by day, then by night. */
async function faultsOf({ part }: Shot, page: Page, language: string): Promise<string[]> {
  const scope = part === undefined ? {} : { part }
  const faults = [...(await violations(page, scope)), ...(await tooWide(page))]
  if (language === 'ru') faults.push(...(await latinWords(page)).filter((word) => !knownWords.has(word)))
  await page.emulateMedia({ colorScheme: 'dark' })
  // Of all rules this one alone asks for colours. Where a reader forces theirs, axe reads those that are not drawn.
  const dark = await violations(page, { ...scope, rule: 'color-contrast' })
  await page.emulateMedia({ colorScheme: 'light' })
  return [...faults, ...dark.map((fault) => `dark: ${fault}`)]
}

/** Every one in a browser profile and on a server of its own, at the same time: each waits for most of it. */
const variants = (['en', 'ru'] as const).flatMap((language) => [
  { language, window: 'desk', options: desktop },
  { language, window: 'phone', options: phone },
])

describe.concurrent('every page, dialog and menu', () => {
  test.each(variants)(
    'has nothing that axe finds, fits, and leaves no word cut or untranslated: $language, $window',
    async ({ language, options }) => {
      const faults: Record<string, string[]> = {}
      const visit = async (shot: Shot, page: Page) => {
        const found = await faultsOf(shot, page, language)
        if (found.length > 0) faults[shot.name] = found
      }
      await walk({ browser, options, scene: scenes[language], visit })
      expect(faults).toEqual({})
    },
    300_000,
  )
})
