/** How many names are read out; the rest are counted. */
const MAX_NAMES = 3

/** Names as one speaks them: `Alice, Bob, and Carol`; of a crowd the first three and `+7`. */
export function listNames(names: readonly string[], language: string): string {
  const shown = names.slice(0, MAX_NAMES)
  const rest = names.length - shown.length
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(rest > 0 ? [...shown, `+${rest}`] : shown)
}
