import { decodeUpdate, Skip } from 'yjs'
import { memoized } from './memo.ts'

/** Clocks `from` up to, not including, `to` of one Yjs client. */
export interface Run {
  client: number
  from: number
  to: number
}

/** What an update carries, by Yjs' own decoder. */
export const runsOf = memoized((update): Run[] => {
  return decodeUpdate(update)
    .structs.filter((struct) => !(struct instanceof Skip))
    .map(({ id: { client, clock }, length }) => ({ client, from: clock, to: clock + length }))
})

/** What one client has been sent, by clocks: as cheap as it can be without believing the server. */
export class Receipts {
  /** Runs that came before something that they need. */
  early = 0
  readonly #clocks = new Map<number, number>()
  readonly #waiting = new Map<number, Run[]>()
  #total = 0

  /** Clocks of all clients together, up to the first hole of each. */
  get total(): number {
    return this.#total
  }

  /** How far it has come with one Yjs client. */
  clockOf(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  /** Takes a run, which waits when something is missing before it, as a Y.Doc lets it wait. */
  take(run: Run): void {
    const { client, from, to } = run
    const has = this.clockOf(client)
    if (to <= has) return
    const waiting = this.#waiting.get(client)
    if (from > has) {
      this.early += 1
      if (waiting) waiting.push(run)
      else this.#waiting.set(client, [run])
      return
    }
    this.#clocks.set(client, to)
    this.#total += to - has
    if (!waiting) return
    this.#waiting.delete(client)
    for (const next of waiting.sort((a, b) => a.from - b.from)) this.#again(next)
  }

  #again(run: Run): void {
    this.take(run)
    if (run.from > this.clockOf(run.client)) this.early -= 1
  }
}
