import { ManualClock } from '../manual-clock.ts'
import { SeededRandom } from '../seeded-random.ts'

/** A whole system's time and chance: nothing happens but what is scheduled here, in an order that the seed decides. */
export class SimClock extends ManualClock {
  readonly chance: SeededRandom

  constructor(seed: number) {
    super({ now: Date.UTC(2026, 5, 1) })
    this.chance = new SeededRandom(seed)
  }

  override random(): number {
    return this.chance.next()
  }

  /**
   * Lives through `durationMs`, timer by timer; between two, every promise that can go on does.
   * Stops early when `until` holds.
   */
  async run(durationMs: number, until: () => boolean = () => false): Promise<void> {
    const end = this.now() + durationMs
    await settle()
    for (let at = this.nextAt; at !== null && at <= end && !until(); at = this.nextAt) {
      this.advance(Math.max(0, at - this.now()))
      await settle()
    }
    if (!until() && this.now() < end) this.advance(end - this.now())
    await settle()
  }
}

/** Lets every promise that is ready go on, and those that this makes ready. */
async function settle(): Promise<void> {
  for (let round = 0; round < 1; round++) await new Promise<void>((resolve) => setImmediate(resolve))
}
