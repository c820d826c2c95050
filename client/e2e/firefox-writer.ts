import type { Page } from 'puppeteer-core'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { EnckePresence } from '../elements/encke-presence.ts'
import type { EnckeStatus } from '../elements/encke-status.ts'
import type { Chip } from '../elements/status-model.ts'
import type { ConnectionState } from '../provider/connection-state.ts'
import type { AnyWriter, DrawnCaret } from './writer.ts'

/** Somebody types so fast, in milliseconds: Firefox takes the keys of one call after those of another, unless they last. */
const KEY_MS = 5

/** Somebody with a document open in a tab of Firefox; does and sees what a `Writer` in Chromium does. */
export class FirefoxWriter implements AnyWriter {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async synced(): Promise<void> {
    await this.page.waitForSelector('>>> encke-editor')
    await this.#editor(async (editor) => {
      await customElements.whenDefined('encke-editor')
      await editor.whenSynced
    })
  }

  async types(text: string): Promise<void> {
    await this.#editor((editor) => editor.focus())
    await this.page.keyboard.type(text, { delay: KEY_MS })
  }

  async undoes(): Promise<void> {
    const { keyboard } = this.page
    await this.#editor((editor) => editor.focus())
    const modifier = process.platform === 'darwin' ? 'Meta' : 'Control'
    await keyboard.down(modifier)
    await keyboard.press('z')
    await keyboard.up(modifier)
  }

  async selects(anchor: number, head = anchor): Promise<void> {
    await this.#editor(
      (editor, selection) => {
        editor.focus()
        editor.view!.dispatch({ selection })
      },
      { anchor, head },
    )
  }

  text(): Promise<string> {
    return this.#editor((editor) => editor.value)
  }

  connection(): Promise<ConnectionState> {
    return this.#editor((editor) => editor.connection)
  }

  async unsentEdits(): Promise<number> {
    return (await this.connection()).unsentEdits
  }

  chip(): Promise<Chip> {
    return this.page.$eval('>>> encke-status', (status) => (status as EnckeStatus).chip)
  }

  chipWords(): Promise<string> {
    return this.page.$eval('>>> encke-status >>>> .chip', (chip) => (chip as HTMLElement).innerText)
  }

  faces(): Promise<string[]> {
    return this.page.$eval('>>> encke-presence', (presence) =>
      [...(presence as EnckePresence).renderRoot.querySelectorAll('.face')].map(
        (face) => face.getAttribute('aria-label') ?? '(no name)',
      ),
    )
  }

  carets(): Promise<DrawnCaret[]> {
    return this.#editor((editor) =>
      [...editor.renderRoot.querySelectorAll('.encke-caret')].map((caret) => {
        const { left, width, top } = caret.getBoundingClientRect()
        return { name: caret.textContent ?? '', left: left + width / 2, top }
      }),
    )
  }

  /** Runs in the page, with the one editor that it has. */
  #editor<Result, Arguments extends unknown[]>(
    does: (editor: EnckeEditor, ...args: Arguments) => Result,
    ...args: Arguments
  ): Promise<Awaited<Result>> {
    return this.page.$eval('>>> encke-editor', does as (element: Element, ...args: unknown[]) => Result, ...args)
  }
}
