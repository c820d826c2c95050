/** Shorter is not measured well, milliseconds. */
const LEAST_MS = 0.05

/**
 * What each of some works costs beside the others, in milliseconds of this machine now: for tests that compare, and that
 * a busy machine must not fail. They take turns, so that what disturbs one disturbs all, and the quickest turn of each
 * counts: a busy machine only makes slower.
 */
export function costs(works: readonly (() => unknown)[], { turns = 5 } = {}): number[] {
  const least = works.map(() => Number.POSITIVE_INFINITY)
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, work] of works.entries()) {
      const from = performance.now()
      work()
      least[index] = Math.min(least[index]!, performance.now() - from)
    }
  }
  return least.map((cost) => Math.max(cost, LEAST_MS))
}

/** The power of the size that a work grows with: about 1 for what looks at each thing once, 2 for each with each. */
export function growthPower(work: (size: number) => unknown, { from, to }: { from: number; to: number }): number {
  const [small = LEAST_MS, large = LEAST_MS] = costs([() => work(from), () => work(to)])
  return Math.log(large / small) / Math.log(to / from)
}
