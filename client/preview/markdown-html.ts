import { Lexer, type Links, type MarkedOptions, type MarkedToken, type Token, type Tokens } from 'marked'
import type { Piece } from './markdown-pieces.ts'

/** In front of every id that comes from a text, so that it is never the name of something of the page's. */
export const idPrefix = 'user-content-'

export interface MarkdownHtmlOptions {
  /**
   * The server's address, for files that it keeps: they stand in a text as `/api/files/…`, which on a page of
   * another site would be that site's.
   */
  server?: string | undefined
  /** What has to do with footnotes; null, and they stand there as they are written. */
  notes?: NoteHtml | null
  /** How often each id of a heading was given, where no two may have the same. */
  ids?: Map<string, number> | null
}

/** Footnotes to HTML, by `Footnotes`, which is loaded when a text has some. */
export interface NoteHtml {
  /** What the lexer needs to see the references of a piece. */
  extensions(piece: Piece): MarkedOptions['extensions']
  /** A reference that it saw. */
  reference(token: Token): string
  /** A piece of kind `notes`. The lines of `markdown` are counted from the one that is given. */
  list(piece: Piece, markdown: (note: Piece, line: number) => string): string
}

/** Tags that may stand in a text as they are, because they say what Markdown has no sign for, and hold nothing. */
const plainTag = /^<\/?(?:br|kbd|sub|sup|mark|u|ins|small|wbr)\s*\/?>$/i
const lexerOptions = { gfm: true }
const comment = /^\s*<!--[\s\S]*?-->\s*$/

/**
 * Markdown to HTML, piece by piece, each block with its source line in `data-line` (from 0, counted from the start of
 * its piece). Tags in the text are shown as text, but for a few that cannot do harm. What comes out still has to pass
 * the sanitizer: nothing here judges addresses.
 */
export class MarkdownHtml {
  readonly #links: Links
  readonly #server: string
  readonly #notes: NoteHtml | null
  readonly #ids: Map<string, number> | null
  #lines = new WeakMap<Token, number>()

  /** @param definitions the lines of the whole text that define links */
  constructor(definitions: string, { server = '', notes = null, ids = null }: MarkdownHtmlOptions = {}) {
    this.#notes = notes
    this.#ids = ids
    this.#server = server.replace(/\/$/, '')
    const lexer = new Lexer(lexerOptions)
    if (definitions !== '') lexer.lex(definitions)
    this.#links = lexer.tokens.links
  }

  /** The HTML of one piece. What cannot be parsed is shown as it stands. */
  render(piece: Piece): string {
    const { kind, text } = piece
    if (kind === 'plain') return plain(text)
    try {
      if (kind === 'markdown') return this.#markdown(piece, 0)
      return this.#notes?.list(piece, (note, line) => this.#markdown(note, line)) ?? ''
    } catch {
      // Nested too deeply for the parser's stack: the words are still there to read.
      return plain(text)
    }
  }

  #markdown(piece: Piece, line: number): string {
    const lexer = new Lexer({ ...lexerOptions, extensions: this.#notes?.extensions(piece) ?? null })
    lexer.tokens.links = { __proto__: null, ...this.#links } as unknown as Links
    const tokens = lexer.lex(piece.text)
    this.#number(tokens, line)
    return this.#all(tokens)
  }

  /** Notes on which line each block starts. Blocks within others have as many lines there as in the source. */
  #number(tokens: readonly Token[], start: number): void {
    let line = start
    for (const token of tokens) {
      this.#lines.set(token, line)
      if (token.type === 'list') this.#number((token as Tokens.List).items, line)
      else if (token.type === 'list_item' || token.type === 'blockquote') this.#number(token.tokens ?? [], line)
      line += countLineBreaks(token.raw)
    }
  }

  #all(tokens: readonly Token[] | undefined): string {
    return tokens?.map((token) => this.#one(token as MarkedToken)).join('') ?? ''
  }

  #one(token: MarkedToken): string {
    switch (token.type) {
      case 'heading':
        return this.#block(`h${token.depth}`, token, ` id="${escapeHtml(this.#idOf(token))}"`)
      case 'paragraph':
        return this.#block('p', token)
      case 'blockquote':
        return this.#block('blockquote', token)
      case 'list':
        return this.#list(token)
      case 'list_item':
        return this.#block('li', token, token.task ? ' class="task"' : '')
      case 'code':
        return this.#code(token)
      case 'hr':
        return `<hr${this.#at(token)}>\n`
      case 'table':
        return this.#table(token)
      case 'html':
        return tag(token.text)
      case 'checkbox':
        return `<input type="checkbox" class="box"${token.checked ? ' checked' : ''}> `
      case 'strong':
      case 'em':
      case 'del':
        return `<${token.type}>${this.#all(token.tokens)}</${token.type}>`
      case 'codespan':
        return `<code>${escapeHtml(token.text)}</code>`
      case 'br':
        return '<br>'
      case 'link':
        return `<a href="${this.#address(token.href)}"${title(token)}>${this.#all(token.tokens)}</a>`
      case 'image':
        return `<img src="${this.#address(token.href)}" alt="${escapeHtml(token.text)}"${title(token)}>`
      case 'text':
        return token.tokens ? this.#all(token.tokens) : escapeText(token.text)
      case 'escape':
        return escapeText(token.text)
      case 'space':
      case 'def':
        return ''
      default:
        token satisfies never
        return this.#notes?.reference(token) ?? ''
    }
  }

  #idOf({ tokens }: Tokens.Heading): string {
    const id = idPrefix + slug(textOf(tokens))
    const count = this.#ids?.get(id) ?? 0
    this.#ids?.set(id, count + 1)
    return count === 0 ? id : `${id}-${count}`
  }

  #block(tag: string, token: { tokens?: Token[] } & Token, more = ''): string {
    return `<${tag} dir="auto"${more}${this.#at(token)}>${this.#all(token.tokens)}</${tag}>\n`
  }

  #list(token: Tokens.List): string {
    const start = token.ordered && token.start !== 1 && token.start !== '' ? ` start="${token.start}"` : ''
    const tasks = token.items.some((item) => item.task) ? ' class="tasks"' : ''
    const tag = token.ordered ? 'ol' : 'ul'
    return `<${tag} dir="auto"${start}${tasks}${this.#at(token)}>\n${this.#all(token.items)}</${tag}>\n`
  }

  #code(token: Tokens.Code): string {
    const language = /^\S+/.exec(token.lang ?? '')?.[0]
    const said = language === undefined ? '' : ` data-language="${escapeHtml(language)}"`
    // A scroller is reached with the keyboard.
    return `<pre dir="ltr" tabindex="0"${said}${this.#at(token)}><code>${escapeHtml(token.text)}\n</code></pre>\n`
  }

  #table(token: Tokens.Table): string {
    const start = this.#lines.get(token) ?? 0
    const row = (cells: readonly Tokens.TableCell[], line: number): string =>
      `<tr data-line="${line}">${cells.map((cell) => this.#cell(cell)).join('')}</tr>\n`
    const rows = token.rows.map((cells, index) => row(cells, start + 2 + index)).join('')
    const head = `<thead>\n${row(token.header, start)}</thead>\n`
    const table = `<table>\n${head}${rows === '' ? '' : `<tbody>\n${rows}</tbody>\n`}</table>`
    return `<div class="table" tabindex="0"${this.#at(token)}>${table}</div>\n`
  }

  #cell({ header, align, tokens }: Tokens.TableCell): string {
    const tag = header ? 'th' : 'td'
    return `<${tag} dir="auto"${align ? ` align="${align}"` : ''}>${this.#all(tokens)}</${tag}>`
  }

  #at(token: Token): string {
    const line = this.#lines.get(token)
    return line === undefined ? '' : ` data-line="${line}"`
  }

  #address(href: string): string {
    if (href.startsWith('#')) return escapeHtml(`#${idPrefix}${slug(decode(href.slice(1)))}`)
    return escapeHtml(href.startsWith('/api/files/') ? this.#server + href : href)
  }
}

/** A text as it stands, for a place between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function escapeText(text: string): string {
  return text.replace(/[<>"']|&(?!#\d{1,7};|#x[\da-f]{1,6};|[a-z][a-z\d]{1,31};)/gi, escapeHtml)
}

function tag(text: string): string {
  if (comment.test(text)) return ''
  return plainTag.test(text) ? text : escapeHtml(text)
}

function title({ title }: Tokens.Link | Tokens.Image): string {
  return title ? ` title="${escapeHtml(title)}"` : ''
}

function plain(text: string): string {
  return `<p class="plain" dir="auto" data-line="0">${escapeHtml(text)}</p>`
}

function textOf(tokens: readonly Token[]): string {
  const text = (token: Tokens.Generic): string =>
    token.tokens === undefined ? String(token['text'] ?? '') : textOf(token.tokens)
  return tokens.map((token) => text(token)).join('')
}

/** The name of a heading in links to it: `Who brings what?` is `who-brings-what`. */
function slug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
    .slice(0, 200)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone `%`: then it is meant as it stands.
    return text
  }
}

function countLineBreaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
