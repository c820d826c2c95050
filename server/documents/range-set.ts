/** Whole numbers as sorted, disjoint ranges. Made for delete sets: many small additions, most of them near the end. */
export class RangeSet {
  /** from, to, from, to … ascending; neighbours that touch are one range. */
  readonly #bounds: number[]

  /** Takes the array over: it must be sorted, disjoint and without empty ranges. */
  constructor(bounds: number[] = []) {
    this.#bounds = bounds
  }

  /** from, to, from, to … of each range, ascending. Not to be changed. */
  get bounds(): readonly number[] {
    return this.#bounds
  }

  /** True when every number from `from` up to, not including, `to` is in the set. */
  covers(from: number, to: number): boolean {
    const bounds = this.#bounds
    const index = this.#firstEndingFrom(from + 1)
    return index < bounds.length && bounds[index]! <= from && to <= bounds[index + 1]!
  }

  /** Adds the numbers from `from` up to, not including, `to`. */
  add(from: number, to: number): void {
    if (to <= from) return
    const bounds = this.#bounds
    const first = this.#firstEndingFrom(from)
    let end = first
    let start = from
    let stop = to
    while (end < bounds.length && bounds[end]! <= to) {
      start = Math.min(start, bounds[end]!)
      stop = Math.max(stop, bounds[end + 1]!)
      end += 2
    }
    if (end === first + 2) {
      bounds[first] = start
      bounds[first + 1] = stop
    } else {
      bounds.splice(first, end - first, start, stop)
    }
  }

  /** Index of the first range whose end is at or past `position`. */
  #firstEndingFrom(position: number): number {
    const bounds = this.#bounds
    let low = 0
    let high = bounds.length / 2
    while (low < high) {
      const middle = (low + high) >>> 1
      if (bounds[middle * 2 + 1]! < position) low = middle + 1
      else high = middle
    }
    return low * 2
  }
}
