import * as Y from 'yjs'
import { encodeSyncStep1 } from '../../protocol/message.ts'
import type { Document } from './document.ts'
import { sortSections } from './encode-structs.ts'
import type { LogWriter } from './log-writer.ts'
import { type Outline, outlineOf } from './outline.ts'
import { type ParkedUpdate, ParkedUpdates, type ParkedUpdatesOptions } from './parked-updates.ts'
import type { Seat } from './seat.ts'
import { splitUpdate } from './split-update.ts'
import type { Receipt } from './update-batch.ts'

/**
 * Structs, sections and deletions in one update. Two bytes make one, and it takes a hundred in the memory of everybody
 * who gets it; what a keyboard makes is larger, so that `maxMessageBytes` is the limit for it.
 */
const MAX_UPDATE_PARTS = 1_000_000

export interface IntakeOptions {
  document: Document
  writer: LogWriter
  parked?: ParkedUpdatesOptions
}

interface Owner {
  seat: Seat
  receipt: Receipt | null
}

/**
 * Decides what becomes of a member's update: taken, known already, or parked behind a gap (D2).
 * Whoever sends something that needs what the room never saw is asked for it with SyncStep1. It is not asked again
 * before it has answered, and an answer that lacks it as well asks nobody: two sides with the same hole would go on for
 * ever.
 */
export class Intake {
  readonly #document: Document
  readonly #writer: LogWriter
  readonly #parked: ParkedUpdates<Owner>

  constructor({ document, writer, parked }: IntakeOptions) {
    this.#document = document
    this.#writer = writer
    this.#parked = new ParkedUpdates(parked)
  }

  /** How many updates wait behind a gap. */
  get parked(): number {
    return this.#parked.size
  }

  /**
   * Takes the update of a member. The bytes are copied: they may be a view of something larger.
   * @throws ProtocolError UPDATE_MALFORMED, STORE_UNAVAILABLE
   */
  take(update: Uint8Array, seat: Seat, { isAnswer }: { isAnswer: boolean }): void {
    const outline = outlineOf(update, { maxParts: MAX_UPDATE_PARTS })
    const receipt = seat.member.extended ? { seat, number: seat.receipts.receive(), isAnswer } : null
    if (isAnswer) seat.asked = false
    switch (this.#document.knowledge.classify(outline)) {
      case 'known':
        if (receipt) this.#writer.settleAfter(receipt)
        return
      case 'new':
        this.#accept({ bytes: this.#fresh(update, outline), outline, owner: { seat, receipt } })
        if (!isAnswer && !this.#document.knowledge.meets(outline)) this.ask(seat)
        break
      case 'gap':
        // Who owes an answer sends with it what had to give way.
        for (const dropped of this.#park(new Uint8Array(update), { seat, receipt })) if (!isAnswer) this.ask(dropped)
        if (!isAnswer) this.ask(seat)
        break
    }
    this.#unpark()
  }

  /** Takes an update that the server made itself. @throws ProtocolError STORE_UNAVAILABLE */
  takeOwn(update: Uint8Array): void {
    const outline = outlineOf(update)
    this.#writer.take(update, null, null)
    this.#document.knowledge.add(outline)
    this.#unpark()
  }

  /** Asks a member for everything the room lacks, unless it still owes an answer. */
  ask(seat: Seat): void {
    if (seat.asked || seat.isGone) return
    seat.asked = true
    seat.member.send(encodeSyncStep1(this.#document.knowledge.stateVector()))
  }

  /**
   * A copy, in the order in which Yjs can merge it, and without the structs that are known already. Whoever says those in
   * another way, by mistake or on purpose, must not reach the others: a Y.Doc can break on a struct that begins inside
   * another one.
   */
  #fresh(update: Uint8Array, outline: Outline): Uint8Array {
    const { knowledge } = this.#document
    const sorted = outline.isSorted ? update : sortSections(update)
    if (knowledge.overlaps(outline)) return Y.diffUpdate(sorted, knowledge.stateVector())
    return sorted === update ? new Uint8Array(update) : sorted
  }

  #accept({ bytes, outline, owner: { seat, receipt } }: ParkedUpdate<Owner>): void {
    this.#writer.take(bytes, seat, receipt)
    this.#document.knowledge.add(outline)
  }

  /** Parks what is behind the gap, takes the rest, and returns whose updates had to give way. */
  #park(update: Uint8Array, owner: Owner): Seat[] {
    const { near, far } = splitUpdate(update, this.#document.knowledge)
    if (near) {
      const outline = outlineOf(near)
      const isNew = this.#document.knowledge.classify(outline) === 'new'
      if (isNew) this.#accept({ bytes: this.#fresh(near, outline), outline, owner: { ...owner, receipt: null } })
    }
    if (!far) return []
    return this.#parked.park({ bytes: far, outline: outlineOf(far), owner }).map(({ owner: { seat, receipt } }) => {
      if (receipt) seat.receipts.drop(receipt.number)
      return seat
    })
  }

  /** Something has come: maybe it is what others were waiting for. */
  #unpark(): void {
    if (this.#parked.size === 0) return
    for (let ready = this.#next(); ready; ready = this.#next()) {
      if (this.#isKnown(ready.outline)) {
        if (ready.owner.receipt) this.#writer.settleAfter(ready.owner.receipt)
      } else {
        this.#accept({ ...ready, bytes: this.#fresh(ready.bytes, ready.outline) })
      }
    }
  }

  #next(): ParkedUpdate<Owner> | null {
    return this.#parked.next(this.#document.knowledge)
  }

  #isKnown(outline: Outline): boolean {
    return this.#document.knowledge.classify(outline) === 'known'
  }
}
