import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { systemClock } from '../../protocol/clock.ts'
import { serverAddress } from '../elements/server-address.ts'

/** The list comes first, milliseconds. */
const LOOK_AFTER_MS = 300

const none: ReadonlyMap<string, number> = new Map()

/**
 * For a list of documents: of which this browser keeps edits that the server has not got. Looked up a moment after
 * the list is there, and again whenever it is looked at again.
 */
export class UnsafeEditsController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #counts = none
  #stop: () => void = () => {}

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  /** By the document's id. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#look)
    window.addEventListener('pageshow', this.#look)
    this.#look()
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#look)
    window.removeEventListener('pageshow', this.#look)
    this.#stop()
  }

  readonly #look = (): void => {
    if (document.hidden) return
    this.#stop()
    this.#stop = systemClock.after(LOOK_AFTER_MS, () => void this.#count())
  }

  async #count(): Promise<void> {
    try {
      const { countUnsafeEdits } = await import('../provider/journal/unsafe-documents.ts')
      const counts = await countUnsafeEdits(serverAddress('/'))
      if (counts.size === 0 && this.#counts.size === 0) return
      this.#counts = counts
      this.#host.requestUpdate()
    } catch {
      // Without the chunk the list is as it is.
    }
  }
}
