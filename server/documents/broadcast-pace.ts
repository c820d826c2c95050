/** Smaller rooms send at once. */
const PACED_FROM_MEMBERS = 16
/** A broadcast takes some 10 µs for each member: a room that is busy all the time takes a twentieth of a core for it. */
const MS_PER_MEMBER = 0.2
const SLOWEST_PACE_MS = 40

/** Shortest time between two broadcasts to so many members, milliseconds: each costs one message per member. */
export function broadcastPaceMs(members: number): number {
  return Math.min(SLOWEST_PACE_MS, MS_PER_MEMBER * Math.max(0, members - PACED_FROM_MEMBERS))
}
