import { median } from '../../server/bench/statistics.ts'
import { launchChromium } from '../e2e/chromium.ts'
import { createDocument } from '../e2e/writer.ts'

const REPEATS = 5
const DOCUMENTS = 30

/** A phone that is slow, on a line that is. */
export const phone = { cpuSlowdown: 4, roundTripMs: 150, downKbit: 1_600, upKbit: 750 }

/** Milliseconds from the navigation, nothing in the cache; medians. */
export interface Home {
  /** The search field and the button for a new document take input. */
  interactive: number
  /** The documents are in the list. */
  rows: number
}

/** The list of documents, on a phone. */
export async function measureHome(url: string): Promise<Home> {
  for (let index = 0; index < DOCUMENTS; index++) {
    await createDocument(url, { id: `listed-${index}`, title: `Document ${index}`, content: 'text' })
  }
  const browser = await launchChromium()
  const found: Home[] = []
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    const { cpuSlowdown, roundTripMs, downKbit, upKbit } = phone
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown })
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: roundTripMs,
      downloadThroughput: (downKbit * 1_000) / 8,
      uploadThroughput: (upKbit * 1_000) / 8,
    })
    await page.addInitScript(watch)
    await page.goto(url)
    await page.waitForFunction(() => window.firstSeen?.rows !== undefined, null, { timeout: 60_000 })
    found.push(await page.evaluate(() => window.firstSeen as Home))
    await context.close()
  }
  await browser.close()
  // The first one warms up the server and the browser.
  const rest = found.slice(1)
  return { interactive: median(rest.map((home) => home.interactive)), rows: median(rest.map((home) => home.rows)) }
}

/** Runs in the page before its own scripts: looks once a frame, and takes note when a task can run after that. */
function watch(): void {
  window.firstSeen = {}
  const inside = (
    selector: string,
    root: ParentNode | null = document.querySelector('documents-page')?.shadowRoot ?? null,
  ) => root?.querySelector(selector)
  const note = (name: keyof Home) => {
    setTimeout(() => {
      window.firstSeen[name] ??= performance.now()
    })
  }
  const look = () => {
    if (inside('button.primary')) note('interactive')
    if (inside('.row', inside('documents-list')?.shadowRoot ?? null)) note('rows')
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

declare global {
  interface Window {
    firstSeen: Partial<Home>
  }
}
