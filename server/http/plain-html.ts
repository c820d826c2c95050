const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const heading = /^ {0,3}(#{1,6})[ \t](.*)$/
const fence = /^ {0,3}(```|~~~)/

/** A text as it is, to stand in HTML or in an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/**
 * A Markdown text as HTML to read until there is better: headings are headings, lines without one between them a
 * paragraph, code stays code. Everything in it is escaped: it has no tag, no link and no picture but what is made here.
 */
export function plainHtml(text: string): string {
  const html: string[] = []
  let lines: string[] = []
  let open: string | null = null
  const end = (): void => {
    if (lines.length === 0) return
    const words = escapeHtml(lines.join('\n'))
    // A parser drops the first line end of a <pre>, so it gets one to drop.
    html.push(open === null ? `<p dir="auto">${words}</p>` : `<pre dir="ltr" tabindex="0">\n${words}</pre>`)
    lines = []
  }
  for (const line of text.split('\n')) {
    const mark = fence.exec(line)?.[1] ?? null
    if (mark !== null && (open === null || open === mark)) {
      end()
      open = open === null ? mark : null
      continue
    }
    const title = open === null ? heading.exec(line) : null
    if (title) {
      end()
      const level = title[1]!.length
      html.push(`<h${level} dir="auto">${escapeHtml(withoutClosing(title[2]!))}</h${level}>`)
    } else if (open === null && line.trim() === '') end()
    else lines.push(line)
  }
  end()
  return html.join('\n')
}

/** Without the signs that may close a heading. By hand: as a pattern it would take time by the square of the length. */
function withoutClosing(title: string): string {
  const words = title.trim()
  let end = words.length
  while (end > 0 && words[end - 1] === '#') end -= 1
  const isClosing = end === 0 || words[end - 1] === ' ' || words[end - 1] === '\t'
  return isClosing ? words.slice(0, end).trimEnd() : words
}
