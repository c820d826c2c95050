import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transportNames } from '../../protocol/transport-name.ts'
import { joinEncke, joinPlain, type Person } from './person.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'
import { until } from './until.ts'

const VISITS = 200
const AT_ONCE = 20

let server: SpawnedServer

beforeAll(async () => {
  // Each provider listens for the end of the process, and there are many at once.
  process.setMaxListeners(100)
  server = await spawnServer()
})

afterAll(() => server.close())

/** How many people the presence channel shows in the document. */
async function peopleIn(document: string): Promise<number> {
  const response = await fetch(`${server.url}/api/presence?document=${document}`)
  const { documents } = (await response.json()) as { documents: Record<string, unknown[]> }
  return documents[document]!.length
}

/** How many documents the search finds a word in. */
async function documentsSaying(word: string): Promise<number> {
  const response = await fetch(`${server.url}/api/documents?q=${word}`)
  return ((await response.json()) as { total: number }).total
}

/** Files, sockets and timers that the server's process holds open; null where the system does not tell. */
async function openHandles(): Promise<number | null> {
  return await readdir(`/proc/${server.pid}/fd`).then(
    (files) => files.length,
    () => null,
  )
}

test(`after ${VISITS} visits nothing is left of them but the text`, async () => {
  const kinds = [null, ...transportNames]
  const visit = (name: string, index: number): Person => {
    const kind = kinds[index % kinds.length] ?? null
    return kind === null ? joinPlain(server.url, 'visits', name) : joinEncke(server.url, 'visits', name, kind)
  }
  using host = await joinPlain(server.url, 'visits', 'host').synced()
  host.types('Welcome.')
  // Threads and databases that are opened when they are first needed are not of the visits.
  await until(async () => (await documentsSaying('Welcome')) === 1, { what: 'the text is found' })
  let handles: number | null = null
  for (let from = 0; from < VISITS; from += AT_ONCE) {
    const guests = Array.from({ length: AT_ONCE }, (_, index) => visit(`guest ${from + index}`, index))
    await until(() => guests.every(({ text }) => text === 'Welcome.'), { what: 'every guest reads the text' })
    await until(() => host.sees.length === AT_ONCE, { what: () => `the host sees ${host.sees.length} guests` })
    expect(await peopleIn('visits')).toBe(AT_ONCE + 1)
    for (const guest of guests) guest.leave()
    await until(() => host.sees.length === 0, { what: () => `everybody has left but ${host.sees}` })
    handles ??= await openHandles()
  }
  expect(await peopleIn('visits')).toBe(1)
  await until(async () => ((await openHandles()) ?? 0) <= (handles ?? 0) + AT_ONCE / 2, {
    what: `no more than the ${handles} handles that were open after the first ${AT_ONCE}`,
  })
  host.leave()
  await until(async () => (await peopleIn('visits')) === 0, { what: 'the document is empty' })
})
