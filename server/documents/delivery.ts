import { encodeUpdate } from '../../protocol/message.ts'
import type { LogEntry } from './log-entry.ts'
import type { Seat } from './seat.ts'
import type { UpdateBatch } from './update-batch.ts'

/**
 * Sends a batch to whoever should have it now, as one message that is encoded once. Not to an extended member that made
 * all of it. Not to a plain author while it is not durable: y-websocket 4 takes its own update for the acknowledgement.
 */
export function deliver(batch: UpdateBatch, entry: LogEntry, seats: Iterable<Seat>): void {
  const message = encodeUpdate(batch.bytes)
  const { soleAuthor } = batch
  for (const seat of seats) {
    const isKnown = seat.member.extended ? seat === soleAuthor : batch.wasSentEarly && batch.authors.has(seat)
    if (!isKnown) seat.reader.hear(message, entry)
  }
}

/** Tells the authors of durable batches: plain ones by their own update, extended ones by the count of what is saved. */
export function acknowledge(batches: readonly UpdateBatch[]): void {
  const extended = new Set<Seat>()
  for (const batch of batches) {
    for (const { seat } of batch.receipts) extended.add(seat)
    if (!batch.wasSentEarly || !batch.entry) continue
    const message = encodeUpdate(batch.bytes)
    for (const { member, reader, isGone } of batch.authors) {
      if (!member.extended && !isGone) reader.hear(message, batch.entry)
    }
  }
  for (const seat of extended) seat.tellSaved()
}
