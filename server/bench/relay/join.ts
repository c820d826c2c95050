import { createHash } from 'node:crypto'
import { applyUpdate, Doc } from 'yjs'
import { pause } from '../pause.ts'
import { cpuMsOf } from './cpu-time.ts'
import type { Harness } from './harness.ts'
import { LightClient } from './light-client.ts'
import { isEncke } from './make.ts'
import { Receipts, runsOf } from './receipts.ts'
import { latencyOf, type Result } from './result.ts'
import { waitFor } from './wait.ts'

export interface JoinOptions {
  /** What the document is made of. */
  updates: readonly Uint8Array[]
  joiners: number
  /** How often all of them come: small documents cost less than the system tells time. */
  rounds: number
}

/** The server has come to rest when it uses less than this much of a core for so long. */
const REST_MS = 1_000
const REST_CPU_MS = 30

/** Somebody who opens the document. */
interface Joiner {
  client: LightClient
  updates: Uint8Array[]
  tookMs: number
}

/** Many open a document at once; the cost is milliseconds of the server for each of them. */
export async function measureJoin(harness: Harness, { updates, joiners, rounds }: JoinOptions): Promise<Result> {
  const { document, keeper } = await seed(harness, updates)
  let [cpuMs, clientShare, lastMs, bytes] = [0, 0, 0, 0]
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    await rest(harness)
    let joined: Joiner[] = []
    const cost = await harness.measure(async () => {
      joined = await joinAll(harness, joiners)
    })
    verify(joined, document)
    cpuMs += cost.cpuMs
    clientShare = Math.max(clientShare, cost.clientShare)
    lastMs = Math.max(lastMs, ...joined.map(({ tookMs }) => tookMs))
    bytes = joined[0]?.client.received ?? 0
    times.push(...joined.map(({ tookMs }) => tookMs))
    for (const { client } of joined) client.close()
  }
  keeper.close()
  const note = `the last has it after ${lastMs.toFixed(0)} ms; ${(bytes / 1000).toFixed(0)} kB each`
  return { cost: cpuMs / (joiners * rounds), ...latencyOf(times), clientShare, note }
}

/** Somebody writes the document, and stays: some servers forget it with the last one. */
async function seed(harness: Harness, updates: readonly Uint8Array[]) {
  const make = isEncke(harness.make) ? 'encke' : harness.make
  const written = receiptsOf(updates).total
  const document = docOf(updates).getText('content').toString()
  const receipts = new Receipts()
  const keeper = new LightClient({
    make,
    url: harness.url,
    document: 'bench',
    onUpdate: (update) => {
      for (const run of runsOf(update)) receipts.take(run)
    },
    onBroken: harness.onBroken,
  })
  await keeper.synced
  for (const [index, update] of updates.entries()) {
    keeper.sendUpdate(update)
    if (index % 20 === 0) await pause(1)
  }
  await waitFor(
    () => {
      harness.check()
      return receipts.total === written
    },
    () => `the server has taken ${receipts.total} of ${written} clocks`,
    60_000,
  )
  return { document, keeper }
}

/** Resolves when the server does nothing any more: what it was sent may give it work for a while. */
async function rest(harness: Harness): Promise<void> {
  const pid = harness.server.pid as number
  for (let before = cpuMsOf(pid); ; ) {
    await pause(REST_MS)
    harness.check()
    const now = cpuMsOf(pid)
    if (now - before <= REST_CPU_MS) return
    before = now
  }
}

async function joinAll(harness: Harness, joiners: number): Promise<Joiner[]> {
  const { make, url, onBroken } = harness
  const from = performance.now()
  const joined = Array.from({ length: joiners }, () => {
    const updates: Uint8Array[] = []
    const client = new LightClient({
      make,
      url,
      document: 'bench',
      onUpdate: (update) => updates.push(update),
      onBroken,
    })
    const joiner: Joiner = { client, updates, tookMs: Number.POSITIVE_INFINITY }
    void client.synced.then(() => {
      joiner.tookMs = performance.now() - from
    })
    return joiner
  })
  await waitFor(
    () => {
      harness.check()
      return joined.every(({ tookMs }) => Number.isFinite(tookMs))
    },
    () => 'some did not get the document',
    60_000,
  )
  return joined
}

/** @throws Error when somebody has another text. Who was sent the same bytes as another one is not looked at twice. */
function verify(joined: readonly Joiner[], document: string): void {
  const known = new Set<string>()
  for (const { updates } of joined) {
    const hash = createHash('sha1')
    for (const update of updates) hash.update(update)
    const digest = hash.digest('hex')
    if (known.has(digest)) continue
    known.add(digest)
    if (docOf(updates).getText('content').toString() !== document) throw new Error('somebody got another document')
  }
}

function docOf(updates: readonly Uint8Array[]): Doc {
  const doc = new Doc()
  doc.transact(() => {
    for (const update of updates) applyUpdate(doc, update)
  })
  return doc
}

function receiptsOf(updates: readonly Uint8Array[]): Receipts {
  const receipts = new Receipts()
  for (const update of updates) for (const run of runsOf(update)) receipts.take(run)
  return receipts
}
