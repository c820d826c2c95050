import type { Room } from './room.ts'

/** What a room takes beside the bytes of its document, about. */
const ROOM_BYTES = 4 * 1024

/**
 * Rooms without members that are kept because somebody may come back: a page that is loaded anew, a list that shows
 * texts. Those left longest ago give way when all of them together take more than there is room for.
 */
export class IdleRooms {
  readonly #maxBytes: number
  /** Left longest ago first. */
  readonly #rooms = new Map<Room, number>()
  #bytes = 0

  /** With a `maxBytes` of 0 none is kept. */
  constructor({ maxBytes }: { maxBytes: number }) {
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Keeps an idle room as the newest, and returns those that have to give way, maybe itself. */
  keep(room: Room): Room[] {
    this.release(room)
    const bytes = room.documentBytes + ROOM_BYTES
    this.#rooms.set(room, bytes)
    this.#bytes += bytes
    const given: Room[] = []
    for (const oldest of this.#rooms.keys()) {
      if (this.#bytes <= this.#maxBytes) break
      this.release(oldest)
      given.push(oldest)
    }
    return given
  }

  /** The room is used again, or closed. Idempotent. */
  release(room: Room): void {
    this.#bytes -= this.#rooms.get(room) ?? 0
    this.#rooms.delete(room)
  }
}
