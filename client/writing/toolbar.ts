import { syntaxTree } from '@codemirror/language'
import type { EditorView, PluginValue, ViewUpdate } from '@codemirror/view'
import { html, nothing, render, type TemplateResult } from 'lit'
import { Ellipsis, Heading } from 'lucide-static'
import { isCodeMode } from '../editor/editor-mode.ts'
import { editorSettings, interfaceLanguage } from '../editor/editor-settings.ts'
import { icon } from '../elements/icon.ts'
import { adoptStyles } from './adopt-styles.ts'
import { labelOf } from './command-filter.ts'
import type { CommandRegistry, EditorCommand } from './command-registry.ts'
import { ariaKeys, isApplePlatform, keyWords } from './key-words.ts'
import { KeyboardDock } from './keyboard-dock.ts'
import { modeName } from './mode-commands.ts'
import { styles } from './toolbar.styles.ts'
import { arrangeToolbar, type ToolbarItem } from './toolbar-items.ts'
import { openToolbarMenu } from './toolbar-menu.ts'
import { WordCount } from './word-count.ts'
import { phrasesOf } from './writing-phrases.ts'

export interface ToolbarOptions {
  commands: CommandRegistry
  /** Where it is drawn; null for nowhere. */
  place: () => HTMLElement | null
}

/**
 * A bar with buttons above the text or, where a finger writes, above the keyboard on the screen. One stop of Tab, then
 * arrows; Escape leads back to the text. What does not fit is in a menu. Its last words are how long the text is.
 */
export class Toolbar implements PluginValue {
  readonly count: WordCount
  readonly #view: EditorView
  readonly #options: ToolbarOptions
  readonly #place: HTMLElement | null
  readonly #resizes = new ResizeObserver(() => this.#schedule())
  readonly #unsubscribe: () => void
  readonly #dock: KeyboardDock | null
  readonly #isApple = isApplePlatform()
  #frame = 0
  #drawn = ''
  /** The id of the button that Tab leads to. */
  #current = ''

  constructor(view: EditorView, options: ToolbarOptions) {
    this.#view = view
    this.#options = options
    this.#place = options.place()
    this.count = new WordCount(view, () => this.#schedule())
    this.#unsubscribe = options.commands.subscribe(() => this.#schedule())
    this.#dock = this.#place && new KeyboardDock({ view, bar: this.#place, onChange: () => this.#schedule() })
    if (this.#place === null) return
    adoptStyles(view.root as Document | ShadowRoot, styles)
    this.#resizes.observe(this.#place)
    this.#schedule()
  }

  get scrollMargins(): { bottom: number } | null {
    return this.#dock?.scrollMargins ?? null
  }

  update(update: ViewUpdate): void {
    const { docChanged, selectionSet, startState, state, focusChanged } = update
    this.count.update(update)
    if (this.#place === null) return
    const isOther =
      startState.facet(editorSettings) !== state.facet(editorSettings) ||
      startState.facet(interfaceLanguage) !== state.facet(interfaceLanguage)
    if (focusChanged || isOther) this.#dock?.refresh()
    // Which marks the caret is in, the parser may come to know later.
    const isParsed = syntaxTree(startState) !== syntaxTree(state)
    if (docChanged || selectionSet || isParsed || isOther) this.#schedule()
  }

  /** Goes to the bar. False when there is none. */
  focus(): boolean {
    const button = this.#buttons.find(({ tabIndex }) => tabIndex === 0)
    button?.focus()
    return button !== undefined
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#resizes.disconnect()
    this.#unsubscribe()
    this.count.close()
    this.#dock?.close()
    if (this.#place !== null) render(nothing, this.#place)
  }

  get #buttons(): HTMLButtonElement[] {
    return [...(this.#place?.querySelectorAll<HTMLButtonElement>('.bar > button') ?? [])]
  }

  /** With the next frame, and once for all that happened before it: a key must not wait for the bar. */
  #schedule(): void {
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw()
    })
  }

  #draw(): void {
    const place = this.#place
    const { state } = this.#view
    if (place === null || !state.facet(editorSettings).toolbar) return
    const items = arrangeToolbar({
      commands: this.#options.commands,
      width: place.clientWidth,
      isDocked: this.#dock?.isDocked ?? false,
      mode: state.facet(editorSettings).mode,
    })
    const count = (items.hasCount && this.count.words) || ''
    const language = state.facet(interfaceLanguage)
    const { mode } = state.facet(editorSettings)
    const change = items.hasCount ? this.#options.commands.find('mode.choose') : null
    const offersMode = change !== null && change.isAvailable?.() !== false
    const shown = items.shown.map((item) => [item.id, isOn(item)])
    const drawn = JSON.stringify([shown, items.rest.length, count, language, mode, offersMode])
    if (drawn === this.#drawn) return
    this.#drawn = drawn
    const phrases = phrasesOf(state)
    const ids = [...items.shown.map(({ id }) => id), 'more', ...(offersMode ? ['mode'] : [])]
    if (!ids.includes(this.#current)) this.#current = ids[0]!
    render(
      html`
        <div class=${isCodeMode(mode) ? 'bar wide' : 'bar'} part="toolbar" role="toolbar" aria-label=${phrases['toolbar.label']}
          @mousedown=${keepFocus} @keydown=${this.#key} @focusin=${this.#focused}>
          ${items.shown.map((item) => this.#renderItem(item))}
          ${this.#renderButton({
            id: 'more',
            label: phrases['toolbar.more'],
            svg: Ellipsis,
            menu: items.rest,
            footer: true,
          })}
          <span class="gap"></span>
          ${offersMode ? this.#renderMode(change, modeName(mode, phrases)) : nothing}
          <span class="count" aria-hidden="true">${count}</span>
        </div>
      `,
      place,
    )
  }

  #renderItem(item: ToolbarItem): TemplateResult {
    if (item.kind === 'headings') {
      const label = phrasesOf(this.#view.state)['line.headings']
      return this.#renderButton({ id: item.id, label, svg: Heading, menu: item.commands, isOn: isOn(item) })
    }
    const { command } = item
    return this.#renderButton({
      id: item.id,
      label: labelOf(command, this.#view.state.facet(interfaceLanguage)),
      svg: command.icon ?? Ellipsis,
      isOn: isOn(item),
      command,
    })
  }

  #renderMode(command: EditorCommand, name: string): TemplateResult {
    const label = phrasesOf(this.#view.state)['mode.button'](name)
    return html`<button type="button" part="toolbar-button" class="mode" data-id="mode" title=${label}
      aria-label=${label} aria-haspopup="dialog" tabindex=${this.#current === 'mode' ? 0 : -1}
      @click=${() => this.#run(command)}>${name}</button>`
  }

  #renderButton(button: {
    id: string
    label: string
    svg: string
    isOn?: boolean | undefined
    command?: EditorCommand
    menu?: readonly EditorCommand[]
    footer?: boolean
  }): TemplateResult {
    const { id, label, svg, command, menu } = button
    const key = command?.key
    const title = key === undefined ? label : `${label} (${keyWords(key, { isApple: this.#isApple })})`
    return html`
      <button type="button" part="toolbar-button" data-id=${id} title=${title} aria-label=${label}
        aria-keyshortcuts=${key === undefined ? nothing : ariaKeys(key, { isApple: this.#isApple })}
        aria-pressed=${menu === undefined ? (button.isOn ?? nothing) : nothing}
        aria-haspopup=${menu === undefined ? nothing : 'menu'} aria-expanded=${menu === undefined ? nothing : 'false'}
        class=${button.isOn ? 'on' : ''} tabindex=${id === this.#current ? 0 : -1}
        @click=${(event: MouseEvent) => {
          if (command) this.#run(command)
          else this.#openMenu(event, { label, commands: menu ?? [], footer: button.footer ?? false })
        }}>${icon(svg)}</button>
    `
  }

  #openMenu(event: MouseEvent, menu: { label: string; commands: readonly EditorCommand[]; footer: boolean }): void {
    const { state } = this.#view
    const button = event.currentTarget as HTMLElement
    openToolbarMenu({
      ...menu,
      button,
      language: state.facet(interfaceLanguage),
      footer: menu.footer ? this.count.details : null,
      byKey: event.detail === 0,
      onClose: (chosen) => {
        if (chosen !== null) this.#run(chosen)
        else if (event.detail === 0) button.focus()
      },
    })
  }

  #run(command: EditorCommand): void {
    this.#view.focus()
    command.run()
  }

  readonly #key = (event: KeyboardEvent): void => {
    const buttons = this.#buttons
    const at = buttons.indexOf(event.target as HTMLButtonElement)
    if (at < 0) return
    const forward = getComputedStyle(buttons[at]!).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const next: Record<string, number> = {
      ArrowRight: forward === 'ArrowRight' ? at + 1 : at - 1,
      ArrowLeft: forward === 'ArrowRight' ? at - 1 : at + 1,
      Home: 0,
      End: buttons.length - 1,
    }
    const index = next[event.key]
    if (event.key === 'Escape') this.#view.focus()
    else if (index !== undefined) buttons[(index + buttons.length) % buttons.length]?.focus()
    else return
    event.preventDefault()
  }

  readonly #focused = (event: FocusEvent): void => {
    const button = event.target as HTMLElement
    // The element gives its focus to the first that takes it, as when its label is clicked: that is for the text.
    if (!button.matches(':focus-visible')) {
      this.#view.focus()
      return
    }
    this.#current = button.dataset['id'] ?? this.#current
    for (const each of this.#buttons) each.tabIndex = each === button ? 0 : -1
  }
}

function isOn(item: ToolbarItem): boolean | undefined {
  return item.kind === 'headings' ? item.commands.some((command) => command.isOn?.()) : item.command.isOn?.()
}

/** A press on a button leaves the focus in the text, and the keyboard on the screen. */
function keepFocus(event: Event): void {
  event.preventDefault()
}
