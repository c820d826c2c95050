/** How much more than in a run of `npm test`: `ENCKE_PITFALLS=20` for an evening. */
const scale = Number(process.env['ENCKE_PITFALLS']) || 1

/** So many repetitions, or more when asked. */
export function times(normal: number): number {
  return Math.round(normal * scale)
}

/** How long a test may take that repeats something, milliseconds. */
export const timeout = 60_000 * Math.max(1, scale)

/** True when a test that takes minutes is wanted. */
export const thorough = scale > 1
