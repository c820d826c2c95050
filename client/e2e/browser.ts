import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { onTestFailed, onTestFinished } from 'vitest'
import { launchChromium } from './chromium.ts'
import { keepEvidence } from './evidence.ts'

export interface BrowserOptions {
  /** Pages that are left are kept for "back", as they are outside of tests. */
  keepsPages?: boolean
}

/** Their window, language, permissions and the like; English by default. */
export type PersonOptions = BrowserContextOptions

/**
 * A Chromium without a window: `await using browser = await launchBrowser()`.
 * Each person in it is a browser profile of their own. May be shared by the tests of a file.
 */
export async function launchBrowser(options: BrowserOptions = {}): Promise<TestBrowser> {
  return new TestBrowser(await launchChromium(options))
}

export class TestBrowser {
  readonly #browser: Browser
  readonly #people = new Set<Person>()

  constructor(browser: Browser) {
    this.#browser = browser
  }

  /**
   * Somebody with cookies, storage and tabs of their own, and one tab open. To be called inside a test:
   * when it fails, `screenshots/` gets a picture of each of their tabs and what the pages complained about.
   */
  async person(name: string, options: PersonOptions = {}): Promise<Person> {
    const context = await this.#browser.newContext({ locale: 'en-US', ...options })
    context.setDefaultTimeout(30_000)
    const person = new Person({ name, context, page: await context.newPage() })
    this.#people.add(person)
    onTestFinished(async ({ task }) => {
      if (person.isLeaving) await person.close({ isSeen: task.result?.state === 'fail' })
    })
    onTestFailed(({ task }) => person.record(task.name))
    return person
  }

  /** Ends the browser as a crash does: none of its pages is told, and nothing more can be done with it. */
  async kill(): Promise<void> {
    this.#people.clear()
    const session = await this.#browser.newBrowserCDPSession()
    const gone = new Promise((resolve) => this.#browser.once('disconnected', resolve))
    session.send('Browser.crash').catch(() => {}) // nobody is left to answer
    await gone
  }

  async close(): Promise<void> {
    for (const person of this.#people) await person.close()
    await this.#browser.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** One person's browser profile. */
export class Person {
  readonly name: string
  readonly context: BrowserContext
  /** Their first tab; more with `context.newPage()`. */
  readonly page: Page
  readonly #problems: string[] = []
  #pictures: Buffer[] | null = null
  #isLeaving = false

  constructor({ name, context, page }: { name: string; context: BrowserContext; page: Page }) {
    this.name = name
    this.context = context
    this.page = page
    context.on('weberror', (error) => this.#problems.push(`uncaught: ${error.error().stack ?? error.error()}`))
    context.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push(`console.error: ${message.text()}`)
    })
  }

  /** Uncaught errors and console errors of all their tabs, oldest first: a good test expects none. */
  get problems(): readonly string[] {
    return this.#problems
  }

  /** Writes what their tabs look like, or looked like when they were closed, to `screenshots/<test>-<person>*`. */
  async record(testName: string): Promise<void> {
    const pictures = this.#pictures ?? (await this.#takePictures())
    await keepEvidence({ testName, personName: this.name, pictures, problems: this.#problems })
  }

  /** They go when the test is over. */
  get isLeaving(): boolean {
    return this.#isLeaving
  }

  /** Closes their tabs when the test is over: only then is it known whether anybody wants pictures of them. */
  leavesWithTest(): void {
    this.#isLeaving = true
  }

  /** Closes their tabs now. Idempotent. Not `isSeen`: a record that is asked for later has no pictures. */
  async close({ isSeen = true } = {}): Promise<void> {
    if (this.#pictures) return
    this.#pictures = isSeen ? await this.#takePictures() : []
    await this.context.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leavesWithTest()
  }

  async #takePictures(): Promise<Buffer[]> {
    const pictures = this.context.pages().map((page) => page.screenshot({ timeout: 5_000 }))
    const settled = await Promise.allSettled(pictures) // a crashed tab has no picture; the others still do
    return settled.flatMap((picture) => (picture.status === 'fulfilled' ? [picture.value] : []))
  }
}
