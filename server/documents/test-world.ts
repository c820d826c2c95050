import { MemoryStore } from '../stores/memory-store.ts'
import type { Log } from '../telemetry/log.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { type CrdtTasks, crdtTasks } from './crdt-task.ts'
import type { Member } from './member.ts'
import type { RoomPresence } from './room.ts'
import { RoomRegistry, type RoomRegistryOptions } from './room-registry.ts'
import { TestMember, type TestMemberOptions } from './test-member.ts'
import { TestStore } from './test-store.ts'

/** Remembers what a room told its presence table. */
export class TestPresence implements RoomPresence {
  readonly members = new Set<Member>()
  readonly interrupted = new Set<Member>()
  readonly suspended = new Set<Member>()
  readonly heard: [Member, Uint8Array][] = []
  readonly drains: Member[] = []
  queries = 0
  isClosed = false

  join(member: Member): void {
    this.members.add(member)
  }

  leave(member: Member): void {
    this.members.delete(member)
  }

  interrupt(member: Member): void {
    this.interrupted.add(member)
  }

  suspend(member: Member): void {
    this.suspended.add(member)
  }

  resume(member: Member): void {
    this.interrupted.delete(member)
    this.suspended.delete(member)
  }

  drained(member: Member): void {
    this.drains.push(member)
  }

  receive(member: Member, update: Uint8Array): void {
    this.heard.push([member, update])
  }

  query(): void {
    this.queries += 1
  }

  close(): void {
    this.isClosed = true
  }
}

/** The tasks without a thread: a promise later, as a worker would. */
export const inlineTasks: CrdtTasks = {
  compact: async (updates) => crdtTasks.compact(updates),
  diff: async (updates, stateVector) => crdtTasks.diff(updates, stateVector),
  read: async (updates) => crdtTasks.read(updates),
  digest: async (updates) => crdtTasks.digest(updates),
  setMode: async (updates, mode) => crdtTasks.setMode(updates, mode),
  edit: async (updates, text) => crdtTasks.edit(updates, text),
  know: async (updates) => crdtTasks.know(updates),
  parts: async (update, partBytes) => crdtTasks.parts(update, partBytes),
}

/** Keeps what is logged. */
export class TestLog implements Log {
  readonly lines: { level: string; fields: object; message: string }[] = []
  debug = this.#at('debug')
  info = this.#at('info')
  warn = this.#at('warn')
  error = this.#at('error')

  of(level: string): string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message)
  }

  #at(level: string) {
    return (fields: object, message: string) => {
      this.lines.push({ level, fields, message })
    }
  }
}

/** A server's documents with everything around them in the hand of the test. */
export class TestWorld {
  readonly clock = new ManualClock()
  /** What outlives a crash. */
  readonly disk: MemoryStore
  store: TestStore
  readonly log = new TestLog()
  readonly presence = new Map<string, TestPresence>()
  documents: RoomRegistry
  readonly #options: Partial<RoomRegistryOptions>

  constructor({ disk, ...options }: Partial<RoomRegistryOptions> & { disk?: MemoryStore } = {}) {
    this.disk = disk ?? new MemoryStore({ clock: this.clock })
    this.store = new TestStore(this.disk)
    this.#options = options
    this.documents = this.#open()
  }

  /** A member that is in the document and synced. */
  enter(documentId: string, options?: TestMemberOptions): Promise<TestMember> {
    return new TestMember(options).enters(this.documents, documentId)
  }

  /** The server goes without a word, and another one comes up with what is on disk. */
  crash(): void {
    this.store.crash()
    this.store = new TestStore(this.disk)
    this.documents = this.#open()
  }

  #open(): RoomRegistry {
    return new RoomRegistry({
      store: this.store,
      clock: this.clock,
      log: this.log,
      worker: inlineTasks,
      makePresence: (documentId) => {
        const presence = new TestPresence()
        this.presence.set(documentId, presence)
        return presence
      },
      // What is idle goes, unless a test is about that.
      maxIdleBytes: 0,
      ...this.#options,
    })
  }
}
