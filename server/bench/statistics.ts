/** The value that the given share of all values does not exceed; NaN for none. `share` is from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** How many of `times` fall into each stretch of `widthMs` from `from` to `to`, milliseconds. */
export function histogram(times: readonly number[], options: { from: number; to: number; widthMs: number }): number[] {
  const { from, to, widthMs } = options
  const bins = new Array<number>(Math.max(1, Math.ceil((to - from) / widthMs))).fill(0)
  for (const time of times) {
    const bin = Math.floor((time - from) / widthMs)
    if (bin >= 0 && bin < bins.length) bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins
}
