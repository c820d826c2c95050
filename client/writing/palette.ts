import type { EditorView } from '@codemirror/view'
import { html, nothing, render, type TemplateResult } from 'lit'
import { Check } from 'lucide-static'
import { interfaceLanguage } from '../editor/editor-settings.ts'
import { icon } from '../elements/icon.ts'
import { adoptStyles } from './adopt-styles.ts'
import { filterCommands, labelOf } from './command-filter.ts'
import { inOrder } from './command-order.ts'
import type { CommandRegistry, EditorCommand } from './command-registry.ts'
import { isApplePlatform, keyWords } from './key-words.ts'
import { styles } from './palette.styles.ts'
import { phrasesOf } from './writing-phrases.ts'

export interface PaletteOptions {
  view: EditorView
  commands: CommandRegistry
  /** Words for the last line, or null. */
  footer: () => string | null
  /** What it calls itself, where it does not offer all that the editor can do. */
  words?: PaletteWords
}

export interface PaletteWords {
  label: string
  filter: string
  nothing: (query: string) => string
}

/**
 * All commands of an editor in a dialog, filtered as somebody types. Lives from when it is opened until it is closed,
 * when the focus goes back to the text.
 */
export class Palette {
  readonly #view: EditorView
  readonly #commands: CommandRegistry
  readonly #footer: () => string | null
  readonly #words: PaletteWords | undefined
  readonly #dialog = document.createElement('dialog')
  readonly #isApple = isApplePlatform()
  #query = ''
  #active = 0
  #chosen: EditorCommand | null = null

  constructor({ view, commands, footer, words }: PaletteOptions) {
    this.#view = view
    this.#commands = commands
    this.#footer = footer
    this.#words = words
    this.#dialog.className = 'encke-palette'
    this.#dialog.addEventListener('close', () => this.#closed())
    // The dialog is as large as what is in it: a click on itself is one beside it.
    this.#dialog.addEventListener('click', ({ target }) => target === this.#dialog && this.#dialog.close())
  }

  open(): void {
    const { dom, root } = this.#view
    adoptStyles(root as Document | ShadowRoot, styles)
    dom.parentElement?.append(this.#dialog)
    this.#render()
    this.#dialog.showModal()
    this.#dialog.querySelector('input')?.focus()
  }

  #render(): void {
    const { state } = this.#view
    const phrases = phrasesOf(state)
    const found = this.#found()
    const footer = this.#footer()
    const {
      label = phrases['palette.label'],
      filter = phrases['palette.filter'],
      nothing: none = phrases['palette.nothing'],
    } = this.#words ?? {}
    this.#dialog.setAttribute('aria-label', label)
    render(
      html`
        <div class="body">
          <input role="combobox" aria-expanded="true" aria-controls="encke-commands" aria-autocomplete="list"
            aria-activedescendant=${found.length > 0 ? `encke-command-${this.#active}` : nothing}
            aria-label=${filter} placeholder=${filter} autocomplete="off"
            autocapitalize="off" spellcheck="false" enterkeyhint="go" maxlength="100" .value=${this.#query}
            @input=${this.#type} @keydown=${this.#key} />
          <ul id="encke-commands" role="listbox" aria-label=${label} tabindex="-1">
            ${found.map((command, index) => this.#renderCommand(command, index))}
          </ul>
          ${found.length > 0 ? nothing : html`<p class="nothing">${none(this.#query)}</p>`}
          <span role="status" class="visually-hidden"
            >${this.#query === '' ? '' : phrases['palette.found'](found.length)}</span>
          ${footer === null ? nothing : html`<p class="footer">${footer}</p>`}
        </div>
      `,
      this.#dialog,
    )
  }

  #renderCommand(command: EditorCommand, index: number): TemplateResult {
    const isOn = command.isOn?.() ?? false
    return html`
      <li id="encke-command-${index}" role="option" aria-selected=${index === this.#active}
        class=${index === this.#active ? 'active' : ''} @click=${() => this.#choose(command)}
        @pointermove=${() => this.#move(index)}>
        ${command.icon === undefined ? html`<span class="icon"></span>` : icon(command.icon)}
        <span class="label">${labelOf(command, this.#language)}</span>
        ${isOn ? icon(Check) : nothing}
        ${command.key === undefined ? nothing : html`<kbd>${keyWords(command.key, { isApple: this.#isApple })}</kbd>`}
      </li>
    `
  }

  get #language(): string {
    return this.#view.state.facet(interfaceLanguage)
  }

  #found(): EditorCommand[] {
    // Opening the palette is no use when it is open.
    const possible = inOrder(this.#commands.all).filter(
      ({ id, isAvailable }) => id !== 'palette.open' && isAvailable?.() !== false,
    )
    return filterCommands(possible, { query: this.#query, language: this.#language })
  }

  readonly #type = (event: InputEvent): void => {
    this.#query = (event.target as HTMLInputElement).value
    this.#active = 0
    this.#render()
    this.#show()
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    const found = this.#found()
    const last = found.length - 1
    const next: Record<string, number> = {
      ArrowDown: this.#active === last ? 0 : this.#active + 1,
      ArrowUp: this.#active === 0 ? last : this.#active - 1,
      PageDown: Math.min(last, this.#active + 8),
      PageUp: Math.max(0, this.#active - 8),
    }
    const index = next[event.key]
    if (event.key === 'Enter') {
      event.preventDefault()
      const command = found[this.#active]
      if (command) this.#choose(command)
    } else if (index !== undefined && last >= 0) {
      event.preventDefault()
      this.#move(index)
      this.#show()
    }
  }

  #move(index: number): void {
    if (index === this.#active) return
    this.#active = index
    this.#render()
  }

  #show(): void {
    this.#dialog.querySelector('.active')?.scrollIntoView({ block: 'nearest' })
  }

  #choose(command: EditorCommand): void {
    this.#chosen = command
    this.#dialog.close()
    this.#closed()
  }

  /**
   * Only now is the focus in the text, as a command expects. At once after a choice, because the event comes later than
   * the next key.
   */
  #closed(): void {
    if (!this.#dialog.isConnected) return
    this.#dialog.remove()
    this.#view.focus()
    this.#chosen?.run()
  }
}
