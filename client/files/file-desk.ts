import type { EditorView } from '@codemirror/view'
import { Paperclip } from 'lucide-static'
import { addressOfToken, isLinkToken } from '../../protocol/link-address.ts'
import { editorEvent } from '../elements/editor-events.ts'
import type { FilesHost, FilesOptions } from '../elements/files-host.ts'
import { adoptStyles } from '../writing/adopt-styles.ts'
import { notify } from '../writing/notice.ts'
import { cardStyles, FileCard } from './file-card.ts'
import { type FilePhrases, filePhrases } from './file-phrases.ts'
import { pendingFiles, settlePending, showPending } from './pending-files.ts'
import { type NoText, textOfFile } from './text-of-file.ts'
import { documentUploads, markdownOf, UploadError, type UploadHandler } from './upload.ts'

/** The most files that are on their way from one editor. */
const maxFiles = 20

/**
 * Takes files into a text: dropped, pasted or chosen. Texts become part of it; images and other files are sent to the
 * server, or to what the page has for it, while an element stands in their place that only this reader sees.
 */
export class FileDesk {
  readonly #host: FilesHost
  readonly #options: FilesOptions
  readonly #uploads = new Map<number, AbortController>()
  #lastId = 0

  constructor(host: FilesHost, options: FilesOptions) {
    this.#host = host
    this.#options = options
    host.commands.add({
      id: 'file.insert',
      label: (language) => filePhrases(language)['files.insert'],
      keywords: (language) => filePhrases(language)['files.find'],
      icon: Paperclip,
      isAvailable: () => this.#view?.state.readOnly === false && this.#handler !== null,
      run: () => this.#choose(),
    })
  }

  /** Takes files at an offset of the text. What cannot be taken is refused with a word. */
  take(files: readonly File[], pos: number): void {
    const view = this.#view
    if (view === null || view.state.readOnly) return
    const phrases = this.#phrases
    for (const [index, file] of files.entries()) {
      if (isText(file)) void this.#insertText(view, file, pos)
      else if (!this.#host.dispatchEvent(editorEvent('encke-upload', { file }, { cancelable: true }))) continue
      else if (this.#handler === null) notify(view, phrases['files.nowhere'])
      else if (this.#uploads.size >= maxFiles) notify(view, phrases['files.many'](maxFiles))
      else this.#start(view, file, { pos, endsLine: index < files.length - 1 })
    }
  }

  /** Another text is shown: what was on its way to the last one is given up. */
  forget(): void {
    for (const upload of this.#uploads.values()) upload.abort()
    this.#uploads.clear()
  }

  get #view(): EditorView | null {
    return this.#host.view
  }

  get #phrases(): FilePhrases {
    return filePhrases(this.#options.language())
  }

  get #handler(): UploadHandler | null {
    if (this.#host.uploadHandler) return this.#host.uploadHandler
    const target = this.#options.target()
    if (target === null) return null
    const { server, document, token } = target
    return documentUploads({ server, address: token !== null && isLinkToken(token) ? addressOfToken(token) : document })
  }

  async #insertText(view: EditorView, file: File, pos: number): Promise<void> {
    const read = await textOfFile(file)
    if ('problem' in read) return notify(view, this.#phrases[noTextPhrases[read.problem]](file.name))
    if (view.state.readOnly || !view.dom.isConnected) return
    const from = Math.min(pos, view.state.doc.length)
    view.dispatch({
      changes: { from, insert: read.text },
      selection: { anchor: from },
      userEvent: 'input.drop',
      scrollIntoView: true,
    })
  }

  #start(view: EditorView, file: File, { pos, endsLine }: { pos: number; endsLine: boolean }): void {
    adoptStyles(view.root as Document | ShadowRoot, cardStyles)
    this.#lastId += 1
    const id = this.#lastId
    const card = new FileCard(file.name, {
      phrases: this.#phrases,
      cancel: () => {
        this.#uploads.get(id)?.abort()
        this.#uploads.delete(id)
        settlePending(view, id, null)
        view.focus()
      },
      retry: () => void this.#send(view, id, file, card),
    })
    showPending(view, { id, element: card.element, endsLine, pos: Math.min(pos, view.state.doc.length) })
    void this.#send(view, id, file, card)
  }

  async #send(view: EditorView, id: number, file: File, card: FileCard): Promise<void> {
    const handler = this.#handler
    if (handler === null) return
    const upload = new AbortController()
    this.#uploads.set(id, upload)
    card.showWaiting()
    try {
      const answer = await handler(file, { signal: upload.signal, progress: (part) => card.showProgress(part) })
      const {
        url,
        name = file.name,
        image = file.type.startsWith('image/'),
      } = typeof answer === 'string' ? { url: answer } : answer
      this.#uploads.delete(id)
      settlePending(view, id, markdownOf({ url, name, image }))
    } catch (error) {
      if (upload.signal.aborted) return
      this.#uploads.delete(id)
      const stillThere = view.state.field(pendingFiles, false)?.some((each) => each.id === id)
      if (stillThere) card.showFailure(this.#wordsOf(error, file.name), { canRetry: !isFinal(error) })
    }
  }

  #wordsOf(error: unknown, name: string): string {
    const phrases = this.#phrases
    const { code, maxBytes } = error instanceof UploadError ? error : { code: '', maxBytes: null }
    switch (code) {
      case 'FILE_TOO_LARGE':
      case '413': {
        if (maxBytes === null) return phrases['files.too-large-unknown'](name)
        const format = new Intl.NumberFormat(this.#options.language(), { style: 'unit', unit: 'megabyte' })
        return phrases['files.too-large'](name, format.format(Math.floor(maxBytes / 1_000_000)))
      }
      case 'FILES_FULL':
        return phrases['files.full'](name)
      case 'FILE_NOT_IMAGE':
        return phrases['files.no-image'](name)
      case 'ROLE_FORBIDDEN':
      case 'NOT_FOUND':
        return phrases['files.forbidden'](name)
      case 'DOCUMENT_TRASHED':
      case 'DOCUMENT_DELETED':
        return phrases['files.deleted'](name)
      case 'STORE_UNAVAILABLE':
      case 'TOO_MANY_UPLOADS':
        return phrases['files.unavailable'](name)
      default:
        return phrases['files.failed'](name)
    }
  }

  #choose(): void {
    const view = this.#view
    if (view === null) return
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.addEventListener('change', () => this.take([...(input.files ?? [])], view.state.selection.main.to))
    input.click()
  }
}

/** Codes of what will never be taken, however often it is sent. */
const finalCodes = [
  'FILE_TOO_LARGE',
  '413',
  'FILES_FULL',
  'FILE_NOT_IMAGE',
  'ROLE_FORBIDDEN',
  'NOT_FOUND',
  'DOCUMENT_DELETED',
]

function isFinal(error: unknown): boolean {
  return error instanceof UploadError && finalCodes.includes(error.code)
}

const noTextPhrases = {
  large: 'files.text-too-large',
  binary: 'files.no-text',
  unreadable: 'files.unreadable',
} as const satisfies Record<NoText, keyof FilePhrases>

/** What is put into the text as it is, by its name: what browsers say of a type differs. */
function isText({ name, type }: File): boolean {
  return /\.(?:md|markdown|txt)$/i.test(name) || (type === 'text/plain' && !name.includes('.'))
}
