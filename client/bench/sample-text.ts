const words =
  'the session moves from one transport to another while people type and nobody above it ever notices'.split(' ')

/** Markdown as people write it, always the same: headings, paragraphs, lists, links, code. */
export function sampleText(lineCount: number): string {
  let seed = 1
  const below = (limit: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % limit
  }
  const some = (count: number) => Array.from({ length: count }, () => words[below(words.length)]).join(' ')
  const lines: string[] = []
  while (lines.length < lineCount) {
    const kind = below(10)
    if (kind === 0) lines.push(`## ${some(4)}`, '')
    else if (kind <= 2) lines.push(`- ${some(6)}`, `- [ ] ${some(5)} **${some(2)}**`, `  1. ${some(4)}`, '')
    else if (kind === 3) lines.push('```', `const ${words[below(words.length)]} = ${below(100)}`, '```', '')
    else
      lines.push(some(12), `${some(5)} [${some(2)}](https://example.org/${below(1_000)}) ${some(3)}`, `${some(8)}.`, '')
  }
  return lines.slice(0, lineCount).join('\n')
}
