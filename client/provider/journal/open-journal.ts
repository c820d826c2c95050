import { toHexString } from 'lib0/buffer'
import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import { isLinkAddress } from '../../../protocol/link-address.ts'
import { openJournalStore } from './indexed-journal-store.ts'
import { Journal, type JournalOptions } from './journal.ts'
import type { JournalTarget } from './journal-target.ts'
import { WriterLock } from './writer-lock.ts'

/** Opens the journal of a document. Rejects where the browser keeps nothing. */
export async function openJournal({
  target,
  ...options
}: Omit<JournalOptions, 'journal' | 'store' | 'lock'> & { target: JournalTarget }): Promise<Journal> {
  const store = await openJournalStore({ clock: options.clock })
  const writer = toHexString(crypto.getRandomValues(new Uint8Array(12)))
  const lock = new WriterLock({ writer, locks: navigator.locks ?? null })
  return new Journal({ ...options, journal: nameOfJournal(target), store, lock })
}

/** A link lets in whoever knows it: it is not written down, only what nobody can make it of. */
function nameOfJournal({ server, document, reader }: JournalTarget): string {
  const name = isLinkAddress(document) ? `link#${toHexString(digest(encodeUtf8(document)))}` : document
  return JSON.stringify([server, name, reader])
}
