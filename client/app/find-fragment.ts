const begin = '#find='

/** The fragment of a document's page that leads to the first place with these words. */
export function findFragment(words: string): string {
  return begin + encodeURIComponent(words)
}

/** The words of such a fragment; null for any other. */
export function wordsOfFragment(fragment: string): string | null {
  if (!fragment.startsWith(begin)) return null
  try {
    return decodeURIComponent(fragment.slice(begin.length)) || null
  } catch {
    // A percent sign that begins nothing: somebody cut the link.
    return null
  }
}
