import type { Parser, PartialParse, Tree } from '@lezer/common'
import { highlightCode, tagHighlighter } from '@lezer/highlight'
import { codeRules } from '../editor/code-rules.ts'
import { IdleWork } from './idle-work.ts'

/** Longer code stays of one colour: each colour is an element, characters. */
const maxLength = 100_000
/** Code up to this is coloured at once, so that it does not flicker under somebody who writes it, characters. */
const atOnceLength = 4_000
/** Languages that are kept, and names of which it is known that nobody knows them. */
const maxLanguages = 200

const highlighter = tagHighlighter(codeRules.map(({ name, tag }) => ({ tag, class: `code-${name}` })))

/** The parser of a language by the name that a text gives it; null where there is none. Does not reject. */
export type LanguageOf = (name: string) => Promise<Parser | null>

export interface CodeColorsOptions {
  /** Where the text stands: its styles go there. Null where it has them by `codeCss`. */
  root: Document | ShadowRoot | null
  languageOf: LanguageOf
}

interface Job {
  code: HTMLElement
  /** What it said when it was begun with: what has been replaced since is somebody else's. */
  text: string
  parse: PartialParse
}

/**
 * Colours for the blocks of code in a text that is shown: `pre[data-language] > code`. By classes and an adopted style
 * sheet, which a strict policy allows. What cannot be coloured stays as it is.
 */
export class CodeColors {
  readonly #languageOf: LanguageOf
  /** By name; a promise while they load. */
  readonly #parsers = new Map<string, Parser | null | Promise<void>>()
  readonly #jobs: Job[] = []
  readonly #work = new IdleWork(() => this.#step())

  constructor({ root, languageOf }: CodeColorsOptions) {
    this.#languageOf = languageOf
    if (root !== null) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet()]
  }

  /** Colours what is in an element: short code at once, if its language is there already. */
  paint(element: ParentNode): void {
    for (const pre of element.querySelectorAll<HTMLElement>('pre[data-language]')) {
      const code = pre.firstElementChild as HTMLElement | null
      if (code !== null && code.childElementCount === 0) this.#begin(code, pre.dataset['language'] ?? '')
    }
  }

  /** Colours all that is in an element, and resolves when that is done. For paper. */
  async paintAll(element: ParentNode): Promise<void> {
    const names = [...element.querySelectorAll<HTMLElement>('pre[data-language]')].map(
      (pre) => pre.dataset['language'] ?? '',
    )
    await Promise.all([...new Set(names)].map((name) => this.#load(name)))
    this.paint(element)
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) finish(job)
  }

  /** Idempotent. */
  close(): void {
    this.#work.close()
    this.#jobs.length = 0
  }

  #begin(code: HTMLElement, name: string): void {
    const text = code.textContent ?? ''
    if (text.length > maxLength) return
    const known = this.#parsers.get(name)
    if (known === undefined || known instanceof Promise) {
      void this.#load(name).then(() => {
        if (code.isConnected && this.#parsers.get(name)) this.#begin(code, name)
      })
      return
    }
    if (known === null) return
    const job = { code, text, parse: known.startParse(text) }
    if (text.length <= atOnceLength) finish(job)
    else {
      this.#jobs.push(job)
      this.#work.start()
    }
  }

  #step(): boolean {
    const job = this.#jobs[0]
    if (job === undefined) return false
    // What is no longer shown need not be finished.
    const tree = job.code.isConnected ? advance(job) : 'none'
    if (tree === null) return true
    this.#jobs.shift()
    if (tree !== 'none') color(job, tree)
    return this.#jobs.length > 0
  }

  async #load(name: string): Promise<void> {
    const known = this.#parsers.get(name)
    if (known instanceof Promise) return known
    if (known !== undefined || this.#parsers.size >= maxLanguages) return
    const loading = this.#languageOf(name).then((parser) => {
      this.#parsers.set(name, parser)
    })
    this.#parsers.set(name, loading)
    return loading
  }
}

function finish(job: Job): void {
  let tree = advance(job)
  while (tree === null) tree = advance(job)
  if (tree !== 'none') color(job, tree)
}

/** Parses on a little: null while there is more to do. */
function advance({ parse }: Job): Tree | 'none' | null {
  try {
    return parse.advance()
  } catch {
    // A parser of some language that cannot take this: it stays of one colour.
    return 'none'
  }
}

function color({ code, text }: Job, tree: Tree): void {
  if (code.textContent !== text) return
  const fragment = document.createDocumentFragment()
  const put = (words: string, classes: string) => {
    if (classes === '') fragment.append(words)
    else {
      const span = document.createElement('span')
      span.className = classes
      span.textContent = words
      fragment.append(span)
    }
  }
  highlightCode(text, tree, highlighter, put, () => fragment.append('\n'))
  code.replaceChildren(fragment)
}

/** The rules for the colours, with the custom properties of the elements. */
export function codeCss(): string {
  const property = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const rules = codeRules.map(({ name, style }) => {
    const lines = Object.entries(style).map(([key, value]) => `${property(key)}: ${value}`)
    return `pre .code-${name} { ${lines.join('; ')} }`
  })
  return rules.join('\n')
}

function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(codeCss())
  return sheet
}
