import type { EditorCommand } from './command-registry.ts'

/** A command's words in a language. */
export function labelOf({ label }: EditorCommand, language: string): string {
  return typeof label === 'string' ? label : label(language)
}

/**
 * The commands that a few typed letters may mean, the likeliest first: each word of the query begins, or is in, a word
 * of the command. All of them, as they are, for an empty query.
 */
export function filterCommands(
  commands: readonly EditorCommand[],
  { query, language }: { query: string; language: string },
): EditorCommand[] {
  const wanted = fold(query).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...commands]
  const ranked = commands.flatMap((command) => {
    const label = fold(labelOf(command, language))
    const { keywords } = command
    const more = fold(typeof keywords === 'function' ? keywords(language) : (keywords ?? ''))
    // In English too, which people know from other editors.
    const all = `${label} ${more} ${command.id.replace(/[.-]/g, ' ')}`
    if (!wanted.every((word) => all.includes(word))) return []
    const first = wanted[0]!
    // Each less likely than the one before; the last is true of all that is left.
    const signs = [
      label.startsWith(first),
      label.includes(` ${first}`),
      label.includes(first),
      more.split(' ').includes(first),
      true,
    ]
    return [{ command, rank: signs.indexOf(true) }]
  })
  return ranked.sort((one, other) => one.rank - other.rank).map(({ command }) => command)
}

function fold(text: string): string {
  return text.toLocaleLowerCase().replaceAll('ё', 'е').trim()
}
