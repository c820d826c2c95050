import puppeteer, { type Browser, type BrowserContext } from 'puppeteer-core'
import { onTestFinished } from 'vitest'
import type { DrivenPage } from './driven-page.ts'
import { type DrivenBrowser, type DrivenPerson, DrivenWriter, introduceAnew } from './driven-writer.ts'
import { keepEvidence } from './evidence.ts'
import { FirefoxPage } from './firefox-page.ts'
import { notedBrowser } from './noted-browser.ts'
import type { Address } from './writer.ts'

/** The Firefox to test with: `ENCKE_FIREFOX`, or the one that `node setup.mjs test` found; null when there is none. */
export function findFirefox(): string | null {
  return notedBrowser('ENCKE_FIREFOX', 'firefox')
}

/**
 * A Firefox without a window, driven over WebDriver BiDi: `await using firefox = await launchFirefox()`.
 * Its windows share one focus: two people who write at once need one each.
 */
export async function launchFirefox(): Promise<TestFirefox> {
  const executablePath = findFirefox()
  if (!executablePath) throw new Error('no Firefox is known: run `node setup.mjs test`, or set ENCKE_FIREFOX')
  return new TestFirefox(await puppeteer.launch({ browser: 'firefox', executablePath, headless: true }))
}

export class TestFirefox implements DrivenBrowser {
  readonly #browser: Browser
  /** By name. What a browser has read before need not be read again: most of a test is loading pages. */
  readonly #contexts = new Map<string, BrowserContext>()

  constructor(browser: Browser) {
    this.#browser = browser
  }

  /**
   * Somebody with cookies and storage of their own, and one tab open, who has told Encke their name. To be called inside
   * a test, with which they go; when it fails, `screenshots/` gets what they saw. One at a time of each name.
   */
  async person(name: string): Promise<FirefoxPerson> {
    const context = this.#contexts.get(name) ?? (await this.#browser.createBrowserContext())
    this.#contexts.set(name, context)
    const person = new FirefoxPerson({ name, context })
    await person.newPage()
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await person.record(task.name)
      await person.close()
    })
    return person
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** One person's container of Firefox. */
export class FirefoxPerson implements DrivenPerson {
  readonly name: string
  readonly #context: BrowserContext
  readonly #pages: FirefoxPage[] = []
  readonly #problems: string[] = []

  constructor({ name, context }: { name: string; context: BrowserContext }) {
    this.name = name
    this.#context = context
  }

  /** Their first tab. */
  get page(): FirefoxPage {
    return this.#pages[0]!
  }

  /** Uncaught errors and console errors of all their tabs, oldest first: a good test expects none. */
  get problems(): readonly string[] {
    return this.#problems
  }

  /** Opens another tab, in front. */
  async newPage(): Promise<FirefoxPage> {
    const page = await this.#context.newPage()
    page.setDefaultTimeout(30_000)
    page.on('pageerror', (error) => this.#problems.push(`uncaught: ${error instanceof Error ? error.stack : error}`))
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push(`console.error: ${message.text()}`)
    })
    const driven = new FirefoxPage(page)
    this.#pages.push(driven)
    return driven
  }

  /** Opens a document's page, in their first tab or in another one, and resolves when its text is the server's. */
  async opens(address: Address, page: DrivenPage = this.page): Promise<DrivenWriter> {
    if (page === this.page) await introduceAnew(this, address)
    const writer = new DrivenWriter(page)
    await writer.opens(address)
    return writer
  }

  /** Writes what their tabs look like to `screenshots/<test>-<person>*`. */
  async record(testName: string): Promise<void> {
    const pictures = await this.#takePictures()
    await keepEvidence({ testName, personName: this.name, pictures, problems: this.#problems })
  }

  /** Closes their tabs. */
  async close(): Promise<void> {
    await Promise.all(this.#pages.map((page) => page.end()))
  }

  async #takePictures(): Promise<Uint8Array[]> {
    const pictures = this.#pages.map((page) => page.screenshot())
    const settled = await Promise.allSettled(pictures) // a closed tab has no picture; the others still do
    return settled.flatMap((picture) => (picture.status === 'fulfilled' ? [picture.value] : []))
  }
}
