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
  readonly #clocks = new Map<number, number>()
  #total = 0

  /** Clocks of all clients together. */
  get total(): number {
    return this.#total
  }

  /** How far it has come with one Yjs client. */
  clockOf(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  /** Takes a run, and returns how many clocks of it are new. @throws Error when something is missing before it */
  take({ client, from, to }: Run): number {
    const has = this.clockOf(client)
    if (from > has) throw new Error(`clocks ${has} to ${from} of a client were not sent`)
    if (to <= has) return 0
    this.#clocks.set(client, to)
    this.#total += to - has
    return to - has
  }
}
