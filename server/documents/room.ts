import type { Clock } from '../../protocol/clock.ts'
import { CloseCode, closeCodeOf } from '../../protocol/close-code.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { encodeInfo } from '../../protocol/message.ts'
import type { PresenceTable } from '../presence/presence-table.ts'
import type { Store, StoreError } from '../stores/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { Meter } from '../telemetry/meter.ts'
import { adoptRecord } from './adopt-record.ts'
import { broadcastPaceMs } from './broadcast-pace.ts'
import { Compactor } from './compactor.ts'
import type { CrdtTasks, Reading } from './crdt-task.ts'
import { acknowledge, deliver } from './delivery.ts'
import { DigestKeeper } from './digest-keeper.ts'
import type { Document } from './document.ts'
import { Intake } from './intake.ts'
import type { LogEntry } from './log-entry.ts'
import { LogParts } from './log-parts.ts'
import { LogReader } from './log-reader.ts'
import { LogWriter } from './log-writer.ts'
import type { Member } from './member.ts'
import type { Membership } from './membership.ts'
import { mergeUpdates } from './merge-updates.ts'
import { outlineOf } from './outline.ts'
import { type RoomMessage, readRoomMessage } from './room-message.ts'
import { Seat } from './seat.ts'
import { ServerEdits } from './server-edits.ts'
import { SyncAnswers } from './sync-answers.ts'
import type { UpdateBatch } from './update-batch.ts'

/** What a room needs of a presence table. */
export type RoomPresence = Pick<
  PresenceTable,
  'join' | 'leave' | 'interrupt' | 'suspend' | 'resume' | 'drained' | 'receive' | 'query' | 'close'
>

export interface RoomOptions {
  document: Document
  presence: RoomPresence
  store: Store
  worker: CrdtTasks
  clock: Clock
  log: Log
  meter: Meter
  /** Called whenever the room may have become idle. */
  rested: () => void
}

/**
 * The members editing one document on this node.
 * Relays an update once it is valid and without a gap, and acknowledges it only once the store has it (S4).
 * Knows nothing of sockets or HTTP: it speaks to Members.
 */
export class Room {
  readonly #document: Document
  readonly #presence: RoomPresence
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log
  readonly #meter: Meter
  readonly #rested: () => void
  readonly #seats = new Set<Seat>()
  readonly #writer: LogWriter
  readonly #intake: Intake
  readonly #answers: SyncAnswers
  readonly #parts: LogParts
  readonly #compactor: Compactor
  readonly #edits: ServerEdits
  readonly #digest: DigestKeeper
  #closed = false

  constructor({ document, presence, store, worker, clock, log, meter, rested }: RoomOptions) {
    this.#document = document
    this.#presence = presence
    this.#store = store
    this.#clock = clock
    this.#log = log
    this.#meter = meter
    this.#rested = rested
    this.#writer = new LogWriter({
      document,
      store,
      clock,
      log,
      meter,
      pace: (updates) => broadcastPaceMs(this.#seats.size, updates),
      broadcast: (batch, entry) => this.#broadcast(batch, entry),
      saved: (batches) => this.#saved(batches),
      refused: (error) => this.#refused(error),
    })
    this.#intake = new Intake({ document, writer: this.#writer })
    this.#answers = new SyncAnswers({ document, worker, log })
    this.#parts = new LogParts({ document })
    const unsent = () => this.#writer.unsent
    this.#compactor = new Compactor({ document, unsent, store, worker, clock, log, ended: rested })
    this.#edits = new ServerEdits({ document, writer: this.#writer, intake: this.#intake, worker, ended: rested })
    const isDeserted = () => this.#seats.size === 0
    this.#digest = new DigestKeeper({ document, store, worker, clock, log, isDeserted })
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** True when nothing would be lost by closing it: no members, everything durable, no work under way. */
  get isIdle(): boolean {
    return this.#seats.size === 0 && this.#writer.isIdle && !this.#compactor.isRunning && !this.#edits.isRunning
  }

  /** False for a document that nobody has written to. */
  get hasDocument(): boolean {
    return this.#document.exists || !this.#writer.isIdle
  }

  /** Lets a member in and sends it info, SyncStep1 and presence. A viewer is not asked for what it has. */
  join(member: Member): Membership {
    const seat = this.#seat(member)
    this.#seats.add(seat)
    this.#greet(seat)
    if (member.role === 'editor') this.#intake.ask(seat)
    this.#presence.join(member)
    // The server may have died before it came to it.
    this.#compactor.consider()
    return {
      receive: (message) => this.#receive(seat, message),
      interrupt: () => this.#presence.interrupt(member),
      suspend: () => this.#presence.suspend(member),
      resume: () => this.#presence.resume(member),
      drained: () => this.#drained(seat),
      leave: () => this.#leave(seat),
    }
  }

  /** The document as one update. */
  state(): Uint8Array {
    return mergeUpdates(this.#edits.updates)
  }

  /** The text of Y.Text `content`, and what it is. */
  read(): Promise<Reading> {
    return this.#edits.read()
  }

  /**
   * Makes the text read `text` by the smallest edit, and resolves when that is durable. Line ends become LF.
   * @throws ProtocolError STORE_UNAVAILABLE
   */
  edit(text: string): Promise<void> {
    return this.#edits.edit(text)
  }

  /** Says what the text is, as `edit` says what it reads. @throws ProtocolError STORE_UNAVAILABLE */
  setMode(mode: string): Promise<void> {
    return this.#edits.setMode(mode)
  }

  get members(): number {
    return this.#seats.size
  }

  /** What is kept of the document, bytes. */
  get documentBytes(): number {
    return this.#document.baseBytes + this.#document.tailBytes
  }

  /** Bytes that were taken and are not durable. */
  get unsavedBytes(): number {
    return this.#writer.unsavedBytes
  }

  /** Resolves when everything taken so far is durable. */
  durable(): Promise<void> {
    return this.#writer.durable()
  }

  /** Sends everybody away. What is not durable by now is lost to the server. Idempotent. */
  close(code: CloseCode, reason: string): void {
    if (this.#closed) return
    this.#closed = true
    this.#writer.close()
    this.#compactor.close()
    this.#digest.close()
    for (const seat of [...this.#seats]) this.#expel(seat, code, reason)
    this.#presence.close()
    this.#rested()
  }

  #seat(member: Member): Seat {
    const seat: Seat = new Seat({
      member,
      reader: new LogReader({
        document: this.#document,
        parts: this.#parts,
        member,
        answer: (stateVector) => this.#answer(seat, stateVector),
        failed: (error) => this.#unanswered(seat, error),
        isWithheld: (entry) => this.#isWithheld(seat, entry),
        fellBehind: () => this.#meter.fellBehind(),
      }),
    })
    return seat
  }

  #greet({ member }: Seat): void {
    if (member.extended) member.send(encodeInfo({ epoch: this.#document.epoch, role: member.role }))
  }

  #broadcast(batch: UpdateBatch, entry: LogEntry): void {
    deliver(batch, entry, this.#seats)
    this.#meter.flushed({
      updates: batch.updates.length,
      bytes: entry.bytes.byteLength,
      members: this.#seats.size,
      waitedMs: this.#clock.now() - batch.beganAt,
    })
  }

  #leave(seat: Seat): void {
    if (seat.isGone) return
    seat.isGone = true
    this.#seats.delete(seat)
    seat.reader.close()
    this.#presence.leave(seat.member)
    if (this.#seats.size === 0) this.#digest.hurry()
    this.#rested()
  }

  #expel(seat: Seat, code: CloseCode, reason: string): void {
    this.#leave(seat)
    seat.member.close(code, reason)
  }

  /** The log first: where somebody's caret is matters less. */
  #drained(seat: Seat): void {
    if (seat.isGone) return
    seat.reader.resume()
    this.#presence.drained(seat.member)
  }

  #receive(seat: Seat, bytes: Uint8Array): void {
    if (seat.isGone) return
    const message = readRoomMessage(bytes)
    switch (message.kind) {
      case 'question':
        seat.reader.ask(message.stateVector)
        break
      case 'answer':
      case 'update':
        if (seat.member.role === 'viewer') this.#refuse(seat, message)
        else this.#intake.take(message.update, seat, { isAnswer: message.kind === 'answer' })
        break
      case 'presence':
        this.#presence.receive(seat.member, message.update)
        break
      case 'presence-question':
        this.#presence.query(seat.member)
        break
      default:
        message satisfies never
    }
  }

  /** A viewer's answer is nobody's edit; an update that would change something is. */
  #refuse(seat: Seat, { kind, update }: Extract<RoomMessage, { update: Uint8Array }>): void {
    if (kind === 'answer' || this.#document.knowledge.classify(outlineOf(update)) === 'known') return
    this.#log.debug({ document: this.#document.id, code: 'ROLE_FORBIDDEN' }, 'a viewer tried to write')
    this.#expel(seat, CloseCode.Forbidden, 'ROLE_FORBIDDEN')
  }

  #answer(seat: Seat, stateVector: Uint8Array): Uint8Array[] | Promise<Uint8Array[]> {
    return seat.member.extended ? this.#answers.to(stateVector) : this.#plainAnswer(seat, stateVector)
  }

  #unanswered(seat: Seat, error: unknown): void {
    if (error instanceof ProtocolError) {
      this.#log.debug({ document: this.#document.id, code: error.code }, error.message)
      this.#expel(seat, closeCodeOf(error.code), error.code)
      return
    }
    this.#log.error({ document: this.#document.id, err: error }, 'a member could not be answered')
    this.#expel(seat, CloseCode.ServiceRestart, 'INTERNAL')
  }

  /**
   * To y-websocket 4 its own update, coming back, is the acknowledgement, also after it has connected anew. So it is sent
   * what it may have missed of that, and nothing that is not durable before it is (S4).
   */
  #plainAnswer(seat: Seat, stateVector: Uint8Array): Uint8Array[] | Promise<Uint8Array[]> {
    const { sentEarly } = this.#writer
    if (sentEarly.length === 0) return this.#answers.withOwn(stateVector)
    for (const batch of sentEarly) batch.authors.add(seat)
    return this.#answers.durable(stateVector)
  }

  /** Something of a plain member's own that is not durable yet: it gets it back when it is, and not before. */
  #isWithheld(seat: Seat, entry: LogEntry): boolean {
    if (seat.member.extended || entry.seq !== null) return false
    return this.#writer.sentEarly.some((batch) => batch.entry === entry && batch.authors.has(seat))
  }

  #saved(batches: readonly UpdateBatch[]): void {
    acknowledge(batches)
    this.#compactor.consider()
    this.#digest.changed()
    this.#rested()
  }

  /** The store holds another history under this id, or a tombstone. */
  async #refused(error: StoreError): Promise<boolean> {
    if (error.code === 'EPOCH' && (await adoptRecord(this.#document, this.#store))) {
      for (const seat of this.#seats) this.#greet(seat)
      return true
    }
    this.#log.warn(
      { document: this.#document.id, err: error },
      'the store refuses the document; its members are sent away',
    )
    if (error.code === 'TRASHED') this.close(CloseCode.NoSuchDocument, 'DOCUMENT_TRASHED')
    else if (error.code === 'DELETED') this.close(CloseCode.NoSuchDocument, 'DOCUMENT_UNKNOWN')
    else this.close(CloseCode.AnotherHistory, 'ANOTHER_HISTORY')
    return false
  }
}
