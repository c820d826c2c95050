import type { LitElement } from 'lit'
import {
  Copy,
  Eye,
  FileCode,
  FileDown,
  FileType,
  Keyboard,
  Pencil,
  PenLine,
  Printer,
  Settings,
  Share2,
  Trash2,
} from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { pathOfPage, tokenOfAddress } from '../../protocol/link-address.ts'
import { type EditorMode, isCodeMode } from '../editor/editor-mode.ts'
import { download } from '../elements/download.ts'
import type { EditorLayout } from '../elements/editor-layout.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { ExportFormat } from '../writing/export-text.ts'
import type { MenuItem } from './action-menu.ts'
import { createDocument, trashDocument } from './documents-client.ts'
import { makesComments } from './help-key.ts'
import { load, openDocumentKeys, openSettings } from './open-dialog.ts'
import type { PageLocalizeController } from './page-localize.ts'
import { leaveTrashedNote } from './trashed-note.ts'

/** How long the last edits are waited for before a document goes into the trash, in milliseconds. */
const flushWithinMs = 2_000

export interface DocumentMenuOptions {
  /** The page, where dialogs open. */
  page: LitElement
  /** The document's id, or the address of a link to it. */
  id: string
  localize: PageLocalizeController
  editor: () => EnckeEditor | null
  /** What the document is called. */
  name: () => string
  /**
   * What a narrow page has no room for beside the title; false where there is room. `layout` is null without a preview,
   * `share` where there is room for it.
   */
  narrow: () =>
    | false
    | { layout: EditorLayout | null; show: (layout: EditorLayout) => void; share: (() => void) | null }
  /** Puts the focus into the title. */
  rename: () => void
  /** Something could not be done. */
  failed: (what: string) => void
}

/** What can be done with a whole document on its page, as the items of its menu. */
export class DocumentMenu {
  readonly #options: DocumentMenuOptions

  constructor(options: DocumentMenuOptions) {
    this.#options = options
  }

  get items(): MenuItem[] {
    const { localize, rename, page, id, editor } = this.#options
    const term = localize.term.bind(localize)
    // A link leads to one document: it gives no right to end it, or to make others.
    const shown = editor()
    const helpKey = shown && makesComments(shown) ? '?' : 'Mod-/'
    const isLink = tokenOfAddress(id) !== null
    const items: (MenuItem | null)[] = [
      ...this.#narrowItems(),
      { label: term('document.rename'), icon: Pencil, begins: this.#narrowItems().length > 0, run: rename },
      isLink ? null : { label: term('document.duplicate'), icon: Copy, run: () => void this.#duplicate() },
      ...this.#modeItems(),
      ...this.#fileItems(),
      { label: term('document.download-html'), icon: FileCode, run: () => this.#download('html') },
      { label: term('document.print'), icon: Printer, key: 'Mod-p', run: () => this.#print() },
      { label: term('document.keys'), icon: Keyboard, key: helpKey, begins: true, run: () => void this.openKeys() },
      { label: term('document.settings'), icon: Settings, run: () => void openSettings(page) },
      isLink
        ? null
        : {
            label: term('document.delete'),
            icon: Trash2,
            isDangerous: true,
            begins: true,
            run: () => void this.#trash(),
          },
    ]
    return items.filter((item) => item !== null)
  }

  #modeItems(): MenuItem[] {
    const { localize, editor } = this.#options
    const change = editor()?.commands.find('mode.choose') ?? null
    if (change === null || change.isAvailable?.() === false) return []
    return [{ label: localize.term('document.mode'), icon: FileType, begins: true, run: () => change.run() }]
  }

  #fileItems(): MenuItem[] {
    const { localize } = this.#options
    const item = (words: 'md' | 'txt' | 'source', format: ExportFormat, begins: boolean): MenuItem => ({
      label: localize.term(`document.download-${words}`),
      icon: FileDown,
      begins,
      run: () => this.#download(format),
    })
    if (isCodeMode(this.#mode)) return [item('source', 'txt', true)]
    if (this.#mode === 'plain') return [item('txt', 'txt', true)]
    return [item('md', 'md', true), item('txt', 'txt', false)]
  }

  get #mode(): EditorMode {
    return this.#options.editor()?.textMode ?? 'markdown'
  }

  #narrowItems(): MenuItem[] {
    const { localize, narrow } = this.#options
    const page = narrow()
    if (page === false) return []
    const items: MenuItem[] = []
    if (page.share) items.push({ label: localize.term('document.share'), icon: Share2, run: page.share })
    if (page.layout !== null) {
      const other = page.layout === 'preview' ? 'edit' : 'preview'
      const run = () => page.show(other)
      items.push({ label: localize.term(`view.${other}`), icon: other === 'edit' ? PenLine : Eye, run })
    }
    return items
  }

  /** Has the help on keys found by name, beside the editor's own commands. */
  offer({ commands }: EnckeEditor): void {
    const { localize } = this.#options
    const label = () => localize.term('document.keys')
    commands.add({ id: 'page.keys', label, icon: Keyboard, run: () => void this.openKeys() })
  }

  openKeys(): Promise<void> {
    const { page, editor } = this.#options
    return openDocumentKeys(page, editor()?.commands ?? null)
  }

  async #duplicate(): Promise<void> {
    const { localize, editor, name, failed } = this.#options
    try {
      const title = localize.term('document.copy-of', name()).slice(0, 200)
      const { id } = await createDocument({ title, mode: this.#mode, content: editor()?.value ?? '' })
      location.assign(pathOfPage(id))
    } catch {
      failed(localize.term('list.create-failed'))
    }
  }

  #print(): void {
    const { page, editor } = this.#options
    void load(page, Promise.resolve(editor()?.print()))
  }

  #download(format: ExportFormat): void {
    void this.#write(format).catch(() => this.#options.failed(this.#options.localize.term('document.download-failed')))
  }

  async #write(format: ExportFormat): Promise<void> {
    const { editor, name } = this.#options
    const file = await editor()?.exportAs(format)
    if (file) download(name(), await this.#endingOf(format), file)
  }

  /** Code is called as its language has it, and not `.txt`. */
  async #endingOf(format: ExportFormat): Promise<string> {
    if (format !== 'txt' || !isCodeMode(this.#mode)) return format
    return (await import('../writing/mode-names.ts')).endingOf(this.#mode)
  }

  /** No question: the list offers to undo it. */
  async #trash(): Promise<void> {
    const { id, localize, editor, name, failed } = this.#options
    try {
      await Promise.race([editor()?.flush(), new Promise<void>((resolve) => systemClock.after(flushWithinMs, resolve))])
      await trashDocument(id)
    } catch {
      failed(localize.term('document.delete-failed'))
      return
    }
    leaveTrashedNote({ id, name: name() })
    location.assign('/')
  }
}
