import { encodeUpdate } from '../../protocol/message.ts'
import type { LogEntry } from './log-entry.ts'
import type { Seat } from './seat.ts'
import type { UpdateBatch } from './update-batch.ts'

/**
 * Sends a batch to whoever should have it now, as one message that is encoded once. Not to an extended member that made
 * all of it. While it is not durable a plain author gets only what others made of it: y-websocket 4 takes its own update
 * for the acknowledgement. The rest follows with `acknowledge`.
 */
export function deliver(batch: UpdateBatch, entry: LogEntry, seats: Iterable<Seat>): void {
  const message = encodeUpdate(batch.bytes)
  const { soleAuthor } = batch
  for (const seat of seats) {
    const isHeldBack = !seat.member.extended && batch.wasSentEarly && batch.authors.has(seat)
    if (isHeldBack) hearOthers(seat, batch, entry)
    else if (seat !== soleAuthor || !seat.member.extended) seat.reader.hear(message, entry)
  }
}

function hearOthers(seat: Seat, batch: UpdateBatch, entry: LogEntry): void {
  const others = batch.without(seat)
  if (others) seat.reader.hear(encodeUpdate(others), entry)
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
