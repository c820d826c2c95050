import { writeSync } from 'node:fs'
import { argv } from 'node:process'
import { SqliteStore } from './sqlite-store.ts'

/** The documents that the process writes, all at once. */
export const killedDocuments = ['minutes', 'agenda', 'заметки/1', 'a', 'b', 'c', 'd', 'e']

/** What the process writes as update `seq` of a document: up to 3 kB, told from any other. */
export function updateOf(id: string, seq: number): Buffer {
  return Buffer.from(`${id} ${seq} ${'x'.repeat((seq * 7919) % 3000)}`)
}

/** What the process writes as the base of a document up to `seq`. */
export function baseOf(id: string, seq: number): Buffer {
  return Buffer.from(`${id} up to ${seq} ${'y'.repeat((seq * 6007) % 20_000)}`)
}

/** Appends for ever and compacts now and then; one line on standard output for each acknowledged append. */
async function write(store: SqliteStore, id: string): Promise<never> {
  const document = await store.load(id)
  let baseSeq = document?.baseSeq ?? 0
  let seq = document?.updates.at(-1)?.seq ?? baseSeq
  for (;;) {
    seq = await store.append(id, updateOf(id, seq + 1), { epoch: 'e' })
    writeSync(1, `${seq} ${id}\n`)
    if (seq - baseSeq < 50) continue
    await store.compact(id, { base: baseOf(id, seq), seq, fromSeq: baseSeq })
    baseSeq = seq
  }
}

// The body of a process that is to be killed: `node sqlite-store.killed.ts <data folder>`.
if (import.meta.main) {
  const store = await SqliteStore.open({ folder: argv[2]! })
  writeSync(1, '0 open\n')
  await Promise.all(killedDocuments.map((id) => write(store, id)))
}
