import type { SpawnedServer } from '../../test/spawned-server.ts'
import { pause } from '../pause.ts'
import { median } from '../statistics.ts'
import type { Contender } from './contender.ts'
import { CountingRelay, ROUND_TRIP_MS } from './counting-relay.ts'
import { Pair } from './pair.ts'

/** Keys a second, and how many of them are counted: 20 s, 8 s and 5 s of typing. */
export const rates = [
  { perS: 1, keystrokes: 20 },
  { perS: 5, keystrokes: 40 },
  { perS: 20, keystrokes: 100 },
] as const

/** Typing goes on for so long before the count begins, milliseconds. */
const WARM_UP_MS = 2_000

/** Bytes for each keystroke, on the line of one client. */
export interface LineBytes {
  up: number
  down: number
}

/** For one rate. */
export interface WireBytes {
  /** The line of the one who types. */
  author: LineBytes
  /** The line of the one who reads. */
  reader: LineBytes
  /** From the key to the other document, milliseconds, the middle one. */
  latencyMs: number
}

/**
 * What each contender puts on a line with a round trip of 40 ms, headers included, in the order of `rates`.
 * All at the same time: what is counted depends little on who else is at work.
 */
export async function measureWireBytes(
  servers: ReadonlyMap<Contender, SpawnedServer>,
): Promise<Map<Contender, WireBytes[]>> {
  const measured = [...servers].map(async ([contender, { url }]) => {
    return [contender, await measure(contender, url)] as const
  })
  return new Map(await Promise.all(measured))
}

async function measure(contender: Contender, upstream: string): Promise<WireBytes[]> {
  const author = await new CountingRelay({ upstream, delayMs: ROUND_TRIP_MS / 2 }).open()
  const reader = await new CountingRelay({ upstream, delayMs: ROUND_TRIP_MS / 2 }).open()
  const pair = await Pair.open({ contender, authorUrl: author.url, readerUrl: reader.url })
  const results: WireBytes[] = []
  for (const { perS, keystrokes } of rates) {
    await type(pair, perS, Math.ceil((WARM_UP_MS / 1000) * perS))
    const before = { author: countOf(author), reader: countOf(reader) }
    await type(pair, perS, keystrokes)
    const after = { author: countOf(author), reader: countOf(reader) }
    results.push({
      author: each(before.author, after.author, keystrokes),
      reader: each(before.reader, after.reader, keystrokes),
      latencyMs: median(await pair.takeLatencies()),
    })
  }
  pair.close()
  author.close()
  reader.close()
  return results
}

/** Ends when the next key would be due: what the last one causes falls into the same time as what came before it. */
async function type(pair: Pair, perS: number, keystrokes: number): Promise<void> {
  for (let keystroke = 1; keystroke <= keystrokes; keystroke++) {
    pair.press()
    await pause(1000 / perS)
  }
}

function countOf({ up, down }: CountingRelay): LineBytes {
  return { up, down }
}

function each(before: LineBytes, after: LineBytes, keystrokes: number): LineBytes {
  return { up: (after.up - before.up) / keystrokes, down: (after.down - before.down) / keystrokes }
}
