/** Lets so many tasks run at one time; the others wait in the order in which they came. */
export class Semaphore {
  readonly #permits: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor({ permits }: { permits: number }) {
    this.#permits = permits
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** The result of the task, once it was its turn. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#permits) {
      // Whoever ends hands over the permit: nobody who comes meanwhile can take it.
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else {
      this.#running += 1
    }
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }
}
