import type { ReactiveController } from 'lit'
import type { FileDesk } from '../files/file-desk.ts'
import type { FilesHost, FilesOptions } from './files-host.ts'

/**
 * Catches the files that are dropped on its host or pasted into it, and hands them to `files/file-desk.ts`, which is
 * loaded after the text.
 */
export class FilesController implements ReactiveController {
  readonly #host: FilesHost
  readonly #options: FilesOptions
  #desk: Promise<FileDesk> | null = null

  constructor(host: FilesHost, options: FilesOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
    // Before the editor, which would take a dropped file for a text, whatever it is.
    host.addEventListener('paste', (event) => this.#onPaste(event), { capture: true })
    host.addEventListener('drop', (event) => this.#onDrop(event), { capture: true })
    host.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    })
    host.addEventListener('encke-ready', () => void this.#desk?.then((desk) => desk.forget()))
  }

  hostUpdated(): void {
    if (this.#host.view !== null) void this.#open().catch(() => {}) // The next update tries again.
  }

  #onPaste(event: ClipboardEvent): void {
    const { clipboardData } = event
    // A word processor offers a picture of the words beside them: the words are what is meant.
    if (!clipboardData?.files.length || clipboardData.types.includes('text/plain')) return
    this.#take(event, clipboardData.files, this.#host.view?.state.selection.main.to ?? 0)
  }

  #onDrop(event: DragEvent): void {
    const files = event.dataTransfer?.files
    if (!files?.length) return
    const view = this.#host.view
    const pos = view?.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view?.state.selection.main.to
    this.#take(event, files, pos ?? 0)
  }

  #take(event: Event, files: FileList, pos: number): void {
    // Or the browser would leave the page to show the file.
    event.preventDefault()
    event.stopPropagation()
    const taken = [...files]
    void this.#open().then((desk) => desk.take(taken, pos))
  }

  #open(): Promise<FileDesk> {
    this.#desk ??= import('../files/file-desk.ts').then(
      ({ FileDesk }) => new FileDesk(this.#host, this.#options),
      (error: unknown) => {
        this.#desk = null
        throw error
      },
    )
    return this.#desk
  }
}
