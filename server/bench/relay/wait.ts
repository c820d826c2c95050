import { pause } from '../pause.ts'

const CHECK_MS = 5

/** Resolves when the condition holds. @throws Error with what is missing when it does not within 30 s */
export async function waitFor(condition: () => boolean, missing: () => string, patienceMs = 30_000): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(missing())
    await pause(CHECK_MS)
  }
}

/** Starts many things, so many at a time: servers have a queue for connections, and it is finite. */
export async function inBatches<Item>(items: readonly Item[], size: number, start: (item: Item) => Promise<void>) {
  for (let from = 0; from < items.length; from += size) await Promise.all(items.slice(from, from + size).map(start))
}
