import { Lexer, type Links, type MarkedOptions, Parser, Renderer, type Token, type Tokens } from 'marked'
import type { Piece } from './markdown-pieces.ts'

/** In front of every id that comes from a text, so that it is never the name of something of the page's. */
export const idPrefix = 'user-content-'

export interface MarkdownHtmlOptions {
  /**
   * The server's address, for files that it keeps: they stand in a text as `/api/documents/…`, which on a page of
   * another site would be that site's.
   */
  server?: string | undefined
}

/** Tags that may stand in a text as they are, because they say what Markdown has no sign for, and hold nothing. */
const plainTag = /^<\/?(?:br|kbd|sub|sup|mark|u|ins|small|wbr)\s*\/?>$/i
const comment = /^\s*<!--[\s\S]*?-->\s*$/

/**
 * Markdown to HTML, piece by piece, each block with its source line in `data-line` (from 0, counted from the start of
 * its piece). Tags in the text are shown as text, but for a few that cannot do harm. What comes out still has to pass
 * the sanitizer: nothing here judges addresses.
 */
export class MarkdownHtml {
  readonly #links: Links
  readonly #renderer: LineRenderer
  readonly #options: MarkedOptions

  /** @param definitions the lines of the whole text that define links */
  constructor(definitions: string, { server }: MarkdownHtmlOptions = {}) {
    this.#renderer = new LineRenderer(server?.replace(/\/$/, '') ?? '')
    this.#options = { gfm: true, renderer: this.#renderer }
    const lexer = new Lexer(this.#options)
    if (definitions !== '') lexer.lex(definitions)
    this.#links = lexer.tokens.links
  }

  /** The HTML of one piece. What cannot be parsed is shown as it stands. */
  render({ kind, text }: Piece): string {
    if (kind === 'plain') return plain(text)
    try {
      const lexer = new Lexer(this.#options)
      lexer.tokens.links = { __proto__: null, ...this.#links } as unknown as Links
      const tokens = lexer.lex(text)
      this.#renderer.number(tokens, 0)
      return Parser.parse(tokens, this.#options) as string
    } catch {
      // Nested too deeply for the parser's stack: the words are still there to read.
      return plain(text)
    }
  }
}

class LineRenderer extends Renderer {
  readonly #server: string
  #lines = new WeakMap<Token, number>()

  constructor(server: string) {
    super()
    this.#server = server
  }

  /** Notes on which line each block starts. Blocks within others have as many lines there as in the source. */
  number(tokens: readonly Token[], start: number): void {
    let line = start
    for (const token of tokens) {
      this.#lines.set(token, line)
      if (token.type === 'list') this.number((token as Tokens.List).items, line)
      else if (token.type === 'list_item' || token.type === 'blockquote') this.number(token.tokens ?? [], line)
      line += countLineBreaks(token.raw)
    }
  }

  override heading(token: Tokens.Heading): string {
    const id = escapeHtml(idPrefix + slug(textOf(token.tokens)))
    const content = this.parser.parseInline(token.tokens)
    return `<h${token.depth} id="${id}" dir="auto"${this.#at(token)}>${content}</h${token.depth}>\n`
  }

  override paragraph(token: Tokens.Paragraph): string {
    return `<p dir="auto"${this.#at(token)}>${this.parser.parseInline(token.tokens)}</p>\n`
  }

  override blockquote(token: Tokens.Blockquote): string {
    return `<blockquote dir="auto"${this.#at(token)}>\n${this.parser.parse(token.tokens)}</blockquote>\n`
  }

  override list(token: Tokens.List): string {
    const items = token.items.map((item) => this.listitem(item)).join('')
    const tag = token.ordered ? 'ol' : 'ul'
    const start = token.ordered && token.start !== 1 && token.start !== '' ? ` start="${token.start}"` : ''
    const tasks = token.items.some((item) => item.task) ? ' class="tasks"' : ''
    return `<${tag} dir="auto"${start}${tasks}${this.#at(token)}>\n${items}</${tag}>\n`
  }

  override listitem(item: Tokens.ListItem): string {
    const task = item.task ? ' class="task"' : ''
    return `<li dir="auto"${task}${this.#at(item)}>${this.parser.parse(item.tokens)}</li>\n`
  }

  /** Its name, for who cannot see it, is that of its item: the browser's own label would take a click on the text too. */
  override checkbox({ checked }: Tokens.Checkbox): string {
    return `<input type="checkbox" class="box"${checked ? ' checked' : ''}> `
  }

  override code(token: Tokens.Code): string {
    const language = /^\S+/.exec(token.lang ?? '')?.[0]
    const said = language === undefined ? '' : ` data-language="${escapeHtml(language)}"`
    // A scroller is reached with the keyboard.
    return `<pre dir="ltr" tabindex="0"${said}${this.#at(token)}><code>${escapeHtml(token.text)}\n</code></pre>\n`
  }

  override hr(token: Tokens.Hr): string {
    return `<hr${this.#at(token)}>\n`
  }

  override table(token: Tokens.Table): string {
    const start = this.#lines.get(token) ?? 0
    const row = (cells: readonly Tokens.TableCell[], line: number): string =>
      `<tr data-line="${line}">${cells.map((cell) => this.tablecell(cell)).join('')}</tr>\n`
    const rows = token.rows.map((cells, index) => row(cells, start + 2 + index)).join('')
    const head = `<thead>\n${row(token.header, start)}</thead>\n`
    const table = `<table>\n${head}${rows === '' ? '' : `<tbody>\n${rows}</tbody>\n`}</table>`
    return `<div class="table" tabindex="0"${this.#at(token)}>${table}</div>\n`
  }

  override tablecell({ header, align, tokens }: Tokens.TableCell): string {
    const tag = header ? 'th' : 'td'
    return `<${tag} dir="auto"${align ? ` align="${align}"` : ''}>${this.parser.parseInline(tokens)}</${tag}>`
  }

  override html({ text }: Tokens.HTML | Tokens.Tag): string {
    if (comment.test(text)) return ''
    return plainTag.test(text) ? text : escapeHtml(text)
  }

  override link({ href, title, tokens }: Tokens.Link): string {
    const about = title ? ` title="${escapeHtml(title)}"` : ''
    return `<a href="${escapeHtml(this.#address(href))}"${about}>${this.parser.parseInline(tokens)}</a>`
  }

  override image({ href, title, text }: Tokens.Image): string {
    const about = title ? ` title="${escapeHtml(title)}"` : ''
    return `<img src="${escapeHtml(this.#address(href))}" alt="${escapeHtml(text)}"${about}>`
  }

  override codespan({ text }: Tokens.Codespan): string {
    return `<code>${escapeHtml(text)}</code>`
  }

  override text(token: Tokens.Text | Tokens.Escape): string {
    if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens)
    // Numbers and names of characters in the text, `&copy;`, mean those characters.
    return escapeText(token.text)
  }

  #at(token: Token): string {
    const line = this.#lines.get(token)
    return line === undefined ? '' : ` data-line="${line}"`
  }

  #address(href: string): string {
    if (href.startsWith('#')) return `#${idPrefix}${slug(decode(href.slice(1)))}`
    return href.startsWith('/api/documents/') ? this.#server + href : href
  }
}

/** A text as it stands, for a place between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function escapeText(text: string): string {
  return text.replace(/[<>"']|&(?!#\d{1,7};|#x[\da-f]{1,6};|[a-z][a-z\d]{1,31};)/gi, escapeHtml)
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
