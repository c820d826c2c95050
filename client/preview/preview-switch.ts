import { editorEvent } from '../elements/editor-events.ts'
import { type EditorLayout, parseLayout } from '../elements/editor-layout.ts'
import type { PreviewHost, PreviewSwitchOptions } from '../elements/preview-host.ts'
import { serverAddress } from '../elements/server-address.ts'
import type { PreviewPane, PreviewWords } from './preview-pane.ts'
import { previewPhrases } from './preview-phrases.ts'

/**
 * Turns an editor to its preview and back, by attribute, command and key. The preview itself is loaded when it is first
 * asked for, and closed whenever it cannot be seen.
 */
export class PreviewSwitch {
  readonly #host: PreviewHost
  readonly #options: PreviewSwitchOptions
  #pane: PreviewPane | null = null
  #loading = false
  #hasFailed = false
  #shown: EditorLayout = 'edit'
  /** What had the focus is about to be hidden. */
  #keepsFocus = false
  #said = ''

  constructor(host: PreviewHost, options: PreviewSwitchOptions) {
    this.#host = host
    this.#options = options
    const refresh = () => this.#pane?.refresh()
    host.addEventListener('encke-change', refresh)
    host.addEventListener('encke-ready', refresh)
    host.addEventListener('keydown', (event) => this.#onKey(event))
    const toggle = (id: 'split' | 'preview', key: string) =>
      host.commands.add({
        id: `view.${id}`,
        label: (language) => previewPhrases(language)[`view.${id}`],
        key,
        isOn: () => this.#shown === id,
        isAvailable: options.isMarkdown,
        run: () => this.#choose(this.#shown === id ? 'edit' : id),
      })
    toggle('split', 'Mod-\\')
    toggle('preview', 'Mod-Alt-p')
  }

  /** The preview was asked for and did not come. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  focus(): boolean {
    this.#pane?.element.focus()
    return this.#pane !== null
  }

  /** Shows this. The host has rendered, or is gone from the page. */
  update(layout: EditorLayout): void {
    // From the preview alone back to the text: to the line that was read.
    if (this.#shown === 'preview' && layout !== 'preview') this.#pane?.leadEditor()
    this.#shown = layout
    if (layout !== 'preview' && this.#keepsFocus) this.#giveFocus(() => this.#options.editor()?.focus())
    if (layout === 'edit') {
      this.#pane?.close()
    } else if (this.#pane === null) {
      void this.#load()
    } else {
      const words = this.#words()
      const said = JSON.stringify(words)
      if (said !== this.#said) {
        this.#said = said
        this.#pane.words = words
      }
      this.#pane.open()
      this.#pane.lock()
      if (layout === 'preview' && this.#keepsFocus) this.#giveFocus(() => this.focus())
    }
  }

  /** The reader's choice: the page is told. */
  #choose(layout: EditorLayout): void {
    if (layout === parseLayout(this.#host.layout)) return
    this.#keepsFocus = this.#host.matches(':focus-within')
    this.#host.layout = layout
    this.#host.dispatchEvent(editorEvent('encke-view', { view: layout }))
  }

  async #load(): Promise<void> {
    if (this.#loading) return
    this.#loading = true
    const hadFailed = this.#hasFailed
    try {
      const { PreviewPane } = await import('./preview-pane.ts')
      const parent = this.#host.shadowRoot!.querySelector<HTMLElement>('.panes')!
      const server = serverAddress(this.#host.server)
      const { clock, editor, language } = this.#options
      const sourceWanted = () => {
        if (this.#shown === 'preview') this.#choose('edit')
      }
      this.#pane = new PreviewPane({ clock, parent, editor, server, language, sourceWanted }, this.#words())
      this.#hasFailed = false
    } catch {
      // The host says so.
      this.#hasFailed = true
      this.#options.failed()
    } finally {
      this.#loading = false
    }
    if (!this.#hasFailed || !hadFailed) this.#host.requestUpdate()
  }

  #giveFocus(give: () => void): void {
    this.#keepsFocus = false
    give()
  }

  #words(): PreviewWords {
    const phrases = previewPhrases(this.#options.language())
    return {
      label: phrases['view.preview'],
      empty: phrases['preview.empty'],
      turnToPreview: phrases['view.preview'],
      turnToText: phrases['view.edit'],
    }
  }

  /** The keys of the commands, while the focus is in the preview and not in the text. */
  #onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey !== (event.code === 'KeyP') || !(event.ctrlKey || event.metaKey)) return
    const id = event.code === 'KeyP' ? 'view.preview' : event.key === '\\' ? 'view.split' : null
    const command = id === null ? null : this.#host.commands.find(id)
    if (command === null || command.isAvailable?.() === false) return
    event.preventDefault()
    command.run()
  }
}
