import { expect } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { EnckeStatus } from '../elements/encke-status.ts'
import type { Chip } from '../elements/status-model.ts'
import type { ConnectionState } from '../provider/connection-state.ts'
import type { DrivenPage, Place } from './driven-page.ts'
import { type Address, type AnyWriter, type DrawnCaret, identityOf, pageOf } from './writer.ts'

/** Somebody in a browser that Playwright does not drive; they have one such tab, or more. */
export interface DrivenPerson {
  readonly name: string
  readonly page: DrivenPage
  /** Uncaught errors and console errors of all their tabs, oldest first: a good test expects none. */
  readonly problems: readonly string[]
  /** Opens another tab, in front. */
  newPage(): Promise<DrivenPage>
  /** Opens a document's page, in their first tab or in another one, and resolves when its text is the server's. */
  opens(address: Address, page?: DrivenPage): Promise<DrivenWriter>
}

/** A browser that Playwright does not drive. */
export interface DrivenBrowser {
  /** Somebody with storage of their own, who has told Encke their name. To be called inside a test, with which they go. */
  person(name: string): Promise<DrivenPerson>
  close(): Promise<void>
}

/** Tells Encke at that server who somebody is, in their first tab; whoever was there before is forgotten. */
export async function introduceAnew(person: DrivenPerson, { url }: Address): Promise<void> {
  // From a page that has no script: not every driver runs something before a page.
  await person.page.goto(`${url}/healthz`)
  await person.page.evaluate(storeIdentity, identityOf(person))
}

/** Runs in the page. */
function storeIdentity(_everywhere: unknown, text: string): void {
  localStorage.clear()
  localStorage.setItem('encke:identity', text)
}

/** Somebody with a document open in any browser: does and sees what a `Writer` in Chromium does, and some more. */
export class DrivenWriter implements AnyWriter {
  readonly page: DrivenPage

  constructor(page: DrivenPage) {
    this.page = page
  }

  async opens(address: Address): Promise<void> {
    await this.page.goto(pageOf(address))
    await this.synced()
    await this.knows('search.open')
  }

  async synced(): Promise<void> {
    await expect.poll(() => this.page.evaluate((everywhere) => everywhere('encke-editor').length)).toBeGreaterThan(0)
    await this.page.evaluate(async (everywhere) => {
      await customElements.whenDefined('encke-editor')
      await everywhere<EnckeEditor>('encke-editor')[0]!.whenSynced
    })
  }

  async knows(command: string): Promise<void> {
    const isKnown = () =>
      this.page.evaluate(
        (everywhere, command) => everywhere<EnckeEditor>('encke-editor')[0]!.commands.find(command) !== null,
        command,
      )
    await expect.poll(isKnown, { message: `the command ${command}` }).toBe(true)
  }

  async types(text: string): Promise<void> {
    await this.#focuses()
    await this.page.type(text)
  }

  async undoes(): Promise<void> {
    await this.#focuses()
    await this.page.press('Control+z')
  }

  async selects(anchor: number, head = anchor): Promise<void> {
    await this.page.evaluate(
      (everywhere, selection) => {
        const [editor] = everywhere<EnckeEditor>('encke-editor')
        editor!.focus()
        editor!.view!.dispatch({ selection })
      },
      { anchor, head },
    )
  }

  /** Where a position of the text is drawn: the middle of the line. */
  placeOf(position: number): Promise<Place> {
    return this.page.evaluate((everywhere, position) => {
      const { left, top, bottom } = everywhere<EnckeEditor>('encke-editor')[0]!.view!.coordsAtPos(position)!
      return { x: left + 1, y: (top + bottom) / 2 }
    }, position)
  }

  text(): Promise<string> {
    return this.page.evaluate((everywhere) => everywhere<EnckeEditor>('encke-editor')[0]!.value)
  }

  connection(): Promise<ConnectionState> {
    return this.page.evaluate((everywhere) => everywhere<EnckeEditor>('encke-editor')[0]!.connection)
  }

  async unsentEdits(): Promise<number> {
    return (await this.connection()).unsentEdits
  }

  chip(): Promise<Chip> {
    return this.page.evaluate((everywhere) => everywhere<EnckeStatus>('encke-status')[0]!.chip)
  }

  async chipWords(): Promise<string> {
    return (await this.reads('.chip'))[0] ?? ''
  }

  faces(): Promise<string[]> {
    return this.page.evaluate((everywhere) =>
      everywhere('.face')
        .filter(
          (face) =>
            ((face.getRootNode() as ShadowRoot).host as HTMLElement | undefined)?.localName === 'encke-presence',
        )
        .map((face) => face.getAttribute('aria-label') ?? '(no name)'),
    )
  }

  carets(): Promise<DrawnCaret[]> {
    return this.page.evaluate((everywhere) =>
      everywhere('.encke-caret').map((caret) => {
        const { left, width, top } = caret.getBoundingClientRect()
        return { name: caret.textContent ?? '', left: left + width / 2, top }
      }),
    )
  }

  /** The words of everything that matches and can be seen. */
  reads(selector: string): Promise<string[]> {
    return this.page.evaluate(
      (everywhere, selector) =>
        everywhere(selector)
          .filter((element) => element.checkVisibility())
          .map((element) => element.innerText.trim()),
      selector,
    )
  }

  /** Clicks the first that matches, is called so and can be clicked, once it stands still. */
  async clicks(selector: string, name?: string): Promise<void> {
    let last: Place | null = null
    const isStill = async () => {
      const place = await this.#clickable(selector, name)
      const still = place !== null && place.x === last?.x && place.y === last.y
      last = place
      return still
    }
    await expect.poll(isStill, { message: `${name ?? 'one'} of ${selector} can be clicked` }).toBe(true)
    await this.page.click(last!)
  }

  async #focuses(): Promise<void> {
    await this.page.evaluate((everywhere) => everywhere<EnckeEditor>('encke-editor')[0]!.focus())
  }

  /** The middle of it, scrolled into the window, where nothing lies over it. */
  #clickable(selector: string, name: string | undefined): Promise<Place | null> {
    return this.page.evaluate(
      (everywhere, selector, name) => {
        const words = (element: HTMLElement) => (element.getAttribute('aria-label') ?? element.innerText).trim()
        const found = everywhere(selector).find(
          (element) => element.checkVisibility() && (name === null || words(element).startsWith(name)),
        )
        if (!found) return null
        found.scrollIntoView({ block: 'nearest' })
        const { left, top, width, height } = found.getBoundingClientRect()
        const place = { x: Math.round(left + width / 2), y: Math.round(top + height / 2) }
        const under = (found.getRootNode() as Document | ShadowRoot).elementFromPoint(place.x, place.y)
        return under !== null && (found.contains(under) || under.contains(found)) ? place : null
      },
      selector,
      name ?? null,
    )
  }
}
