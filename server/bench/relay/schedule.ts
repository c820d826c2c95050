import { until } from '../pause.ts'

export interface ScheduleOptions<Actor> {
  actors: readonly Actor[]
  /** For each of them. */
  perS: number
  durationMs: number
  act: (actor: Actor) => void
}

/**
 * Lets everybody act at a steady rate, each at random moments: once in each stretch of time, anywhere in it. People do
 * not press keys in step, and timers that beat at a steady rate must not beat with us.
 * Resolves when everybody has; who is late acts at once, so that none is left out.
 */
export async function actAtRandom<Actor>({ actors, perS, durationMs, act }: ScheduleOptions<Actor>): Promise<void> {
  const stretchMs = 1000 / perS
  const plan: { at: number; actor: Actor }[] = []
  for (let from = 0; from < durationMs; from += stretchMs) {
    for (const actor of actors) plan.push({ at: from + Math.random() * stretchMs, actor })
  }
  plan.sort((a, b) => a.at - b.at)
  const startAt = performance.now()
  for (const { at, actor } of plan) {
    await until(startAt + at)
    act(actor)
  }
}
