/**
 * Counts a member's updates from 1, in the order they came, and how many of them, without a hole, are durable.
 * Bounded by what makes an update wait: unsaved bytes and parked updates.
 */
export class Receipts {
  #received = 0
  /** Numbers still to be settled, ascending. */
  #open: number[] = []
  /** Those of them whose update the room could not keep. */
  #dropped: number[] = []

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

  /** The room could not keep the update of this number: the next answer to SyncStep1 brings its content again. */
  drop(number: number): void {
    this.#dropped.push(number)
  }

  /** An answer to SyncStep1, of this number, is durable, and with it what was dropped before it. */
  settleAnswer(number: number): void {
    for (const dropped of this.#dropped) if (dropped < number) this.settle(dropped)
    this.#dropped = this.#dropped.filter((dropped) => dropped > number)
    this.settle(number)
  }

  /** How many updates, counted from the first, are durable. */
  get saved(): number {
    return (this.#open[0] ?? this.#received + 1) - 1
  }
}
