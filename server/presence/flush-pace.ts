/** From this many members on, changes are gathered for a moment: each costs one message per member. */
const LARGE_ROOM_MEMBERS = 16
const LARGE_ROOM_FLUSH_MS = 20
/** For longer in larger ones, up to what clients themselves wait between two positions of a caret. */
const SLOWEST_FLUSH_MS = 100
const MS_PER_MEMBER = 0.5

/** How long changes are gathered in a room of so many members, in milliseconds. */
export function flushMs(members: number): number {
  if (members < LARGE_ROOM_MEMBERS) return 0
  return Math.min(SLOWEST_FLUSH_MS, LARGE_ROOM_FLUSH_MS + MS_PER_MEMBER * (members - LARGE_ROOM_MEMBERS))
}
