import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { importFiles, maxFiles } from './file-importer.ts'
import type { HomeLocalizeController } from './home-localize.ts'
import type { Notice } from './page-notice.ts'

export interface ImportControllerOptions {
  localize: HomeLocalizeController
  notify: (notice: Notice) => void
  /** Some files have become documents. */
  imported: () => Promise<void>
}

/** Takes files that are dropped on the page, or chosen, and tells how their import goes. */
export class ImportController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #options: ImportControllerOptions
  /** Elements that the files are over: one is left after the next is entered. */
  #depth = 0
  #isRunning = false

  constructor(host: ReactiveControllerHost, options: ImportControllerOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  /** Files hang over the page. */
  get isOver(): boolean {
    return this.#depth > 0
  }

  hostConnected(): void {
    window.addEventListener('dragenter', this.#onEnter)
    window.addEventListener('dragover', this.#onOver)
    window.addEventListener('dragleave', this.#onLeave)
    window.addEventListener('drop', this.#onDrop)
  }

  hostDisconnected(): void {
    window.removeEventListener('dragenter', this.#onEnter)
    window.removeEventListener('dragover', this.#onOver)
    window.removeEventListener('dragleave', this.#onLeave)
    window.removeEventListener('drop', this.#onDrop)
  }

  /** Imports files; while others are still being imported they are not taken. Never rejects. */
  async take(files: readonly File[]): Promise<void> {
    const { localize, notify, imported } = this.#options
    if (files.length === 0 || this.#isRunning) return
    if (files.length > maxFiles) {
      notify({ text: localize.term('import.too-many', maxFiles), stays: true })
      return
    }
    this.#isRunning = true
    notify({ text: localize.term('import.progress', 0, files.length), stays: true })
    const { made, problems } = await importFiles(files, {
      onProgress: ({ done, total }) => {
        if (done < total) notify({ text: localize.term('import.progress', done, total), stays: true, isQuiet: true })
      },
    })
    this.#isRunning = false
    if (made > 0) await imported()
    const words = [
      ...(made > 0 ? [localize.term('import.done', made)] : []),
      ...(problems.length > 0 ? [localize.term('import.failed', problems.length)] : []),
    ]
    const details = problems.map(({ name, problem }) => localize.term(`import.${problem}`, name))
    notify({ text: words.join(' '), details, stays: problems.length > 0 })
  }

  #count(depth: number): void {
    const wasOver = this.isOver
    this.#depth = Math.max(0, depth)
    if (this.isOver !== wasOver) this.#host.requestUpdate()
  }

  readonly #onEnter = (event: DragEvent): void => {
    if (hasFiles(event)) this.#count(this.#depth + 1)
  }

  readonly #onLeave = (event: DragEvent): void => {
    if (hasFiles(event)) this.#count(this.#depth - 1)
  }

  // Without this the browser would open the file in place of the page.
  readonly #onOver = (event: DragEvent): void => {
    if (hasFiles(event)) event.preventDefault()
  }

  readonly #onDrop = (event: DragEvent): void => {
    if (!hasFiles(event)) return
    event.preventDefault()
    this.#count(0)
    void this.take([...(event.dataTransfer?.files ?? [])])
  }
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
