import { Gathering } from './gathering.ts'
import type { Harness } from './harness.ts'
import { latencyOf, type Result } from './result.ts'
import { actAtRandom } from './schedule.ts'
import { waitFor } from './wait.ts'
import type { Writer } from './writer.ts'

export interface EditsOptions {
  documents: number
  /** Of each document. */
  clients: number
  /** Of each document. */
  writers: number
  /** Of each writer. */
  perS: number
  warmUpMs: number
  windowMs: number
}

/** At how many documents somebody looks on, and how many of each document's clients. */
const WATCHED_DOCUMENTS = 20
const OBSERVERS = 3
/** Clients that connect at one time. */
const BATCH_CLIENTS = 50

/** People type; the cost is microseconds of the server for each edit that somebody else was sent. */
export async function measureEdits(harness: Harness, options: EditsOptions): Promise<Result> {
  const { documents, clients, writers, perS, warmUpMs, windowMs } = options
  const { make, url, onBroken } = harness
  const gatherings: Gathering[] = []
  for (let index = 0; index < documents; index++) {
    const observers = index < WATCHED_DOCUMENTS ? Math.min(OBSERVERS, clients) : 0
    const gathering = new Gathering({ make, url, document: `bench-${index}`, clients, writers, observers, onBroken })
    gatherings.push(gathering)
    if ((index * clients) % BATCH_CLIENTS < clients) await synced(gatherings, harness)
  }
  await synced(gatherings, harness)
  const actors = gatherings.flatMap((gathering) => gathering.writers.map((writer) => ({ gathering, writer })))
  const act = ({ gathering, writer }: { gathering: Gathering; writer: Writer }) => gathering.type(writer)
  const settled = () => allSettled(gatherings, harness)

  await actAtRandom({ actors, perS, durationMs: warmUpMs, act })
  await settled()
  for (const gathering of gatherings) gathering.takeLatencies()
  const before = writtenIn(gatherings)
  const { cpuMs, tookMs, clientShare } = await harness.measure(async () => {
    await actAtRandom({ actors, perS, durationMs: windowMs, act })
    await settled()
  })
  const edits = writtenIn(gatherings) - before
  const latencies = gatherings.flatMap((gathering) => gathering.takeLatencies())
  for (const gathering of gatherings) {
    gathering.verify()
    gathering.close()
  }
  const delivered = edits * (clients - 1)
  const early = gatherings.reduce((sum, gathering) => sum + gathering.early, 0)
  const note = [`${delivered} delivered`, `${((cpuMs / tookMs) * 100).toFixed(0)} % of a core`]
  if (early > 0) note.push(`${early} too early`)
  return { cost: (cpuMs * 1000) / delivered, ...latencyOf(latencies), clientShare, note: note.join(', ') }
}

async function synced(gatherings: readonly Gathering[], harness: Harness): Promise<void> {
  let open = true
  void Promise.all(gatherings.map((gathering) => gathering.synced())).then(() => {
    open = false
  })
  await waitFor(
    () => {
      harness.check()
      return !open
    },
    () => 'some clients could not join',
  )
}

async function allSettled(gatherings: readonly Gathering[], harness: Harness): Promise<void> {
  await waitFor(
    () => {
      harness.check()
      return gatherings.every(({ isSettled }) => isSettled)
    },
    () => gatherings.find(({ isSettled }) => !isSettled)?.lacking ?? '',
  )
}

function writtenIn(gatherings: readonly Gathering[]): number {
  return gatherings.reduce((sum, { written }) => sum + written, 0)
}
