import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SqliteStore } from './sqlite-store.ts'

let folder: string
let store: SqliteStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'encke-texts-'))
  store = await SqliteStore.open({ folder, commitIntervalMs: 0 })
  for (const id of ['a', 'b']) {
    await store.append(id, Uint8Array.of(1), { epoch: 'e' })
    await store.indexText(id, { epoch: 'e', seq: 1, text: `some words of ${id}` })
  }
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const total = async (query: string) => (await store.search(query, { limit: 1 })).total

async function reopen(): Promise<void> {
  await store.close()
  store = await SqliteStore.open({ folder, commitIntervalMs: 0 })
}

test.each([
  ['is gone', (file: string) => rm(file)],
  ['is no database', (file: string) => writeFile(file, 'nonsense '.repeat(1_000))],
])('an index that %s is made anew, and all texts are to be read again', async (_, damage) => {
  await store.close()
  await damage(join(folder, 'search.sqlite'))
  store = await SqliteStore.open({ folder, commitIntervalMs: 0 })
  expect(await total('words')).toBe(0)
  expect(await store.listUnindexed()).toEqual(['a', 'b'])
  expect(await store.indexText('a', { epoch: 'e', seq: 1, text: 'some words' })).toBe(true)
  expect(await total('words')).toBe(1)
})

test('what was deleted while nobody could forget its text is forgotten at the next start', async () => {
  await store.close()
  const documents = new DatabaseSync(join(folder, 'encke.sqlite'))
  documents.exec("UPDATE docs SET deleted_at = 1 WHERE id = 'a'")
  documents.close()
  await reopen()
  expect(await total('words')).toBe(1)
  await store.close()
  const texts = new DatabaseSync(join(folder, 'search.sqlite'))
  expect(texts.prepare('SELECT text FROM texts').all()).toEqual([{ text: 'some words of b' }])
  texts.close()
})

test('an index that is ahead of a database from a backup is not believed', async () => {
  await store.append('a', Uint8Array.of(2))
  await store.indexText('a', { epoch: 'e', seq: 2, text: 'what the backup does not have' })
  await store.close()
  const documents = new DatabaseSync(join(folder, 'encke.sqlite'))
  documents.exec("UPDATE docs SET head_seq = 1 WHERE id = 'a'; DELETE FROM updates WHERE seq = 2")
  documents.close()
  await reopen()
  expect(await store.listUnindexed()).toEqual(['a'])
  expect(await store.indexText('a', { epoch: 'e', seq: 1, text: 'some words' })).toBe(true)
  expect(await total('backup')).toBe(0)
})
