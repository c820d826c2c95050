import type { Harness } from './harness.ts'
import { LightClient } from './light-client.ts'
import { type Memory, memoryOf } from './memory-of.ts'
import type { Result } from './result.ts'
import { linesUpdates } from './sample-document.ts'
import { inBatches, waitFor } from './wait.ts'

/** Measured after so many, then after so many more, and so on. */
const STEP = 500
const POINTS = 6
/** The first ones find room in what the process once needed to start, and are left out. */
const LEFT_OUT = 2
const BATCH = 50
/** What is written into each document. */
const DOCUMENT_BYTES = 1_000

/** Idle connections to one document; the cost is kilobytes of resident memory for each. */
export async function measureConnections(harness: Harness): Promise<Result> {
  return resultOf(await growth(harness, () => 'bench'))
}

/**
 * Open documents of a kilobyte with one connection each; the cost is kilobytes of resident memory for each, less what a
 * connection takes.
 */
export async function measureDocuments(harness: Harness): Promise<Result> {
  const connection = await growth(harness, () => 'bench')
  const [update] = linesUpdates(DOCUMENT_BYTES)
  const both = await growth(harness, (index) => `bench-${index}`, update)
  return resultOf({ rss: both.rss - connection.rss, used: both.used - connection.used })
}

/** How much memory grows with each connection, by least squares. Everybody stays. */
async function growth(
  harness: Harness,
  documentOf: (index: number) => string,
  update: Uint8Array | null = null,
): Promise<Memory> {
  const points: Memory[] = []
  for (let point = 0; point < POINTS; point++) {
    const indices = Array.from({ length: STEP }, (_, index) => point * STEP + index)
    await inBatches(indices, BATCH, (index) => connect(harness, documentOf(index), update))
    const memory = await memoryOf(harness.server)
    if (point >= LEFT_OUT) points.push(memory)
    harness.check()
  }
  return {
    rss: slope(points.map(({ rss }) => rss)) / STEP,
    used: slope(points.map(({ used }) => used)) / STEP,
  }
}

/** Resolves when the client has the document, and the server what the client wrote. */
async function connect({ make, url, onBroken }: Harness, document: string, update: Uint8Array | null): Promise<void> {
  let isBack = false
  const onUpdate = () => {
    isBack = true
  }
  const client = new LightClient({ make, url, document, onUpdate, onBroken })
  await client.synced
  if (!update) return
  isBack = false
  client.sendUpdate(update)
  // The floor says nothing to who is alone, and keeps nothing either.
  if (make === 'floor') return
  await waitFor(
    () => isBack || client.hasSaved,
    () => 'a server has not taken an edit',
  )
}

/** Of the line through values at 0, 1, 2, … */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let [above, below] = [0, 0]
  for (const [index, value] of values.entries()) {
    above += (index - middle) * (value - mean)
    below += (index - middle) ** 2
  }
  return above / below
}

function resultOf({ rss, used }: Memory): Result {
  const note = `${(used / 1000).toFixed(1)} kB of it JavaScript's`
  return { cost: rss / 1000, p50: null, p99: null, clientShare: 0, note }
}
