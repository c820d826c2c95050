import type { BrowserContext, Locator, Page } from 'playwright-core'
import type { TransportName } from '../../protocol/transport-name.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { EnckeStatus } from '../elements/encke-status.ts'
import type { Chip } from '../elements/status-model.ts'
import type { ConnectionState } from '../provider/connection-state.ts'

/** Which document is opened, and how. */
export interface Address {
  /** The server's, without a slash at the end. */
  url: string
  document: string
  /** Only this transport; by default the best that works. */
  transport?: TransportName
}

/** A remote caret as it is drawn. */
export interface DrawnCaret {
  name: string
  /** Pixels of the window, of the middle of the line that is the caret. */
  left: number
  top: number
}

/** Who somebody is, for Encke. */
export interface Introduction {
  name: string
  color?: string
}

/** Tells Encke, on all pages of a browser profile, whose it is. Before the first page is opened. */
export async function introduce(context: BrowserContext, who: Introduction): Promise<void> {
  await context.addInitScript(writeIdentity, identityOf(who))
}

/** What Encke keeps of somebody in a browser's storage. */
export function identityOf({ name, color }: Introduction): string {
  return JSON.stringify({
    id: name.toLowerCase(),
    name,
    color: color ?? '#0073c7',
    colorChosen: color !== undefined,
  })
}

/** Runs in the page, before its own scripts. */
export function writeIdentity(text: string): void {
  try {
    // Not over a name that was changed on the page.
    if (localStorage.getItem('encke:identity') === null) localStorage.setItem('encke:identity', text)
  } catch {
    // A page without an origin, such as about:blank, has no storage.
  }
}

/** Makes a document with the documents API, as a program would. */
export async function createDocument(url: string, document: { id: string; title?: string; content?: string }) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/api/documents`, { method: 'POST', headers, body: JSON.stringify(document) })
  if (response.status !== 201) throw new Error(`the document was not made: ${response.status} ${await response.text()}`)
}

/** The URL of a document's page. */
export function pageOf({ url, document, transport }: Address): string {
  const query = transport ? `?transport=${transport}` : ''
  return `${url}/d/${encodeURIComponent(document)}${query}`
}

/** Opens a document's page and resolves when its text is the server's, and every key does what it is for. */
export async function openDocument(page: Page, address: Address): Promise<Writer> {
  await page.goto(pageOf(address))
  const writer = new Writer(page)
  await writer.synced()
  await writer.knows('search.open')
  return writer
}

/** What a writer does and sees, in any browser. */
export type AnyWriter = Pick<
  Writer,
  | 'synced'
  | 'knows'
  | 'types'
  | 'undoes'
  | 'selects'
  | 'text'
  | 'connection'
  | 'unsentEdits'
  | 'chip'
  | 'chipWords'
  | 'faces'
  | 'carets'
>

/** Somebody with a document open in a tab: what they do, and what they see. */
export class Writer {
  readonly page: Page
  /** The one editor of the page, or a chosen one of several. */
  readonly editor: Locator

  constructor(page: Page, selector = 'encke-editor') {
    this.page = page
    this.editor = page.locator(selector)
  }

  /** Resolves when the text has been the server's. */
  async synced(): Promise<void> {
    await this.editor.evaluate(async (editor: EnckeEditor) => {
      await customElements.whenDefined('encke-editor')
      await editor.whenSynced
    })
  }

  /** Resolves when the editor has a command of this id: what has commands and keys comes after the text. */
  async knows(command: string): Promise<void> {
    await this.editor.evaluate(
      (editor: EnckeEditor, command) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (editor.commands.find(command) === null) return
            stop()
            resolve()
          }
          const stop = editor.commands.subscribe(look)
          look()
        }),
      command,
    )
  }

  /** Types at the caret, wherever that is, key by key. */
  async types(text: string): Promise<void> {
    await this.editor.evaluate((editor: EnckeEditor) => editor.focus())
    await this.page.keyboard.type(text)
  }

  /** Takes back the last thing that they did, with the keyboard. */
  async undoes(): Promise<void> {
    await this.editor.evaluate((editor: EnckeEditor) => editor.focus())
    await this.page.keyboard.press('ControlOrMeta+z')
  }

  /** Puts the caret at a place in the text, or selects from there to `head`, as a click does. */
  async selects(anchor: number, head = anchor): Promise<void> {
    await this.editor.evaluate(
      (editor: EnckeEditor, selection) => {
        editor.focus()
        editor.view!.dispatch({ selection })
      },
      { anchor, head },
    )
  }

  text(): Promise<string> {
    return this.editor.evaluate((editor: EnckeEditor) => editor.value)
  }

  connection(): Promise<ConnectionState> {
    return this.editor.evaluate((editor: EnckeEditor) => editor.connection)
  }

  async unsentEdits(): Promise<number> {
    return (await this.connection()).unsentEdits
  }

  /** What the chip beside the title stands for. */
  chip(): Promise<Chip> {
    return this.page.locator('encke-status').evaluate((status: EnckeStatus) => status.chip)
  }

  /** The words of the chip. */
  chipWords(): Promise<string> {
    return this.page.locator('encke-status').locator('.chip').innerText()
  }

  /** The faces beside the title, as assistive technology reads them, in order. */
  faces(): Promise<string[]> {
    return facesIn(this.page.locator('encke-presence'))
  }

  /** The carets of others that are drawn in the text. */
  carets(): Promise<DrawnCaret[]> {
    return this.editor.locator('.encke-caret').evaluateAll((carets) =>
      carets.map((caret) => {
        const { left, width, top } = caret.getBoundingClientRect()
        return { name: caret.textContent ?? '', left: left + width / 2, top }
      }),
    )
  }

  /** Where a position of the text is drawn, in pixels of the window. */
  placeOf(position: number): Promise<{ left: number; top: number }> {
    return this.editor.evaluate((editor: EnckeEditor, position) => {
      const { left, top } = editor.view!.coordsAtPos(position)!
      return { left, top }
    }, position)
  }
}

/** The faces in an `<encke-presence>`, as assistive technology reads them, in order. */
export function facesIn(presence: Locator): Promise<string[]> {
  return presence
    .locator('.face')
    .evaluateAll((faces) => faces.map((face) => face.getAttribute('aria-label') ?? '(no name)'))
}
