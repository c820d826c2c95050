import { pathOfPage } from '../../protocol/link-address.ts'
import { copyText } from '../elements/copy-text.ts'
import { asRequestError, type RequestError } from '../elements/request.ts'
import {
  createDocument,
  type DocumentSummary,
  nameOf,
  readText,
  renameDocument,
  restoreDocument,
  trashDocument,
} from './documents-client.ts'
import type { DocumentsController } from './documents-controller.ts'
import type { HomeLocalizeController } from './home-localize.ts'
import type { Notice } from './page-notice.ts'
import type { TrashedNote } from './trashed-note.ts'

export interface DocumentActionsOptions {
  localize: HomeLocalizeController
  untitled: () => string
  /** Why a request failed, in words. */
  reason: (error: RequestError) => string
  documents: Pick<DocumentsController, 'replace' | 'load'>
  notify: (notice: Notice) => void
}

/**
 * What can be done with a document on the list. Each shows at once, and is told back with a notice when the server does
 * not go along. Never rejects.
 */
export class DocumentActions {
  readonly #options: DocumentActionsOptions

  constructor(options: DocumentActionsOptions) {
    this.#options = options
  }

  /** Gives it another title, or none. */
  async rename(document: DocumentSummary, title: string): Promise<void> {
    const { documents } = this.#options
    documents.replace(document.id, { ...document, title })
    await this.#try(document, async () => {
      await renameDocument(document.id, title)
      await documents.load()
    })
  }

  /** Makes another document with its text. */
  async duplicate(document: DocumentSummary): Promise<void> {
    const { localize, documents } = this.#options
    await this.#try(document, async () => {
      const content = await readText(document.id)
      const name = nameOf(document)
      const mode = document.mode === '' ? {} : { mode: document.mode }
      await createDocument({ ...mode, content, title: name ? localize.term('row.copy-of', name).slice(0, 200) : '' })
      await documents.load()
    })
  }

  /** Copies the address of its page. */
  async copyLink({ id }: DocumentSummary): Promise<void> {
    const { localize, notify } = this.#options
    const copied = await copyText(location.origin + pathOfPage(id))
    notify({ text: localize.term(copied ? 'row.copied' : 'row.copy-failed') })
  }

  /** Puts it into the trash, and offers to undo that. */
  async trash(document: DocumentSummary): Promise<void> {
    this.#options.documents.replace(document.id, null)
    const trashing = trashDocument(document.id)
    this.offerUndo({ id: document.id, name: this.#called(document) }, trashing)
    await this.#try(document, () => trashing)
  }

  /** Says that a document is in the trash, with a button that brings it back, as soon as it is there. */
  offerUndo({ id, name }: TrashedNote, trashing: Promise<void> = Promise.resolve()): void {
    const { localize, notify } = this.#options
    notify({
      text: localize.term('row.trashed', name),
      action: { label: localize.term('row.undo'), run: () => void this.#restore({ id, name }, trashing) },
    })
  }

  async #restore({ id, name }: TrashedNote, trashing: Promise<void>): Promise<void> {
    const { localize, documents, notify } = this.#options
    await this.#try({ id, title: name, heading: '' }, async () => {
      await trashing
      await restoreDocument(id)
      await documents.load()
      notify({ text: localize.term('row.restored', name) })
    })
  }

  async #try(document: Pick<DocumentSummary, 'id' | 'title' | 'heading'>, action: () => Promise<void>): Promise<void> {
    try {
      await action()
    } catch (error) {
      const { localize, reason, documents, notify } = this.#options
      notify({
        text: `${localize.term('row.failed', this.#called(document))} ${reason(asRequestError(error))}`,
        stays: true,
      })
      await documents.load()
    }
  }

  #called(document: Pick<DocumentSummary, 'title' | 'heading'>): string {
    return nameOf(document) || this.#options.untitled()
  }
}
