import { Compartment, type EditorSelection, EditorState, type Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Clock } from '../../protocol/clock.ts'
import type { Collaboration } from '../editor/collaboration.ts'
import type { EditorSettings } from '../editor/editor-settings.ts'
import { ownCaret } from '../editor/own-caret.ts'
import { phrases } from '../editor/phrases.ts'
import { settings, setup } from '../editor/setup.ts'
import { sync } from '../editor/sync.ts'
import type { CommandRegistry } from '../writing/command-registry.ts'
import type { ModeSwitch } from '../writing/mode-commands.ts'
import { ReadingPlace } from './reading-place.ts'
import { RetryController } from './retry-controller.ts'

export interface ViewControllerOptions {
  clock: Clock
  /** Where the editor goes, once the host has rendered. */
  container: () => HTMLElement
  /** Where the toolbar goes; null while there is none. */
  toolbarPlace: () => HTMLElement | null
  settings: () => EditorSettings
  commands: CommandRegistry
  /** The server's address, for files in the text. */
  server: () => string
  modes: ModeSwitch
  /** BCP 47. */
  language: () => string
}

/**
 * The CodeMirror view of its host: shows a collaboration, follows the host's settings, and keeps caret, scroll position
 * and focus when the host is moved in the page.
 */
export class ViewController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #options: ViewControllerOptions
  readonly #settings = new Compartment()
  readonly #phrases = new Compartment()
  readonly #amenities = new Compartment()
  #view: EditorView | null = null
  #collaboration: Collaboration | null = null
  #shownSettings = ''
  #shownLanguage = ''
  #loaded: Extension | null = null
  #loading = false
  readonly #retry: RetryController
  readonly #place: ReadingPlace
  #selection: EditorSelection | null = null

  constructor(host: ReactiveControllerHost & HTMLElement, options: ViewControllerOptions) {
    this.#host = host
    this.#options = options
    this.#retry = new RetryController(host, options)
    this.#place = new ReadingPlace({ isConnected: () => host.isConnected })
    host.addController(this)
  }

  get view(): EditorView | null {
    return this.#view
  }

  /** Shows a text in place of the last one. The host has rendered. */
  show(collaboration: Collaboration): void {
    const selection = collaboration === this.#collaboration ? this.#selection : null
    this.#collaboration = collaboration
    const state = this.#state(collaboration, selection)
    if (this.#view !== null) {
      this.#view.setState(state)
      return
    }
    const parent = this.#options.container()
    const view = new EditorView({ state, parent, root: parent.getRootNode() as ShadowRoot })
    this.#view = view
    this.#place.watch(view)
    this.#place.comeBackTo(view)
  }

  /** Lets go of the view; the next one has its caret and scroll position. */
  close(): void {
    this.#selection = this.#view?.state.selection ?? null
    this.#view?.destroy()
    this.#view = null
  }

  /** Scrolls to a position in the text, without moving the caret. */
  reveal(position: number): void {
    this.#view?.dispatch({ effects: EditorView.scrollIntoView(position, { y: 'center' }) })
  }

  hostConnected(): void {
    void this.#load()
    if (this.#view !== null) this.#place.comeBack(this.#view)
  }

  /** The host has been moved by `moveBefore`. */
  hostMoved(): void {
    if (this.#view !== null) this.#place.moved(this.#view)
  }

  hostUpdated(): void {
    void this.#load()
    if (this.#view === null) {
      if (this.#collaboration !== null && this.#host.isConnected) this.show(this.#collaboration)
      return
    }
    const view = this.#view
    const wanted = this.#options.settings()
    if (JSON.stringify(wanted) !== this.#shownSettings) {
      this.#shownSettings = JSON.stringify(wanted)
      view.dispatch({ effects: this.#settings.reconfigure(settings(wanted)) })
    }
    const language = this.#options.language()
    if (language !== this.#shownLanguage) {
      this.#shownLanguage = language
      // For other phrases CodeMirror builds everything anew.
      this.#place.keepDuring(view, () => {
        view.dispatch({ effects: this.#phrases.reconfigure(phrases(language)) })
      })
    }
  }

  hostDisconnected(): void {
    this.#place.leave()
  }

  async #load(): Promise<void> {
    if (this.#loaded !== null || this.#loading) return
    this.#loading = true
    try {
      const { commands, toolbarPlace, server, modes } = this.#options
      this.#loaded = (await import('../editor/amenities.ts')).amenities({ commands, toolbarPlace, server, modes })
      this.#view?.dispatch({ effects: this.#amenities.reconfigure(this.#loaded) })
    } catch {
      // Plain text can be written as well.
      this.#retry.ask()
    } finally {
      this.#loading = false
    }
  }

  #state({ ytext, undoManager, awareness }: Collaboration, selection: EditorSelection | null): EditorState {
    const { clock } = this.#options
    const wanted = this.#options.settings()
    this.#shownSettings = JSON.stringify(wanted)
    this.#shownLanguage = this.#options.language()
    const doc = ytext.toString()
    const fits = selection?.ranges.every(({ to }) => to <= doc.length)
    return EditorState.create({
      doc,
      ...(selection && fits ? { selection } : {}),
      extensions: [
        this.#settings.of(settings(wanted)),
        this.#phrases.of(phrases(this.#shownLanguage)),
        this.#amenities.of(this.#loaded ?? []),
        sync({ ytext, undoManager }),
        awareness === null ? [] : ownCaret({ awareness, ytext, clock }),
        setup(),
      ],
    })
  }
}
