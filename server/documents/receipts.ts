/**
 * Counts a member's updates from 1, in the order they came, and how many of them, without a hole, are durable.
 * Bounded by what makes an update wait: unsaved bytes and parked updates.
 */
export class Receipts {
  #received = 0
  /** Numbers still to be settled, ascending. */
  #open: number[] = []

  /** The number of an update that just came. */
  receive(): number {
    this.#received += 1
    this.#open.push(this.#received)
    return this.#received
  }

  /** The update of this number is durable. Idempotent. */
  settle(number: number): void {
    if (this.#open[0] === number) this.#open.shift()
    else this.#open = this.#open.filter((open) => open !== number)
  }

  /** Every update up to `number` is durable: a full answer to SyncStep1 holds whatever came before it. */
  settleThrough(number: number): void {
    this.#open = this.#open.filter((open) => open > number)
  }

  /** How many updates, counted from the first, are durable. */
  get saved(): number {
    return (this.#open[0] ?? this.#received + 1) - 1
  }
}
