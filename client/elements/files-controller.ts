import type { ReactiveController } from 'lit'
import type { FileDesk } from '../files/file-desk.ts'
import type { FilesHost, FilesOptions } from './files-host.ts'
import { RetryController } from './retry-controller.ts'

/**
 * Catches the files that are dropped on its host or pasted into it, and hands them to `files/file-desk.ts`, which is
 * loaded after the text.
 */
export class FilesController implements ReactiveController {
  readonly #host: FilesHost
  readonly #options: FilesOptions
  readonly #retry: RetryController
  #desk: Promise<FileDesk> | null = null
  #hasRefused = false

  constructor(host: FilesHost, options: FilesOptions) {
    this.#host = host
    this.#options = options
    this.#retry = new RetryController(host, options)
    host.addController(this)
    // Before the editor, which would take a dropped file for a text, whatever it is.
    host.addEventListener('paste', (event) => this.#onPaste(event), { capture: true })
    host.addEventListener('drop', (event) => this.#onDrop(event), { capture: true })
    host.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    })
    host.addEventListener('encke-ready', () => void this.#desk?.then((desk) => desk.forget()))
  }

  /** Files were not taken: what takes them is not there yet. */
  get problem(): 'files.away' | null {
    return this.#hasRefused ? 'files.away' : null
  }

  hostUpdated(): void {
    if (this.#host.view !== null) this.#open().catch(() => this.#retry.ask())
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
    this.#open().then(
      (desk) => desk.take(taken, pos),
      () => this.#refuse(true),
    )
  }

  #open(): Promise<FileDesk> {
    this.#desk ??= import('../files/file-desk.ts').then(
      ({ FileDesk }) => {
        this.#refuse(false)
        return new FileDesk(this.#host, this.#options)
      },
      (error: unknown) => {
        this.#desk = null
        throw error
      },
    )
    return this.#desk
  }

  #refuse(hasRefused: boolean): void {
    if (this.#hasRefused === hasRefused) return
    this.#hasRefused = hasRefused
    this.#host.requestUpdate()
  }
}
