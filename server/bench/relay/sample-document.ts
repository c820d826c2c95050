import { Doc } from 'yjs'
import { readPaper } from '../../test/trace.ts'

/** Keystrokes in one update. */
const BATCH = 100

/** A line of text, and what Yjs needs to know of it: 100 bytes together. */
const LINE_BYTES = 100
const LINE_OVERHEAD_BYTES = 14
/** Lines in one update. */
const LINES = 1_000

/** The updates of a recorded editing session, typed so many times into one text: 104,852 characters each time. */
export async function paperUpdates(times: number): Promise<Uint8Array[]> {
  const { keystrokes } = await readPaper()
  return updatesOf((doc) => {
    const text = doc.getText('content')
    for (let time = 0; time < times; time++) {
      const start = text.length
      for (let from = 0; from < keystrokes.length; from += BATCH) {
        doc.transact(() => {
          for (const [position, deleted, inserted] of keystrokes.slice(from, from + BATCH)) {
            if (deleted > 0) text.delete(start + position, deleted)
            if (inserted !== '') text.insert(start + position, inserted)
          }
        })
      }
    }
  })
}

/** The updates of a document that has about so many bytes, in lines each of which is a struct of its own. */
export function linesUpdates(bytes: number): Uint8Array[] {
  const line = `${'x'.repeat(LINE_BYTES - LINE_OVERHEAD_BYTES - 1)}\n`
  return updatesOf((doc) => {
    const text = doc.getText('content')
    const count = Math.max(1, Math.round(bytes / LINE_BYTES))
    for (let from = 0; from < count; from += LINES) {
      doc.transact(() => {
        // Each before the last: what is written forwards would grow together to one struct.
        for (let index = from; index < Math.min(count, from + LINES); index++) text.insert(0, line)
      })
    }
  })
}

function updatesOf(write: (doc: Doc) => void): Uint8Array[] {
  const doc = new Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  write(doc)
  doc.destroy()
  return updates
}
