import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import * as prng from 'lib0/prng'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeLinkStore } from './link-store.suite.ts'
import { baseOf, killedDocuments, updateOf } from './sqlite-store.killed.ts'
import { limitedUpdate } from './sqlite-store.limited.ts'
import { SqliteStore, type SqliteStoreOptions } from './sqlite-store.ts'
import { describeStore, type StoreMaker } from './store.suite.ts'
import { describeStoreTrash } from './store-trash.suite.ts'
import { describeTextIndex } from './text-index.suite.ts'

const makeStore: StoreMaker = async (options) => {
  const folder = await mkdtemp(join(tmpdir(), 'encke-store-'))
  return {
    open: () => SqliteStore.open({ folder, ...options }),
    dispose: () => rm(folder, { recursive: true }),
  }
}

describeStore('SqliteStore', makeStore, { durable: true })
describeLinkStore('SqliteStore', makeStore, { durable: true })
describeStoreTrash('SqliteStore', makeStore, { durable: true })
describeTextIndex('SqliteStore', makeStore, { durable: true })

describe('a SqliteStore', () => {
  let folder: string
  let stores: SqliteStore[]
  let children: ChildProcessByStdio<Writable, Readable, null>[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'encke-store-'))
    stores = []
    children = []
  })
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL')
    for (const store of stores) await store.close()
    await rm(folder, { recursive: true })
  })

  async function open(options: Partial<SqliteStoreOptions> = {}): Promise<SqliteStore> {
    // Without pacing, the next turn of the event loop sends a write to its thread: tests can tell when it is there.
    const store = await SqliteStore.open({ folder, commitIntervalMs: 0, ...options })
    stores.push(store)
    return store
  }

  /** Looks at, or tampers with, the database behind the store's back. */
  async function withDatabase(use: (database: DatabaseSync) => unknown): Promise<void> {
    const database = new DatabaseSync(join(folder, 'encke.sqlite'))
    try {
      await use(database)
    } finally {
      database.close()
    }
  }

  /** The schema's. */
  async function versionOf(): Promise<number> {
    let version = 0
    await withDatabase((database) => {
      version = (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
    })
    return version
  }

  function start(body: string): ChildProcessByStdio<Writable, Readable, null> {
    const path = fileURLToPath(new URL(body, import.meta.url))
    const child = spawn(process.execPath, [path, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
    children.push(child)
    return child
  }

  describe('and its data folder', () => {
    test('the folder is made for its owner alone', async () => {
      const nested = join(folder, 'var', 'encke')
      await open({ folder: nested })
      expect((await stat(nested)).mode & 0o777).toBe(0o700)
      expect(existsSync(join(nested, 'encke.sqlite'))).toBe(true)
    })

    test('a folder that cannot be made is a clear error', async () => {
      await writeFile(join(folder, 'file'), '')
      await expect(open({ folder: join(folder, 'file', 'data') })).rejects.toMatchObject({
        name: 'StoreError',
        code: 'UNAVAILABLE',
        message: `the data folder ${join(folder, 'file', 'data')} cannot be written (ENOTDIR)`,
      })
    })

    test('a second store on the folder is refused until the first is closed', async () => {
      const first = await open()
      await expect(open()).rejects.toMatchObject({
        code: 'IN_USE',
        message: `the data folder ${folder} is in use by another Encke`,
      })
      await first.append('minutes', bytes('a'), { epoch: 'e' })
      await first.close()
      expect(await (await open()).load('minutes')).toMatchObject({ epoch: 'e' })
    })

    test('another process on the folder is refused, and kill -9 leaves no stale lock', async () => {
      const child = start('./sqlite-store.killed.ts')
      await once(createInterface(child.stdout), 'line')
      await expect(open()).rejects.toMatchObject({ code: 'IN_USE' })
      child.kill('SIGKILL')
      await once(child, 'exit')
      await open()
    })

    test('a database of a newer version is refused and left as it is', async () => {
      await (await open()).close()
      const version = await versionOf()
      await withDatabase((database) => database.exec('PRAGMA user_version = 99'))
      await expect(open()).rejects.toMatchObject({
        code: 'TOO_NEW',
        message: expect.stringContaining('the database has version 99'),
      })
      await withDatabase((database) => database.exec(`PRAGMA user_version = ${version}`))
      await open()
    })

    test('a file that is no database is a clear error', async () => {
      await writeFile(join(folder, 'encke.sqlite'), 'no database at all '.repeat(1000))
      await expect(open()).rejects.toMatchObject({ code: 'CORRUPT', message: 'the database is damaged' })
    })

    test('a base that changed on disk is not handed out', async () => {
      const store = await open()
      await store.append('minutes', bytes('a'), { epoch: 'e' })
      await store.compact('minutes', { base: bytes('base'), seq: 1, fromSeq: 0 })
      await withDatabase((database) => database.exec("UPDATE bases SET bytes = x'62617365ff'"))
      await expect(store.load('minutes')).rejects.toMatchObject({
        code: 'CORRUPT',
        message: 'document minutes is damaged on disk: its base is not the one that was written',
      })
      expect(await store.find('minutes')).toMatchObject({ id: 'minutes' })
    })

    test('a log with a hole is not handed out', async () => {
      const store = await open()
      for (const word of ['a', 'b', 'c']) await store.append('minutes', bytes(word), { epoch: 'e' })
      await withDatabase((database) => database.exec('DELETE FROM updates WHERE seq = 2'))
      await expect(store.load('minutes')).rejects.toMatchObject({
        code: 'CORRUPT',
        message: 'document minutes is damaged on disk: its log should go from 1 to 3',
      })
    })
  })

  describe('and group commit', () => {
    test('200 concurrent appends take a few transactions', async () => {
      const store = await open()
      const before = store.stats
      await Promise.all(
        Array.from({ length: 200 }, (_, index) => store.append(`document ${index % 40}`, bytes('a'), { epoch: 'e' })),
      )
      expect(store.stats.writes - before.writes).toBe(200)
      expect(store.stats.commits - before.commits).toBeLessThanOrEqual(2)
      expect(store.stats.queuedWrites).toBe(0)
    })

    test('what comes in during a commit goes into the next one', async () => {
      const store = await open()
      const { commits } = store.stats
      await withDatabase(async (database) => {
        database.exec('BEGIN IMMEDIATE')
        const first = store.append('minutes', bytes('a'), { epoch: 'e' })
        await turn()
        const others = Array.from({ length: 100 }, async () => {
          await turn()
          return store.append('minutes', bytes('b'))
        })
        await turn()
        await turn()
        expect(store.stats).toMatchObject({ queuedWrites: 101, commits })
        database.exec('ROLLBACK')
        await Promise.all([first, ...others])
      })
      expect(store.stats.commits - commits).toBe(2)
    })

    test('a document is loaded while a write waits for its commit', async () => {
      const store = await open()
      await store.append('minutes', bytes('a'), { epoch: 'e' })
      await withDatabase(async (database) => {
        database.exec('BEGIN IMMEDIATE')
        const append = store.append('minutes', bytes('b'))
        await turn()
        expect((await store.load('minutes'))?.updates).toHaveLength(1)
        database.exec('ROLLBACK')
        await append
        expect((await store.load('minutes'))?.updates).toHaveLength(2)
      })
    })
  })

  describe('and trouble', () => {
    test('[S4] kill -9 at any moment loses no acknowledged append', { timeout: 60_000 }, async () => {
      const seed = randomBytes(4).readUInt32LE()
      const random = prng.create(seed)
      const acknowledged = new Map<string, number>()
      for (let round = 0; round < 10; round += 1) {
        const child = start('./sqlite-store.killed.ts')
        // 0 kills it while it starts; the line after the last acknowledgement wished for is the one of `open`.
        let wished = prng.bool(random) ? prng.int32(random, 0, 20) : prng.int32(random, 20, 600)
        if (wished === 0) child.kill('SIGKILL')
        for await (const line of createInterface(child.stdout)) {
          const [, seq, id] = /^(\d+) (.*)$/.exec(line)!
          if (id !== 'open') acknowledged.set(id!, Math.max(Number(seq), acknowledged.get(id!) ?? 0))
          wished -= 1
          if (wished === 0) child.kill('SIGKILL')
        }
        await checkAll(acknowledged, `seed ${seed}, round ${round}`)
      }
    })

    async function checkAll(acknowledged: Map<string, number>, hint: string): Promise<void> {
      const store = await open()
      for (const id of killedDocuments) {
        const document = await store.load(id)
        const head = document?.updates.at(-1)?.seq ?? document?.baseSeq ?? 0
        expect(head, `${id}, ${hint}`).toBeGreaterThanOrEqual(acknowledged.get(id) ?? 0)
        if (!document) continue
        if (document.base) expect(baseOf(id, document.baseSeq).equals(document.base), `${id}, ${hint}`).toBe(true)
        for (const { seq, bytes } of document.updates) {
          expect(updateOf(id, seq).equals(bytes), `${id} ${seq}, ${hint}`).toBe(true)
        }
      }
      await store.close()
      await withDatabase((database) => {
        expect(database.prepare('PRAGMA integrity_check').get(), hint).toEqual({ integrity_check: 'ok' })
        expect(database.prepare('PRAGMA foreign_key_check').all(), hint).toEqual([])
      })
    }

    test('a full database refuses writes, keeps what it has, and goes on when there is room again', async () => {
      const store = await open({ maxBytes: 1024 * 1024 })
      await store.append('old', new Uint8Array(300_000), { epoch: 'e' })
      await store.append('minutes', bytes('a'), { epoch: 'e' })
      const refused = { name: 'StoreError', code: 'UNAVAILABLE' }
      const outcomes = await Promise.allSettled([
        store.append('minutes', bytes('with the large one')),
        store.append('minutes', new Uint8Array(900_000)),
      ])
      expect(outcomes).toMatchObject([
        { status: 'rejected', reason: { ...refused, cause: { message: expect.stringContaining('full') } } },
        { status: 'rejected', reason: refused },
      ])
      expect(store.stats.failedCommits).toBe(1)
      expect((await store.load('minutes'))?.updates).toEqual([{ seq: 1, bytes: bytes('a') }])
      // Small writes still fit; a deleted document makes room for the large one.
      expect(await store.append('minutes', bytes('b'))).toBe(2)
      await expect(store.append('minutes', new Uint8Array(800_000))).rejects.toMatchObject(refused)
      await store.delete('old')
      expect(await store.append('minutes', new Uint8Array(800_000))).toBe(3)

      await expect(store.append('minutes', new Uint8Array(2_000_000))).rejects.toMatchObject(refused)
      await store.close()
      const wider = await open({ maxBytes: 10 * 1024 * 1024 })
      expect(await wider.append('minutes', new Uint8Array(2_000_000))).toBe(4)
      expect((await wider.load('minutes'))?.updates.map((update) => update.bytes.length)).toEqual([
        1, 1, 800_000, 2_000_000,
      ])
    })

    const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path))

    test.runIf(prlimit)('a disk that takes no more bytes at the commit is survived in the same way', async () => {
      const child = start('./sqlite-store.limited.ts')
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
      const limitTo = (size: string) => execFileSync(prlimit!, ['--pid', String(child.pid), `--fsize=${size}:`])
      expect(await lines.next()).toMatchObject({ value: 'ready' })
      limitTo('200000')
      child.stdin.write('\n')
      const refused = String((await lines.next()).value)
      expect(refused).toMatch(/^refused UNAVAILABLE \d+ .*\(SQLite result \d+\)$/)
      limitTo('unlimited')
      child.stdin.write('\n')
      const count = Number(refused.split(' ')[2]) + 1
      expect(await lines.next()).toMatchObject({ value: `took ${count}` })
      await once(child, 'exit')

      const store = await open()
      const updates = (await store.load('minutes'))!.updates
      expect(updates).toHaveLength(count)
      expect(updates.every((update) => limitedUpdate.equals(update.bytes))).toBe(true)
      await store.close()
      await withDatabase((database) => {
        expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      })
    })

    test('the death of the writer thread rejects what it had not answered; the next write starts it again', async () => {
      const { threads, startThread } = watchedThreads()
      const store = await open({ startThread })
      await store.append('minutes', bytes('a'), { epoch: 'e' })
      const writers = () => threads.filter(({ body }) => body.endsWith('/sqlite-writer.ts'))
      expect(writers()).toHaveLength(1)
      await withDatabase(async (database) => {
        // Holds the commit up, so that it is under way for certain.
        database.exec('BEGIN IMMEDIATE')
        const pending = Promise.allSettled([
          store.append('minutes', bytes('b')),
          store.append('minutes', bytes('c')),
          store.create('agenda'),
        ])
        await turn()
        const death = writers()[0]!.worker.terminate()
        database.exec('ROLLBACK')
        for (const outcome of await pending) {
          expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', code: 'UNAVAILABLE' } })
        }
        await death
      })
      expect(await store.append('minutes', bytes('d'))).toBe(2)
      expect(writers()).toHaveLength(2)
      expect((await store.load('minutes'))?.updates.map((update) => Buffer.from(update.bytes).toString())).toEqual([
        'a',
        'd',
      ])
    })

    test('the death of the reader thread rejects its reads; the next read starts it again', async () => {
      const { threads, startThread } = watchedThreads()
      const store = await open({ startThread })
      await store.append('minutes', bytes('a'), { epoch: 'e' })
      const reader = threads.find(({ body }) => body.endsWith('/sqlite-reader.ts'))!
      await reader.worker.terminate()
      expect((await store.load('minutes'))?.updates).toHaveLength(1)
      expect(threads).toHaveLength(3)
    })

    test('a store that cannot start its threads again says so at each call', async () => {
      const { threads, startThread } = watchedThreads()
      const store = await open({ startThread })
      await store.append('minutes', bytes('a'), { epoch: 'e' })
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
      const version = await versionOf()
      await withDatabase((database) => database.exec('PRAGMA user_version = 99'))
      await expect(store.append('minutes', bytes('b'))).rejects.toMatchObject({ code: 'TOO_NEW' })
      await expect(store.append('minutes', bytes('b'))).rejects.toMatchObject({ code: 'TOO_NEW' })
      await withDatabase((database) => database.exec(`PRAGMA user_version = ${version}`))
      expect(await store.append('minutes', bytes('b'))).toBe(2)
    })
  })
})

function watchedThreads() {
  const threads: { body: string; worker: Worker }[] = []
  const startThread: SqliteStoreOptions['startThread'] = (body, workerData) => {
    const worker = new Worker(body, { workerData })
    threads.push({ body: body.pathname, worker })
    return worker
  }
  return { threads, startThread }
}

/** The rest of this turn of the event loop, in which the store sends what is queued to its thread. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function bytes(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}
