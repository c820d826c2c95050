import { everythingKept, openDatabase } from './journal-database.ts'
import { findHeldWriters } from './writer-lock.ts'

/**
 * How many unsafe edits this browser keeps of each document of a server that no tab is about to send: by the document's
 * id. Documents opened by a link are not among them. None where the browser keeps nothing. Never rejects.
 */
export async function countUnsafeEdits(server: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  try {
    const database = await openDatabase()
    // A database that stays open is in the way of its next version.
    const kept = await everythingKept(database).finally(() => database.close())
    const held = await findHeldWriters(navigator.locks ?? null)
    for (const { journal, writer, edits } of kept) {
      const [of, document, reader] = JSON.parse(journal) as [string, string, string | null]
      if (of !== server || reader !== null || edits === 0 || held.has(writer)) continue
      counts.set(document, (counts.get(document) ?? 0) + edits)
    }
  } catch {
    // Whoever opens the document is told more.
  }
  return counts
}
