import { accessSync, constants, readFileSync } from 'node:fs'
import { join } from 'node:path'
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core'
import { onTestFinished } from 'vitest'
import { keepEvidence } from './evidence.ts'
import { FirefoxWriter } from './firefox-writer.ts'
import { type Address, identityOf, pageOf, writeIdentity } from './writer.ts'

const note = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'encke', 'firefox')

/** The Firefox to test with: `ENCKE_FIREFOX`, or the one that `node setup.mjs test` found; null when there is none. */
export function findFirefox(): string | null {
  const chosen = process.env['ENCKE_FIREFOX']
  if (chosen) return chosen
  try {
    const path = readFileSync(note, 'utf8')
    accessSync(path, constants.X_OK)
    return path
  } catch {
    // Never noted, or removed since.
    return null
  }
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

export class TestFirefox {
  readonly #browser: Browser

  constructor(browser: Browser) {
    this.#browser = browser
  }

  /**
   * Somebody with cookies and storage of their own, and one tab open, who has told Encke their name. To be called inside
   * a test, with which they go; when it fails, `screenshots/` gets what they saw.
   */
  async person(name: string): Promise<FirefoxPerson> {
    const person = new FirefoxPerson({ name, context: await this.#browser.createBrowserContext() })
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
export class FirefoxPerson {
  readonly name: string
  readonly #context: BrowserContext
  readonly #pages: Page[] = []
  readonly #problems: string[] = []

  constructor({ name, context }: { name: string; context: BrowserContext }) {
    this.name = name
    this.#context = context
  }

  /** Their first tab. */
  get page(): Page {
    return this.#pages[0]!
  }

  /** Uncaught errors and console errors of all their tabs, oldest first: a good test expects none. */
  get problems(): readonly string[] {
    return this.#problems
  }

  /** Opens another tab, in front. */
  async newPage(): Promise<Page> {
    const page = await this.#context.newPage()
    this.#pages.push(page)
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => this.#problems.push(`uncaught: ${error instanceof Error ? error.stack : error}`))
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push(`console.error: ${message.text()}`)
    })
    await page.evaluateOnNewDocument(writeIdentity, identityOf(this))
    return page
  }

  /** Opens a document's page, in their first tab or in another one, and resolves when its text is the server's. */
  async opens(address: Address, page = this.page): Promise<FirefoxWriter> {
    const writer = new FirefoxWriter(page)
    await writer.page.goto(pageOf(address))
    await writer.synced()
    return writer
  }

  /** Writes what their tabs look like to `screenshots/<test>-<person>*`. */
  async record(testName: string): Promise<void> {
    const pictures = await this.#takePictures()
    await keepEvidence({ testName, personName: this.name, pictures, problems: this.#problems })
  }

  async close(): Promise<void> {
    await this.#context.close()
  }

  async #takePictures(): Promise<Uint8Array[]> {
    const pictures = this.#pages.filter((page) => !page.isClosed()).map((page) => page.screenshot())
    const settled = await Promise.allSettled(pictures) // a crashed tab has no picture; the others still do
    return settled.flatMap((picture) => (picture.status === 'fulfilled' ? [picture.value] : []))
  }
}
