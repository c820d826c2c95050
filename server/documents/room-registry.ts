import type { Clock } from '../../protocol/clock.ts'
import { CloseCode } from '../../protocol/close-code.ts'
import { isDocumentId } from '../../protocol/document-id.ts'
import { ProtocolError, type ProtocolErrorCode } from '../../protocol/error.ts'
import type { Store } from '../stores/store.ts'
import type { Log } from '../telemetry/log.ts'
import { type Meter, noMeter } from '../telemetry/meter.ts'
import type { CrdtTasks, Reading } from './crdt-task.ts'
import { CrdtWorker } from './crdt-worker.ts'
import { IdleRooms } from './idle-rooms.ts'
import type { Member } from './member.ts'
import type { Documents, Membership } from './membership.ts'
import { openDocument } from './open-document.ts'
import { Room, type RoomPresence } from './room.ts'

/** A document that goes into the trash waits for its last edits no longer than this. */
const DURABLE_WITHIN_MS = 2_000

export interface RoomRegistryOptions {
  store: Store
  clock: Clock
  log: Log
  meter?: Meter
  /** The presence table of a room that is being opened. */
  makePresence: (documentId: string) => RoomPresence
  /** Default: a CrdtWorker of its own, closed with the registry. */
  worker?: CrdtTasks
  /** How long a room without members stays open in any case. Default 5 s. */
  idleMs?: number
  /** What rooms without members may take that stay open for longer; the one left longest ago is closed first. Default 64 MiB. */
  maxIdleBytes?: number
  /** How long `close` waits for the store. Default 10 s. */
  closeTimeoutMs?: number
}

/** A room, from the first wish for it on. */
interface Slot {
  readonly opening: Promise<Room>
  room: Room | null
  stopIdle: (() => void) | null
}

/**
 * The open documents of this node. A document is opened once however many ask for it at the same time, and let go when
 * nobody has been in it for a while and everything is durable.
 */
export class RoomRegistry implements Documents {
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log
  readonly #meter: Meter
  readonly #makePresence: (documentId: string) => RoomPresence
  readonly #worker: CrdtTasks
  readonly #ownWorker: CrdtWorker | null
  readonly #idleMs: number
  readonly #idle: IdleRooms
  readonly #closeTimeoutMs: number
  readonly #slots = new Map<string, Slot>()
  #closing: Promise<void> | null = null

  constructor({
    store,
    clock,
    log,
    meter = noMeter,
    makePresence,
    worker,
    idleMs = 5_000,
    maxIdleBytes = 64 * 1024 * 1024,
    closeTimeoutMs = 10_000,
  }: RoomRegistryOptions) {
    this.#store = store
    this.#clock = clock
    this.#log = log
    this.#meter = meter
    this.#makePresence = makePresence
    this.#ownWorker = worker ? null : new CrdtWorker({ clock, log })
    this.#worker = worker ?? this.#ownWorker!
    this.#idleMs = idleMs
    this.#idle = new IdleRooms({ maxBytes: maxIdleBytes })
    this.#closeTimeoutMs = closeTimeoutMs
  }

  /** How many rooms are open or being opened. */
  get size(): number {
    return this.#slots.size
  }

  /** Sums over the rooms that are open: members, bytes of documents, and bytes that are not durable. */
  get totals(): { members: number; documentBytes: number; unsavedBytes: number } {
    const totals = { members: 0, documentBytes: 0, unsavedBytes: 0 }
    for (const { room } of this.#slots.values()) {
      totals.members += room?.members ?? 0
      totals.documentBytes += room?.documentBytes ?? 0
      totals.unsavedBytes += room?.unsavedBytes ?? 0
    }
    return totals
  }

  async join(documentId: string, member: Member): Promise<Membership> {
    return this.#use(documentId, (room) => room.join(member))
  }

  /** The document as one update; null for one that there is not. @throws as `join` */
  state(documentId: string): Promise<Uint8Array | null> {
    return this.#use(documentId, async (room) => ((await this.#exists(documentId, room)) ? room.state() : null))
  }

  /** The text of Y.Text `content`, and what it is; null for a document that there is not. @throws as `join` */
  read(documentId: string): Promise<Reading | null> {
    return this.#use(documentId, async (room) => ((await this.#exists(documentId, room)) ? room.read() : null))
  }

  /** The text alone. @throws as `join` */
  async text(documentId: string): Promise<string | null> {
    return (await this.read(documentId))?.text ?? null
  }

  /**
   * Makes the text read `text` by the smallest edit, and the document if need be; line ends become LF.
   * Durable when it resolves. @throws as `join`
   */
  edit(documentId: string, text: string): Promise<void> {
    return this.#use(documentId, (room) => room.edit(text))
  }

  /** Says what the text of a document is, as `edit`. @throws as `join` */
  setMode(documentId: string, mode: string): Promise<void> {
    return this.#use(documentId, (room) => room.setMode(mode))
  }

  /**
   * Puts the document into the trash and sends its members away with 4404; what they have written goes with it. False
   * when there is none to put there. @throws StoreError
   */
  async trash(documentId: string): Promise<boolean> {
    const room = await this.#slots.get(documentId)?.opening.catch(() => null)
    if (room && !room.isClosed) await this.#within(DURABLE_WITHIN_MS, [room.durable()])
    if (!(await this.#store.trash(documentId))) return false
    await this.#end(documentId, 'DOCUMENT_TRASHED')
    return true
  }

  /** Deletes the document and sends its members away with 4404. False when there is none. */
  async delete(documentId: string): Promise<boolean> {
    const isDeleted = await this.#store.delete(documentId)
    if (!isDeleted) return false
    await this.#end(documentId, 'DOCUMENT_UNKNOWN')
    return true
  }

  /** Lets nobody in any more, waits until everything is durable, and sends the members away with 1012. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const openings = [...this.#slots.values()].map(({ opening }) => opening.catch(() => null))
    const rooms = (await Promise.all(openings)).filter((room) => room !== null)
    await this.#within(
      this.#closeTimeoutMs,
      rooms.map((room) => room.durable()),
    )
    const unsaved = rooms.filter((room) => !room.isClosed && room.unsavedBytes > 0)
    if (unsaved.length > 0) {
      this.#log.error(
        { documents: unsaved.length },
        'documents are closed before the store has taken their last updates',
      )
    }
    for (const room of rooms) room.close(CloseCode.ServiceRestart, 'RESTART')
    for (const slot of this.#slots.values()) slot.stopIdle?.()
    this.#slots.clear()
    await this.#ownWorker?.close()
  }

  /** Waits until all of it is done, well or badly, or the time is over. */
  async #within(timeoutMs: number, promises: Promise<void>[]): Promise<void> {
    const timeout = Promise.withResolvers<void>()
    const stop = this.#clock.after(timeoutMs, timeout.resolve)
    await Promise.race([Promise.allSettled(promises), timeout.promise])
    stop()
  }

  /** A room that is being opened right now may have been read before the store refused it. */
  async #end(documentId: string, reason: ProtocolErrorCode): Promise<void> {
    const room = await this.#slots.get(documentId)?.opening.catch(() => null)
    room?.close(CloseCode.NoSuchDocument, reason)
  }

  /** A document may have been made beside a room that is open already. */
  async #exists(documentId: string, room: Room): Promise<boolean> {
    return room.hasDocument || (await this.#store.find(documentId)) !== null
  }

  /** Finds or opens the room. `use` is called in the same turn in which the room is known to be open. */
  async #use<Result>(documentId: string, use: (room: Room) => Result): Promise<Awaited<Result>> {
    if (!isDocumentId(documentId)) throw new ProtocolError('DOCUMENT_ID_INVALID', 'no document can have this id')
    for (;;) {
      if (this.#closing) throw new ProtocolError('STORE_UNAVAILABLE', 'this server is about to leave')
      const slot = this.#slots.get(documentId) ?? this.#open(documentId)
      const room = await slot.opening
      // Unloaded or deleted in the turn between.
      if (room.isClosed) continue
      const result = use(room)
      this.#rested(documentId, slot)
      return await result
    }
  }

  #open(documentId: string): Slot {
    const slot: Slot = {
      opening: this.#load(documentId, () => this.#rested(documentId, slot)),
      room: null,
      stopIdle: null,
    }
    this.#slots.set(documentId, slot)
    slot.opening.then(
      (room) => {
        slot.room = room
        this.#rested(documentId, slot)
      },
      () => this.#slots.delete(documentId),
    )
    return slot
  }

  async #load(documentId: string, rested: () => void): Promise<Room> {
    const services = { store: this.#store, worker: this.#worker, log: this.#log, meter: this.#meter }
    const document = await openDocument(documentId, services)
    return new Room({
      ...services,
      document,
      presence: this.#makePresence(documentId),
      clock: this.#clock,
      rested,
    })
  }

  /** Something ended in the room: looks after it when it is left idle for a while, forgets it when it is closed. */
  #rested(documentId: string, slot: Slot): void {
    const { room } = slot
    if (!room) return
    if (room.isClosed) {
      slot.stopIdle?.()
      this.#idle.release(room)
      if (this.#slots.get(documentId) === slot) this.#slots.delete(documentId)
    } else if (!room.isIdle) {
      slot.stopIdle?.()
      slot.stopIdle = null
      this.#idle.release(room)
    } else {
      slot.stopIdle ??= this.#clock.after(this.#idleMs, () => {
        slot.stopIdle = null
        if (room.isIdle) this.#leaveIdle(room)
      })
    }
  }

  /** Nobody is told: an idle room has no members. One that nobody has written to is as quickly made anew. */
  #leaveIdle(room: Room): void {
    const closing = room.hasDocument ? this.#idle.keep(room) : [room]
    for (const room of closing) room.close(CloseCode.Normal, '')
  }
}
