import { isTable, markdownTable } from './pasted-table.ts'

/** Deeper than this nobody means it: what is in there becomes plain words. */
const maxDepth = 30

const headings = ['H1', 'H2', 'H3', 'H4', 'H5', 'H6']
const containers = ['P', 'DIV', 'TBODY', 'THEAD', 'TR', 'TD', 'TH', 'TABLE']
const blocks = [...headings, ...containers, 'UL', 'OL', 'LI', 'BLOCKQUOTE', 'PRE', 'HR']
const marks: Readonly<Record<string, string>> = {
  STRONG: '**',
  B: '**',
  EM: '*',
  I: '*',
  DEL: '~~',
  S: '~~',
  STRIKE: '~~',
}

/** What tells words that were formatted from words alone. */
const formats =
  'table, a[href], ul, ol, h1, h2, h3, h4, h5, h6, strong, b, em, i, s, strike, del, code, blockquote, img, hr'

/**
 * A piece of a web page as Markdown; null where it has nothing that Markdown could say, so that its plain text is as
 * good. Takes what has passed the sanitizer, and looks at nothing but names of elements, `href`, `src` and `alt`.
 */
export function markdownOf(fragment: DocumentFragment): string | null {
  if (fragment.querySelector(formats) === null) return null
  return inParagraphs(fragment.childNodes, 0).join('\n\n') || null
}

/** Nodes beside each other as blocks: what stands between blocks is a paragraph. */
function inParagraphs(nodes: Iterable<Node>, depth: number): string[] {
  const found: string[] = []
  let words = ''
  const end = () => {
    const text = withoutMarkers(words.replace(/^\s+|[\s\\]+$/g, ''))
    if (text !== '') found.push(text)
    words = ''
  }
  for (const node of nodes) {
    if (depth < maxDepth && node instanceof HTMLElement && isBlock(node)) {
      end()
      found.push(...blockOf(node, depth + 1).filter((block) => block.trim() !== ''))
    } else words += inlineOf(node, depth + 1)
  }
  end()
  return found
}

function blockOf(element: HTMLElement, depth: number): string[] {
  const name = element.tagName
  if (headings.includes(name)) {
    const words = inlinesOf(element, depth).replace(/\s+/g, ' ').trim()
    return words === '' ? [] : [`${'#'.repeat(headings.indexOf(name) + 1)} ${words}`]
  }
  switch (name) {
    case 'UL':
    case 'OL':
      return [listOf(element, depth)]
    case 'BLOCKQUOTE':
      return [indented(inParagraphs(element.childNodes, depth).join('\n\n'), '> ', '> ').replace(/^> $/gm, '>')]
    case 'PRE':
      return [codeOf(element.textContent ?? '')]
    case 'HR':
      return ['---']
    case 'TABLE':
      return tableOf(element as HTMLTableElement, depth)
    default:
      return inParagraphs(element.childNodes, depth)
  }
}

function listOf(list: HTMLElement, depth: number): string {
  const isNumbered = list.tagName === 'OL'
  let number = Number(list.getAttribute('start') ?? 1) || 1
  const items: string[] = []
  for (const item of list.children) {
    // Some programs put a list right into a list.
    if (item.tagName !== 'LI') {
      const inner = inParagraphs([item], depth + 1).join('\n')
      if (inner !== '') items.push(indented(inner, '  ', '  '))
      continue
    }
    const box = item.querySelector<HTMLInputElement>(':scope > input[type=checkbox], :scope > p > input[type=checkbox]')
    const marker = isNumbered ? `${number++}. ` : '- '
    const task = box === null ? '' : box.checked ? '[x] ' : '[ ] '
    const inside = inParagraphs(item.childNodes, depth)
    const isTight = item.querySelectorAll(':scope > p').length < 2
    items.push(indented(task + inside.join(isTight ? '\n' : '\n\n'), marker, ' '.repeat(marker.length)))
  }
  return items.join('\n')
}

function tableOf(table: HTMLTableElement, depth: number): string[] {
  const rows = [...table.rows].map((row) => [...row.cells])
  const cells = rows.flat()
  // A table that only puts things in their places.
  const isLayout = cells.some((cell) => cell.querySelector('table, ul, ol, pre, blockquote, h1, h2, h3') !== null)
  if (isLayout || !isTable(rows.map((row) => row.map(() => ''))))
    return cells.flatMap((cell) => inParagraphs(cell.childNodes, depth))
  return [markdownTable(rows.map((row) => row.map((cell) => inlinesOf(cell, depth).replace(/\\\n/g, ' '))))]
}

function inlinesOf(parent: Node, depth: number): string {
  return [...parent.childNodes].map((node) => inlineOf(node, depth + 1)).join('')
}

function inlineOf(node: Node, depth: number): string {
  if (node instanceof Text) return escaped(node.data.replace(/\s+/g, ' '))
  if (!(node instanceof HTMLElement)) return ''
  if (depth > maxDepth) return escaped((node.textContent ?? '').replace(/\s+/g, ' '))
  const words = () => inlinesOf(node, depth)
  switch (node.tagName) {
    case 'BR':
      return '\\\n'
    case 'CODE':
    case 'KBD':
      return spanOf(node.textContent ?? '')
    case 'A':
      return linkOf(node.getAttribute('href') ?? '', words())
    case 'IMG':
      return imageOf(node)
    case 'INPUT':
      return ''
    default: {
      const mark = marks[node.tagName]
      // Google Docs has all that it copies in one <b>.
      const isWrapper = mark === undefined || [...node.querySelectorAll('*')].some(isBlock)
      return isWrapper ? words() + (isBlock(node) ? ' ' : '') : around(words(), mark, mark)
    }
  }
}

/** Markdown has no mark beside a space. */
function around(words: string, open: string, close: string): string {
  const [, before = '', inside = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words) ?? []
  return inside === '' ? words : before + open + inside + close + after
}

function linkOf(href: string, words: string): string {
  if (!/^(?:https?:|mailto:)/i.test(href) || words.trim() === '') return words
  if (words.trim() === href) return words
  return around(words, '[', `](${addressOf(href)})`)
}

function imageOf(image: HTMLElement): string {
  const [source, alt] = [image.getAttribute('src') ?? '', escaped(image.getAttribute('alt') ?? '')]
  return /^https?:/i.test(source) ? `![${alt}](${addressOf(source)})` : alt
}

function addressOf(address: string): string {
  return address.replace(/[()\s<>]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function spanOf(code: string): string {
  const words = code.replace(/\s+/g, ' ')
  const ticks = '`'.repeat(longestRun(words) + 1)
  const space = words.startsWith('`') || words.endsWith('`') ? ' ' : ''
  return words.trim() === '' ? words : ticks + space + words + space + ticks
}

function codeOf(code: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1))
  return `${fence}\n${code.replace(/\n$/, '')}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}

/** What Markdown would read as a mark. */
function escaped(text: string): string {
  return text.replace(/[\\`*[\]]|<(?=[a-z/!])|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu, '\\$&')
}

/** A paragraph that would be read as something else because of how it begins. */
function withoutMarkers(paragraph: string): string {
  return paragraph
    .replace(/^(#{1,6}(?=\s)|>|[-+](?=\s)|={3,}$|-{3,}$)/gm, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s)/gm, '$1\\$2')
}

function indented(text: string, first: string, others: string): string {
  return text.replace(/^/gm, (_empty, at: number) => (at === 0 ? first : others)).replace(/^[ \t]+$/gm, '')
}

function isBlock(element: Element): boolean {
  return blocks.includes(element.tagName)
}
