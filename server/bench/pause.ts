/** Resolves at a moment of `performance.now()`, or at once when that is past. */
export async function until(at: number): Promise<void> {
  const waitMs = at - performance.now()
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
}

/** Resolves after a while. */
export function pause(ms: number): Promise<void> {
  return until(performance.now() + ms)
}

/** A copy in random order, so that nobody always comes first. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
