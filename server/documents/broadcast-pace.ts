/** Rooms below the first size send at once; from the second on the time between two broadcasts is the longest. */
const PACED_FROM_MEMBERS = 16
const SLOWEST_AT_MEMBERS = 1_000
const SLOWEST_PACE_MS = 40

/** Shortest time between two broadcasts to so many members, milliseconds: each costs one message per member. */
export function broadcastPaceMs(members: number): number {
  const share = (members - PACED_FROM_MEMBERS) / (SLOWEST_AT_MEMBERS - PACED_FROM_MEMBERS)
  return SLOWEST_PACE_MS * Math.min(1, Math.max(0, share))
}
