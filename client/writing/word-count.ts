import type { EditorState } from '@codemirror/state'
import type { EditorView, ViewUpdate } from '@codemirror/view'
import { interfaceLanguage } from '../editor/editor-settings.ts'
import { whenIdle } from './idle.ts'
import { TextCounter, type TextCounts } from './text-counts.ts'
import { phrasesOf } from './writing-phrases.ts'

/** For how long nothing must have changed before words are counted, in milliseconds. */
const CALM_MS = 400
/** A longer selection is not counted by itself. */
const MAX_SELECTED = 200_000

/** How many words the text of a view has, counted when the view is calm and the browser idle. */
export class WordCount {
  readonly #view: EditorView
  readonly #onChange: () => void
  #counter: TextCounter
  #counts: TextCounts | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopCounting: (() => void) | null = null

  constructor(view: EditorView, onChange: () => void) {
    this.#view = view
    this.#onChange = onChange
    this.#counter = new TextCounter(view.state.facet(interfaceLanguage))
    this.#wait()
  }

  update({ docChanged, startState, state }: ViewUpdate): void {
    const language = state.facet(interfaceLanguage)
    if (language !== startState.facet(interfaceLanguage)) this.#counter = new TextCounter(language)
    else if (!docChanged) return
    this.#wait()
  }

  /** `132 words`, `12 of 132 words` where some are selected; null before they were counted. */
  get words(): string | null {
    const { state } = this.#view
    const counts = this.#counts
    if (counts === null) return null
    const phrases = phrasesOf(state)
    const words = phrases['count.words'](counts.words, this.#written(counts.words))
    const selected = this.#selected(state)
    return selected === null ? words : phrases['count.selected'](this.#written(selected.words), words)
  }

  /** All that is counted, in a line. */
  get details(): string | null {
    const { words } = this
    if (words === null) return null
    const { doc } = this.#view.state
    const phrases = phrasesOf(this.#view.state)
    const { characters } = this.#counts!
    return [
      words,
      phrases['count.characters'](characters, this.#written(characters)),
      phrases['count.lines'](doc.lines, this.#written(doc.lines)),
    ].join(' · ')
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#stopCounting?.()
  }

  #wait(): void {
    this.close()
    this.#timer = setTimeout(() => {
      const { doc } = this.#view.state
      this.#stopCounting = whenIdle((mayGoOn) => {
        const counts = this.#counter.count(doc, mayGoOn)
        if (counts === null) return 'more'
        this.#counts = counts
        this.#onChange()
        return 'done'
      })
    }, CALM_MS)
  }

  #selected({ selection, doc }: EditorState): TextCounts | null {
    const ranges = selection.ranges.filter(({ empty }) => !empty)
    const length = ranges.reduce((sum, { from, to }) => sum + to - from, 0)
    if (length === 0 || length > MAX_SELECTED) return null
    return this.#counter.countString(ranges.map(({ from, to }) => doc.sliceString(from, to)).join('\n'))
  }

  #written(count: number): string {
    return new Intl.NumberFormat(this.#view.state.facet(interfaceLanguage)).format(count)
  }
}
