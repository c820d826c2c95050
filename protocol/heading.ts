/** How far into a text a heading is looked for, and how long one may be, in UTF-16 code units. */
const searchedLength = 16 * 1024
const maxHeadingLength = 200
/** How much of a line is read for one: the address of a link is longer than its words. Marks are looked for by pairs. */
const readLength = 2_000

/**
 * The first heading of a Markdown text, without its marks; empty where there is none near the beginning. What a document
 * is called that nobody has named: the server keeps it for lists, and an open page says it at once, by the same rule.
 */
export function headingOf(text: string): string {
  const lines = text.slice(0, searchedLength).split('\n')
  let fence: string | null = null
  for (const [index, line] of lines.entries()) {
    const marks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== null) {
      if (marks?.startsWith(fence) && line.trim() === marks) fence = null
    } else if (marks) {
      fence = marks
    } else {
      const heading = /^ {0,3}#{1,6}[ \t]+(.*)$/.exec(line)?.[1] ?? underlined(line, lines[index + 1])
      const words = plain(heading?.replace(/[ \t]+#+[ \t]*$/, '') ?? '')
      if (words) return clip(words)
    }
  }
  return ''
}

/** A line with `===` below it; `---` is more often a rule. */
function underlined(line: string, next: string | undefined): string | null {
  return /^ {0,3}\S/.test(line) && /^ {0,3}=+[ \t]*$/.test(next ?? '') ? line : null
}

/** What is read of a line of Markdown: words without emphasis, code without quotes, links without addresses. */
function plain(markdown: string): string {
  return markdown
    .slice(0, readLength)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|~~|`+)(.+?)\1/g, '$2')
    .replace(/(^|[^\p{L}\p{N}])([*_])(\S(?:.*?\S)?)\2(?![\p{L}\p{N}])/gu, '$1$3')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

/** Cut between characters: half of a surrogate pair is no text. */
function clip(words: string): string {
  return words
    .slice(0, maxHeadingLength)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed()
    .trim()
}
