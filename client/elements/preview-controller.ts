import type { ReactiveController } from 'lit'
import type { PreviewSwitch } from '../preview/preview-switch.ts'
import { type EditorLayout, parseLayout } from './editor-layout.ts'
import type { PreviewControllerOptions, PreviewHost } from './preview-host.ts'
import { RetryController } from './retry-controller.ts'

/**
 * The preview of its host (`preview/preview-switch.ts`), of which no more than this is in the first load.
 */
export class PreviewController implements ReactiveController {
  readonly #host: PreviewHost
  readonly #options: PreviewControllerOptions
  #switch: PreviewSwitch | null = null
  #loading = false
  #hasFailed = false
  readonly #retry: RetryController

  constructor(host: PreviewHost, options: PreviewControllerOptions) {
    this.#host = host
    this.#options = options
    this.#retry = new RetryController(host, options)
    host.addController(this)
  }

  /** What is shown now. */
  get layout(): EditorLayout {
    return this.#options.isMarkdown() ? parseLayout(this.#host.layout) : 'edit'
  }

  /** The preview is asked for and did not come: the network is away, or the page's policy forbids it. */
  get problem(): 'preview.failed' | null {
    return this.layout !== 'edit' && (this.#hasFailed || this.#switch?.hasFailed) ? 'preview.failed' : null
  }

  /** Takes the focus when the text itself cannot be seen; else false. */
  focus(): boolean {
    return this.layout === 'preview' && this.#switch?.focus() === true
  }

  hostUpdated(): void {
    if (this.#switch === null) void this.#load()
    else this.#switch.update(this.layout)
  }

  hostDisconnected(): void {
    this.#switch?.update('edit')
  }

  async #load(): Promise<void> {
    if (this.#loading) return
    this.#loading = true
    const hadFailed = this.#hasFailed
    try {
      const { PreviewSwitch } = await import('../preview/preview-switch.ts')
      this.#switch = new PreviewSwitch(this.#host, { ...this.#options, failed: () => this.#retry.ask() })
      this.#hasFailed = false
      this.#switch.update(this.layout)
    } catch {
      this.#hasFailed = true
      this.#retry.ask()
    } finally {
      this.#loading = false
    }
    // Only what is news: each update tries again.
    if (this.#hasFailed !== hadFailed) this.#host.requestUpdate()
  }
}
