import { join } from 'node:path'
import type { Clock } from '../protocol/clock.ts'
import { GuardedDocuments } from './access/guarded-documents.ts'
import { Links } from './access/links.ts'
import { CrdtWorker } from './documents/crdt-worker.ts'
import type { Documents } from './documents/membership.ts'
import { RoomRegistry } from './documents/room-registry.ts'
import { TextFeed } from './documents/text-feed.ts'
import { FileStore } from './files/file-store.ts'
import { PresenceDirectory } from './presence/presence-directory.ts'
import { MemoryStore } from './stores/memory-store.ts'
import { SqliteStore } from './stores/sqlite-store.ts'
import type { Store } from './stores/store.ts'
import type { Log } from './telemetry/log.ts'
import { type Meter, noMeter } from './telemetry/meter.ts'
import { TextReader } from './text-reader.ts'
import { TrashKeeper } from './trash-keeper.ts'

/** A store that is away does not hold up the end for longer: the process is killed 10 s after it was asked to go. */
const CLOSE_ROOMS_WITHIN_MS = 6_000

export interface RelayOptions {
  /** Closed with the relay. */
  store: Store
  clock: Clock
  log: Log
  meter?: Meter
  /** How long a document stays in the trash; 0 for a node that has none. Default 30. */
  trashDays?: number
  /** Closed with the relay; by default one of 20 MiB a file that goes with the process. */
  files?: FileStore
}

/** What `Relay.open` makes the rest of. */
export interface OpenRelayOptions extends Omit<RelayOptions, 'store' | 'files'> {
  /** Null keeps everything for as long as the process lives. */
  dataDir: string | null
  /** Of one file; default 20. */
  fileMiB?: number
  /** Of all files of one document; default 500. */
  filesMiB?: number
}

const DAY_MS = 24 * 60 * 60 * 1000
const MIB = 1024 * 1024

/**
 * One node: a store, the rooms of the documents that are open, the links that lead to them, and who is in them.
 * Knows nothing of HTTP, sessions or sockets: those come to it.
 */
export class Relay {
  readonly store: Store
  readonly rooms: RoomRegistry
  readonly links: Links
  /** The rooms behind their doors: for whoever comes with an address. */
  readonly documents: Documents
  readonly texts: TextFeed
  readonly presence: PresenceDirectory
  readonly hasTrash: boolean
  readonly files: FileStore
  readonly #trash: TrashKeeper
  readonly #worker: CrdtWorker
  readonly #reader: TextReader
  readonly #log: Log
  #draining = false
  #closing: Promise<void> | null = null

  constructor({ store, clock, log, meter = noMeter, trashDays = 30, files }: RelayOptions) {
    const presence = new PresenceDirectory({ clock })
    this.store = store
    this.presence = presence
    this.#log = log
    const makePresence = (documentId: string) => presence.table(documentId)
    const worker = new CrdtWorker({ clock, log })
    this.#worker = worker
    const closeTimeoutMs = CLOSE_ROOMS_WITHIN_MS
    this.rooms = new RoomRegistry({ store, worker, clock, log, meter, makePresence, closeTimeoutMs })
    this.#reader = new TextReader({ store, worker, clock, log })
    this.hasTrash = trashDays > 0
    // Also without a trash: there may be something in it from before.
    this.files = files ?? new FileStore({ folder: null, maxFileBytes: 20 * MIB, maxDocumentBytes: 500 * MIB })
    this.#trash = new TrashKeeper({ store, files: this.files, clock, log, keepMs: trashDays * DAY_MS })
    this.links = new Links({ store, clock })
    this.texts = new TextFeed({ documents: this.rooms, read: (id) => this.rooms.read(id), clock })
    this.documents = new GuardedDocuments({ documents: this.rooms, access: this.links, log })
  }

  /**
   * A relay whose documents are in this folder, or in memory when it is null.
   * @throws StoreError UNAVAILABLE, IN_USE, TOO_NEW, CORRUPT
   */
  static async open({ dataDir, fileMiB = 20, filesMiB = 500, ...options }: OpenRelayOptions): Promise<Relay> {
    const { clock } = options
    const store = dataDir === null ? new MemoryStore({ clock }) : await SqliteStore.open({ folder: dataDir, clock })
    const folder = dataDir === null ? null : join(dataDir, 'files')
    const files = new FileStore({ folder, maxFileBytes: fileMiB * MIB, maxDocumentBytes: filesMiB * MIB })
    return new Relay({ store, files, ...options })
  }

  /** True from the first call of `drain` or `close`: send this node no new work. */
  get draining(): boolean {
    return this.#draining
  }

  /** Says that the end is near. Everything goes on working. */
  drain(): void {
    this.#draining = true
  }

  /** Resolves when the store answers. @throws StoreError */
  async check(): Promise<void> {
    await this.store.list({ limit: 1 })
  }

  /**
   * Ends the presence channel, then the rooms (every edit taken is made durable, every member is closed with 1012),
   * then the store. A part that fails is logged, and the next is closed all the same. Idempotent.
   */
  close(): Promise<void> {
    this.#draining = true
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.presence.close()
    this.#trash.close()
    this.#reader.close()
    this.links.close()
    const parts = { rooms: this.rooms, worker: this.#worker, files: this.files, store: this.store }
    for (const [name, part] of Object.entries(parts)) {
      try {
        await part.close()
      } catch (err) {
        this.#log.error({ err, part: name }, 'a part of the relay failed to close')
      }
    }
  }
}
