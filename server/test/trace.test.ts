import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyUpdate, Doc } from 'yjs'
import { readChannelMessage } from '../../protocol/conformance/channel-message.ts'
import { transportNames } from '../../protocol/transport-name.ts'
import { contentOf, joinEncke, joinPlain, type Person } from './person.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'
import { readPaper, replay, type Trace, textAfter } from './trace.ts'
import { until } from './until.ts'

let paper: Trace
let server: SpawnedServer

beforeAll(async () => {
  // Each provider listens for the end of the process, and there are many at once.
  process.setMaxListeners(100)
  ;[paper, server] = await Promise.all([readPaper(), spawnServer()])
})

afterAll(() => server.close())

/** Texts are long: a difference is told by its place alone. */
function expectText(actual: string | null, expected: string, whose: string): void {
  if (actual === expected) return
  const at = [...expected].findIndex((character, index) => actual?.[index] !== character)
  throw new Error(`${whose} has ${actual?.length} of ${expected.length} characters; the first difference is at ${at}`)
}

test('a paper of 259,778 keystrokes arrives, for who is there, who comes later, and after kill -9', async () => {
  const id = 'paper'
  expect(paper.keystrokes).toHaveLength(259_778)
  const alice = await joinPlain(server.url, id, 'Alice').synced()
  // Her own updates come back when they are durable (P4).
  const durable = new Doc()
  alice.provider.ws!.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
    const message = readChannelMessage(new Uint8Array(data))
    if (message.kind === 'update') applyUpdate(durable, message.update)
  })
  await replay(alice.content, paper.keystrokes)
  expectText(alice.text, paper.endContent, 'Alice')
  const durableText = durable.getText('content')
  await until(() => durableText.length === paper.endContent.length && durableText.toString() === paper.endContent, {
    what: () => `durable are ${durableText.length} of ${paper.endContent.length} characters`,
    deadlineMs: 30_000,
  })
  expectText(await contentOf(server.url, id), paper.endContent, 'the server')

  const bob = await joinPlain(server.url, id, 'Bob').synced()
  expectText(bob.text, paper.endContent, 'Bob, who came later,')
  alice.leave()
  bob.leave()

  await server.kill()
  await server.start()
  using carol = await joinPlain(server.url, id, 'Carol').synced()
  expectText(carol.text, paper.endContent, 'Carol, after the crash,')
  using dave = await joinEncke(server.url, id, 'Dave').synced()
  expectText(dave.text, paper.endContent, 'Dave, after the crash,')
})

describe('the paper, cut between writers who type at the same time:', () => {
  const marks = ['①', '②', '③', '④']

  /** Each writer types the next part of the trace, each in a region of the document that begins with a mark. */
  async function writeTogether(id: string, writers: Person[], keystrokesEach: number): Promise<void> {
    const parts = writers.map((_, index) =>
      paper.keystrokes.slice(index * keystrokesEach, (index + 1) * keystrokesEach),
    )
    const befores = parts.map((_, index) => textAfter(paper.keystrokes.slice(0, index * keystrokesEach)))
    const inRegions = (texts: string[]): string => texts.map((text, index) => `${marks[index]}${text}`).join('')
    const seeded = await fetch(`${server.url}/api/documents/${id}/content`, {
      method: 'PUT',
      body: inRegions(befores),
    })
    expect(seeded.status).toBe(204)
    await until(() => writers.every(({ text }) => text === inRegions(befores)), { what: 'everybody has the beginning' })

    await Promise.all(
      writers.map(({ content }, index) => replay(content, parts[index]!, { marker: marks[index]!, batch: 25 })),
    )
    const expected = inRegions(parts.map((part, index) => textAfter(part, befores[index])))
    const states = (): string[] => writers.map(({ name, text }) => `${name} has ${text.length}`)
    await until(() => writers.every(({ text }) => text === expected), {
      what: () => `all have ${expected.length} characters; ${states()}`,
      deadlineMs: 30_000,
    })
    await until(async () => (await contentOf(server.url, id)) === expected, { what: 'the server has the same' })
  }

  test('three with y-websocket’s provider', async () => {
    const id = 'three-plain'
    await fetch(`${server.url}/api/documents`, json({ id }))
    using alice = joinPlain(server.url, id, 'Alice')
    using bob = joinPlain(server.url, id, 'Bob')
    using carol = joinPlain(server.url, id, 'Carol')
    await writeTogether(id, [alice, bob, carol], Math.ceil(paper.keystrokes.length / 3))
  })

  test('four with our provider, one on each transport', async () => {
    const id = 'four-transports'
    await fetch(`${server.url}/api/documents`, json({ id }))
    const writers = transportNames.map((name) => joinEncke(server.url, id, name, name))
    try {
      await writeTogether(id, writers, 30_000)
      await Promise.all(writers.map(({ provider }) => provider.flush()))
      for (const { name, provider } of writers) {
        expect(provider.connection, name).toMatchObject({ transport: name, unsentEdits: 0 })
      }
    } finally {
      for (const writer of writers) writer.leave()
    }
  })
})

test('who comes while others write misses nothing', async () => {
  const id = 'newcomers'
  const keystrokes = paper.keystrokes.slice(0, 60_000)
  using alice = await joinPlain(server.url, id, 'Alice').synced()
  const newcomers: Person[] = []
  try {
    const part = keystrokes.length / 30
    for (let from = 0; from < keystrokes.length; from += part) {
      const kind = transportNames[newcomers.length % 5]
      const name = `newcomer ${newcomers.length}`
      newcomers.push(kind ? joinEncke(server.url, id, name, kind) : joinPlain(server.url, id, name))
      // Nobody waits for them.
      await replay(alice.content, keystrokes.slice(from, from + part), { batch: 20 })
    }
    const expected = textAfter(keystrokes)
    await until(() => newcomers.every(({ text }) => text === expected), {
      what: () =>
        `all have ${expected.length} characters; ${newcomers.map(({ name, text }) => `${name}: ${text.length}`)}`,
    })
  } finally {
    for (const newcomer of newcomers) newcomer.leave()
  }
})

function json(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
