import type { SeededRandom } from '../seeded-random.ts'
import type { Fault, FaultOf, FaultRule, FaultTarget } from './fault.ts'

/** Those that are looked at for every piece that passes; all others are drawn once for a request. */
const liveKinds: readonly Fault['kind'][] = ['one-way', 'idle-kill', 'delay', 'bandwidth', 'half-open']

/** What a request is, as far as a rule asks. */
export interface Subject {
  method: string
  path: string
}

/** The faults that are in force, and which of them a request meets. */
export class Conditions {
  readonly #random: SeededRandom
  readonly #rules = new Set<Rule>()
  #changed = Promise.withResolvers<void>()

  constructor({ random }: { random: SeededRandom }) {
    this.#random = random
  }

  /** Resolves at the next change of what is in force. */
  get changed(): Promise<void> {
    return this.#changed.promise
  }

  add(target: FaultTarget, fault: Fault): FaultRule {
    const rule = new Rule(target, fault, () => {
      this.#rules.delete(rule)
      this.#announce()
    })
    this.#rules.add(rule)
    this.#announce()
    return rule
  }

  clear(): void {
    this.#rules.clear()
    this.#announce()
  }

  /** The faults that happen to this request, each kind once; the newest rule of a kind wins. */
  draw(subject: Subject): Fault[] {
    const drawn = new Map<Fault['kind'], Fault>()
    for (const rule of this.#rules) {
      if (liveKinds.includes(rule.fault.kind) || !rule.isFor(subject)) continue
      if (rule.target.times !== undefined && rule.hits >= rule.target.times) continue
      if (rule.target.percent !== undefined && this.#random.next() * 100 >= rule.target.percent) continue
      rule.hits += 1
      drawn.set(rule.fault.kind, rule.fault)
    }
    return [...drawn.values()]
  }

  /** The fault of this kind that is in force for the request now; the newest one. */
  now<Kind extends Fault['kind']>(kind: Kind, subject: Subject): FaultOf<Kind> | null {
    const rule = [...this.#rules].findLast(({ fault, isFor }) => fault.kind === kind && isFor(subject))
    return (rule?.fault as FaultOf<Kind> | undefined) ?? null
  }

  #announce(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}

class Rule implements FaultRule {
  readonly target: FaultTarget
  readonly fault: Fault
  readonly remove: () => void
  hits = 0

  constructor(target: FaultTarget, fault: Fault, remove: () => void) {
    this.target = target
    this.fault = fault
    this.remove = remove
  }

  readonly isFor = ({ method, path }: Subject): boolean =>
    (this.target.path === undefined || this.target.path === path) &&
    (this.target.method === undefined || this.target.method === method)
}
