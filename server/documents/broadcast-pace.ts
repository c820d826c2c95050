/** Smaller rooms send at once. */
const PACED_FROM_MEMBERS = 16
/** A broadcast takes some 10 µs for each member: one that is busy all the time takes a fiftieth of a core for them. */
const MS_PER_MEMBER = 0.5
const SLOWEST_PACE_MS = 45
/** Where so many letters come at one time nobody follows a single one: half as many broadcasts do. */
const CROWD_UPDATES = 12
const CROWD_FACTOR = 2

/**
 * Shortest time between two broadcasts, milliseconds: each costs one message for each of the `members`.
 * `updates` is how many the last one carried.
 */
export function broadcastPaceMs(members: number, updates: number): number {
  const paceMs = Math.min(SLOWEST_PACE_MS, MS_PER_MEMBER * Math.max(0, members - PACED_FROM_MEMBERS))
  return updates >= CROWD_UPDATES ? CROWD_FACTOR * paceMs : paceMs
}
