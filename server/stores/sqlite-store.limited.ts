import { once } from 'node:events'
import { writeSync } from 'node:fs'
import process from 'node:process'
import { SqliteStore } from './sqlite-store.ts'
import { StoreError } from './store.ts'

/** What the process appends, again and again. */
export const limitedUpdate = Buffer.alloc(2000, 'x')

// The body of a process whose files may not grow for a while: `node sqlite-store.limited.ts <data folder>`.
// It appends until it is refused, says `refused <code> <acknowledged> <cause>`, waits for a line on standard input,
// appends once more and says `took <seq>`.
if (import.meta.main) {
  // Without a listener the signal that comes with the error would end the process.
  process.on('SIGXFSZ', () => {})
  const store = await SqliteStore.open({ folder: process.argv[2]! })
  let acknowledged = await store.append('minutes', limitedUpdate, { epoch: 'e' })
  writeSync(1, 'ready\n')
  await once(process.stdin, 'data')
  try {
    for (;;) acknowledged = await store.append('minutes', limitedUpdate)
  } catch (error) {
    const { code, cause } = error as StoreError
    writeSync(1, `refused ${error instanceof StoreError && code} ${acknowledged} ${cause}\n`)
  }
  await once(process.stdin, 'data')
  writeSync(1, `took ${await store.append('minutes', limitedUpdate)}\n`)
  await store.close()
  process.stdin.destroy()
}
