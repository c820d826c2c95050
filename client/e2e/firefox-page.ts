import type { KeyInput, Page } from 'puppeteer-core'
import { type DrivenPage, type Everywhere, expressionOf, keysOf, type Place } from './driven-page.ts'

/** Somebody types so fast, in milliseconds: Firefox takes the keys of one call after those of another, unless they last. */
const KEY_MS = 5

/** A tab of Firefox, driven over WebDriver BiDi. */
export class FirefoxPage implements DrivenPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async goto(url: string): Promise<void> {
    await this.#page.goto(url)
  }

  async goBack(): Promise<void> {
    await this.#page.goBack()
  }

  async close(): Promise<void> {
    await this.#page.close({ runBeforeUnload: true })
  }

  /** Closes the tab as a crash does, if it is still there. */
  async end(): Promise<void> {
    if (!this.#page.isClosed()) await this.#page.close()
  }

  async bringToFront(): Promise<void> {
    await this.#page.bringToFront()
  }

  async evaluate<Result, Arguments extends readonly unknown[]>(
    does: (everywhere: Everywhere, ...args: Arguments) => Result,
    ...args: Arguments
  ): Promise<Awaited<Result>> {
    return (await this.#page.evaluate(expressionOf(does, args))) as Awaited<Result>
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text, { delay: KEY_MS })
  }

  async press(chord: string): Promise<void> {
    const { keyboard } = this.#page
    const keys = keysOf(chord) as KeyInput[]
    for (const key of keys) await keyboard.down(key)
    for (const key of keys.reverse()) await keyboard.up(key)
  }

  async click({ x, y }: Place, { times = 1 } = {}): Promise<void> {
    await this.#page.mouse.click(x, y, { count: times })
  }

  async drag(from: Place, to: Place): Promise<void> {
    const { mouse } = this.#page
    await mouse.move(from.x, from.y)
    await mouse.down()
    await mouse.move(to.x, to.y)
    await mouse.up()
  }

  async screenshot(): Promise<Uint8Array> {
    return await this.#page.screenshot()
  }
}
