import { MessageType } from '../../../protocol/message.ts'
import { decodeAwareness, encodeAwareness, encodeAwarenessEntry } from '../../presence/awareness-codec.ts'
import { LightClient } from './light-client.ts'
import type { Make } from './make.ts'
import { memoized } from './memo.ts'

/** Ids as long on the wire as most random ones. */
const FIRST_ID = 2_000_000_000

/** Whose caret an awareness update shows where: `n` counts the moves of that person. */
interface Sight {
  index: number
  n: number
}

const sightsOf = memoized((update): Sight[] => {
  return decodeAwareness(update).flatMap(({ clientId, json }) => {
    const n = /"clock":(\d+)/.exec(Buffer.from(json).toString())?.[1]
    return n === undefined ? [] : [{ index: clientId - FIRST_ID, n: Number(n) }]
  })
})

export interface CompanyOptions {
  make: Make
  url: string
  document: string
  people: number
  /** How many of them look at the clock. */
  observers: number
  onBroken: (error: Error) => void
}

/** Somebody with a caret. */
export interface Person {
  readonly index: number
  readonly client: LightClient
  /** The clock of awareness, which each message counts up. */
  clock: number
  /** When each of the person's moves was sent, milliseconds of `performance.now()`. The first is the arrival. */
  readonly sentAt: number[]
  /** The newest move of each other person that this one was shown, or -1, and when it last heard of that person. */
  readonly seen: Int32Array
  readonly heardAt: Float64Array
  readonly isObserver: boolean
}

/** People at one document who see each other's carets. Knows what everybody has been shown. */
export class Company {
  readonly people: readonly Person[]
  #latencies: number[] = []
  /** Moves that observers were shown, and those that were left out because a newer one was there. */
  shown = 0
  skipped = 0

  constructor({ make, url, document, people, observers, onBroken }: CompanyOptions) {
    const nth = Math.max(1, Math.floor(people / Math.max(1, observers)))
    this.people = Array.from({ length: people }, (_, index) => {
      const person: Person = {
        index,
        client: new LightClient({
          make,
          url,
          document,
          onAwareness: (update) => this.#see(person, update),
          onBroken,
        }),
        clock: 0,
        sentAt: [],
        seen: new Int32Array(people).fill(-1),
        heardAt: new Float64Array(people),
        isObserver: observers > 0 && index % nth === 0,
      }
      return person
    })
  }

  /** True when everybody has been shown the newest caret of everybody else. */
  get isSettled(): boolean {
    const newest = this.people.map(({ sentAt }) => sentAt.length - 1)
    return this.people.every(({ index, seen }) => newest.every((n, other) => other === index || seen[other] === n))
  }

  /** For how long somebody has not heard of somebody else, milliseconds, at the worst. */
  get longestSilenceMs(): number {
    const now = performance.now()
    let longest = 0
    for (const { index, heardAt } of this.people) {
      for (const [other, at] of heardAt.entries()) if (other !== index) longest = Math.max(longest, now - at)
    }
    return longest
  }

  /** Arrives, or puts the caret elsewhere. */
  move(person: Person): void {
    person.sentAt.push(performance.now())
    this.renew(person)
  }

  /** Says again what everybody knows, as y-protocols does every 15 s. */
  renew(person: Person): void {
    person.clock += 1
    const json = JSON.stringify(stateOf(person.index, person.sentAt.length - 1))
    const message = encodeAwareness([encodeAwarenessEntry(FIRST_ID + person.index, person.clock, json)])
    person.client.sendAwareness(payloadOf(message))
  }

  /** From a move to an observer, milliseconds: all so far, which are forgotten. */
  takeLatencies(): number[] {
    const taken = this.#latencies
    this.#latencies = []
    this.shown = 0
    this.skipped = 0
    return taken
  }

  /** Idempotent. */
  close(): void {
    for (const { client } of this.people) client.close()
  }

  #see(person: Person, update: Uint8Array): void {
    const now = performance.now()
    for (const { index, n } of sightsOf(update)) {
      const before = person.seen[index] ?? 0
      person.heardAt[index] = now
      if (n <= before) continue
      person.seen[index] = n
      if (!person.isObserver || index === person.index) continue
      this.shown += 1
      this.skipped += n - before - 1
      this.#latencies.push(now - (this.people[index]?.sentAt[n] ?? now))
    }
  }
}

/** The encoder makes whole messages; a light client puts the head on by itself. */
function payloadOf(message: Uint8Array): Uint8Array {
  if (message[0] !== MessageType.Awareness) throw new Error('no awareness message')
  let head = 1
  while ((message[head] ?? 0) >= 0x80) head++
  return message.subarray(head + 1)
}

/** As an editor on CodeMirror says it; the clock of the caret's relative position counts the moves. */
function stateOf(index: number, n: number): object {
  const position = { type: null, tname: null, item: { client: FIRST_ID + index, clock: n }, assoc: 0 }
  return {
    user: { id: `person-${index}`, name: `Person ${index}`, color: '#0073c7' },
    cursor: { anchor: position, head: position },
  }
}
