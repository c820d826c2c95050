import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  replaceAll,
  replaceNext,
  SearchQuery,
  setSearchQuery,
} from '@codemirror/search'
import { type Command, type EditorView, type Panel, runScopeHandlers, type ViewUpdate } from '@codemirror/view'
import { html, nothing, render, type TemplateResult } from 'lit'
import { CaseSensitive, ChevronDown, ChevronRight, ChevronUp, Regex, WholeWord, X } from 'lucide-static'
import { interfaceLanguage } from '../editor/editor-settings.ts'
import { icon } from '../elements/icon.ts'
import { adoptStyles } from './adopt-styles.ts'
import { whenIdle } from './idle.ts'
import { MAX_MATCHES, MatchCount } from './match-count.ts'
import { styles } from './search-panel.styles.ts'
import { phrasesOf } from './writing-phrases.ts'

type Option = 'caseSensitive' | 'wholeWord' | 'regexp'
const options = [
  { name: 'caseSensitive', svg: CaseSensitive, phrase: 'search.case' },
  { name: 'wholeWord', svg: WholeWord, phrase: 'search.word' },
  { name: 'regexp', svg: Regex, phrase: 'search.regexp' },
] as const

/** The panels that are open. */
const panels = new WeakMap<EditorView, SearchPanel>()

/** Opens the panel with what is needed to replace. */
export const openReplace: Command = (view) => {
  openSearchPanel(view)
  panels.get(view)?.showReplace()
  return true
}

/**
 * Find and replace, above the text: what is searched for, which match of how many it is, and what is put in its place.
 * The searching itself is @codemirror/search's. Fits a window of 320 px.
 */
export class SearchPanel implements Panel {
  readonly dom = document.createElement('div')
  readonly top = true
  readonly #view: EditorView
  #replaces = false
  #count: MatchCount | null = null
  #stopCounting: (() => void) | null = null
  /** What was said last of what has been done. */
  #done = ''

  constructor(view: EditorView) {
    this.#view = view
    panels.set(view, this)
    this.dom.className = 'encke-search'
    this.dom.setAttribute('part', 'search')
    this.dom.setAttribute('role', 'search')
    this.dom.addEventListener('keydown', (event) => this.#key(event))
    adoptStyles(view.root as Document | ShadowRoot, styles)
    this.#recount()
  }

  mount(): void {
    this.#field?.select()
  }

  update({ state, docChanged, selectionSet, transactions, startState }: ViewUpdate): void {
    const isOtherQuery = transactions.some(({ effects }) => effects.some((effect) => effect.is(setSearchQuery)))
    const isOtherText = startState.facet(interfaceLanguage) !== state.facet(interfaceLanguage)
    if (isOtherQuery) this.#done = ''
    if (isOtherQuery || docChanged) this.#recount()
    else if (selectionSet || isOtherText || startState.readOnly !== state.readOnly) this.#render()
  }

  /** Shows what replaces as well. */
  showReplace(): void {
    this.#replaces = true
    this.#render()
    this.#field?.select()
  }

  destroy(): void {
    this.#stopCounting?.()
    panels.delete(this.#view)
  }

  get #field(): HTMLInputElement | null {
    return this.dom.querySelector('[main-field]')
  }

  #render(): void {
    const { state } = this.#view
    const phrases = phrasesOf(state)
    const query = getSearchQuery(state)
    const isInvalid = query.search !== '' && !query.valid
    const replaces = this.#replaces && !state.readOnly
    this.dom.setAttribute('aria-label', phrases['search.label'])
    const button = (label: string, svg: string, run: () => void) => html`
      <button type="button" class="tool" title=${label} aria-label=${label} @click=${run}>${icon(svg)}</button>
    `
    render(
      html`
        <div class="row find">
          ${
            state.readOnly
              ? nothing
              : html`<button type="button" class="tool unfold" aria-expanded=${replaces}
                  title=${phrases['search.show-replace']} aria-label=${phrases['search.show-replace']}
                  @click=${this.#toggleReplace}>${icon(replaces ? ChevronDown : ChevronRight)}</button>`
          }
          <input main-field="true" name="search" type="text" .value=${query.search} aria-label=${phrases['search.query']}
            placeholder=${phrases['search.query']} aria-invalid=${isInvalid} aria-describedby="encke-search-state"
            autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" @input=${this.#write} />
          <span class="options">${options.map((option) => this.#renderOption(option, query))}</span>
          <span id="encke-search-state" class=${isInvalid ? 'state invalid' : 'state'} role="status"
            >${this.#state(query, isInvalid)}</span>
          <span class="steps">
            ${button(phrases['search.previous'], ChevronUp, () => this.#run(findPrevious))}
            ${button(phrases['search.next'], ChevronDown, () => this.#run(findNext))}
            ${button(phrases['search.close'], X, () => this.#run(closeSearchPanel))}
          </span>
        </div>
        ${
          replaces
            ? html`<div class="row replace">
                <input name="replace" type="text" .value=${query.replace} aria-label=${phrases['search.replacement']}
                  placeholder=${phrases['search.replacement']} autocomplete="off" autocapitalize="off"
                  spellcheck="false" @input=${this.#write} />
                <button type="button" @click=${() => this.#run(replaceNext)}>${phrases['search.replace']}</button>
                <button type="button" @click=${this.#replaceAll}>${phrases['search.replace-all']}</button>
              </div>`
            : nothing
        }
      `,
      this.dom,
    )
  }

  #renderOption({ name, svg, phrase }: (typeof options)[number], query: SearchQuery): TemplateResult {
    const label = phrasesOf(this.#view.state)[phrase]
    return html`
      <button type="button" class="tool option" aria-pressed=${query[name]} title=${label} aria-label=${label}
        @click=${() => this.#toggleOption(name)}>${icon(svg)}</button>
    `
  }

  /** 3 of 17. */
  #state(query: SearchQuery, isInvalid: boolean): string {
    const { state } = this.#view
    const phrases = phrasesOf(state)
    if (isInvalid) return phrases['search.invalid']
    if (this.#done !== '') return this.#done
    if (query.search === '' || this.#count === null) return ''
    const { total, isDone } = this.#count
    if (total === 0) return isDone ? phrases['search.none'] : '…'
    const format = new Intl.NumberFormat(state.facet(interfaceLanguage))
    const count = format.format(total) + (isDone && total < MAX_MATCHES ? '' : '+')
    const { from, empty } = state.selection.main
    const place = empty ? 0 : this.#count.placeOf(from)
    return place === 0 ? phrases['search.count'](count) : phrases['search.place'](format.format(place), count)
  }

  #recount(): void {
    this.#stopCounting?.()
    const query = getSearchQuery(this.#view.state)
    const count = query.valid ? new MatchCount(query, this.#view.state) : null
    // Most texts are counted at once, and the number does not flicker while others type.
    const start = performance.now()
    count?.countOn(() => performance.now() - start < 4)
    if (count === null || count.isDone) {
      this.#count = count
      this.#render()
      return
    }
    this.#stopCounting = whenIdle((mayGoOn) => {
      count.countOn(mayGoOn)
      if (!count.isDone) return 'more'
      this.#count = count
      this.#render()
      return 'done'
    })
    this.#render()
  }

  readonly #write = (): void => {
    const value = (name: string) => this.dom.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value
    this.#setQuery({ search: value('search') ?? '', replace: value('replace') })
  }

  #toggleOption(name: Option): void {
    this.#setQuery({ [name]: !getSearchQuery(this.#view.state)[name] })
  }

  #setQuery(change: Partial<Record<Option, boolean>> & { search?: string; replace?: string | undefined }): void {
    const { search, replace, caseSensitive, wholeWord, regexp } = getSearchQuery(this.#view.state)
    const last = { search, replace, caseSensitive, wholeWord, regexp }
    const query = new SearchQuery({ ...last, ...change, replace: change.replace ?? replace })
    this.#view.dispatch({ effects: setSearchQuery.of(query) })
  }

  readonly #toggleReplace = (): void => {
    this.#replaces = !this.#replaces
    this.#render()
  }

  readonly #replaceAll = (): void => {
    const total = this.#count?.total ?? 0
    if (!replaceAll(this.#view)) return
    this.#done = phrasesOf(this.#view.state)['search.replaced'](total)
    this.#render()
  }

  #run(command: Command): void {
    this.#done = ''
    command(this.#view)
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (runScopeHandlers(this.#view, event, 'search-panel')) {
      event.preventDefault()
    } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault()
      const isReplacement = event.target.name === 'replace'
      this.#run(isReplacement ? replaceNext : event.shiftKey ? findPrevious : findNext)
    }
  }
}
