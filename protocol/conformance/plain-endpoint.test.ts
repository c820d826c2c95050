import { describe, expect, test } from 'vitest'
import { encodeSyncStep2, encodeUpdate } from '../message.ts'
import { encodePresence } from './channel-message.ts'
import { freshId, request, textOf } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { TestSocket } from './test-socket.ts'
import { Writer } from './writer.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

/** Resolves when everything has come back to its author (P4). */
async function isDurable(author: PlainMember, writer: Writer): Promise<void> {
  const echo = new Writer()
  while (echo.text.length < writer.text.length) echo.takes(await author.hears('update'))
}

describe('y-protocols, byte for byte:', () => {
  test('[P1] [P2] an empty document greets with SyncStep1 and nothing else', async () => {
    using alice = await PlainMember.join(freshId())
    await alice.asks()
    expect(alice.socket.messages.all.map(hex)).toEqual(['00000100', '0001020000'])
  })

  test('[P1] an update travels as it was sent', async () => {
    const id = freshId()
    using alice = await PlainMember.join(id)
    using bob = await PlainMember.join(id)
    await bob.asks()
    // What Yjs 13 encodes for client 1 inserting "hi" into Y.Text `content`.
    const update = '0101010004' + '0107636f6e74656e74' + '026869' + '00'
    alice.send(bytes(`0002${(update.length / 2).toString(16).padStart(2, '0')}${update}`))
    const { update: received } = await bob.hears('update')
    expect(hex(received)).toBe(update)
    // Bob may be told before the store has it; Alice is not.
    await alice.hears('update')
    expect(await textOf(id)).toBe('hi')
  })

  test('[P1] an awareness state travels as y-protocols encodes it, and a question for them is answered', async () => {
    const id = freshId()
    using alice = await PlainMember.join(id)
    using bob = await PlainMember.join(id)
    await bob.asks()
    alice.send(encodePresence({ clientId: 7, clock: 1, state: { user: { name: 'Alice' } } }))
    const { lines } = await bob.hears('awareness')
    expect(lines).toEqual([{ clientId: 7, clock: expect.any(Number), state: { user: { name: 'Alice' } } }])
    bob.send(Uint8Array.of(3))
    const [answer] = (await bob.hears('awareness')).lines
    expect(answer).toEqual({ ...lines[0], clock: expect.any(Number) })
    expect(answer!.clock).toBeGreaterThanOrEqual(lines[0]!.clock)
  })
})

test('[P2] whoever joins is told of everybody who is there', async () => {
  const id = freshId()
  using alice = await PlainMember.join(id)
  using bob = await PlainMember.join(id)
  alice.send(encodePresence({ clientId: 7, clock: 1, state: { n: 1 } }))
  await bob.hears('awareness')
  bob.send(encodePresence({ clientId: 8, clock: 1, state: { n: 2 } }))
  await alice.hears('awareness')
  using carol = await PlainMember.join(id)
  const { lines } = await carol.hears('awareness')
  expect(lines.map(({ clientId, state }) => [clientId, state])).toEqual([
    [7, { n: 1 }],
    [8, { n: 2 }],
  ])
  expect(carol.heard[0]?.kind).toBe('step1')
})

test('[P3] SyncStep1 is answered with what the client lacks', async () => {
  const id = freshId()
  const writer = new Writer()
  using alice = await PlainMember.join(id)
  alice.send(encodeUpdate(writer.types('one ')))
  const early = writer.stateVector
  alice.send(encodeUpdate(writer.types('two')))
  await isDurable(alice, writer)
  using bob = await PlainMember.join(id)
  const reader = new Writer()
  reader.takes(await bob.asks())
  expect(reader.text).toBe('one two')
  reader.takes(await bob.asks(early))
  expect(reader.text).toBe('one two')
})

test('[P3] of a large document SyncStep2 comes last, and completes it', async () => {
  const id = freshId()
  const writer = new Writer()
  using alice = await PlainMember.join(id)
  // Words in front of each other stay separate structs: about a megabyte of them.
  for (let index = 0; index < 20; index++) alice.send(encodeUpdate(writer.types(`${index} `.repeat(20_000))))
  await isDurable(alice, writer)
  using bob = await PlainMember.join(id)
  await bob.asks()
  const reader = new Writer()
  for (const message of bob.heard) reader.takes(message)
  expect(reader.text === writer.text, `${reader.text.length} of ${writer.text.length} characters`).toBe(true)
  expect(bob.heard.filter(({ kind }) => kind === 'step2')).toHaveLength(1)
  expect(bob.heard.at(-1)?.kind).toBe('step2')
})

test('[P4] [S4] an author is sent its own update back, and by then the server has it', async () => {
  const id = freshId()
  const writer = new Writer()
  using alice = await PlainMember.join(id)
  await alice.asks()
  alice.send(encodeUpdate(writer.types('mine')))
  const echo = new Writer()
  echo.takes(await alice.hears('update'))
  expect(echo.text).toBe('mine')
  expect(await textOf(id)).toBe('mine')
})

test('[P4] what a client answers to SyncStep1 comes back to it as well', async () => {
  const id = freshId()
  const writer = new Writer()
  writer.types('written offline')
  using alice = await PlainMember.join(id)
  await alice.hears('step1')
  alice.send(encodeSyncStep2(writer.state))
  const echo = new Writer()
  echo.takes(await alice.hears('update'))
  expect(echo.text).toBe('written offline')
})

test('[P7] a subprotocol that is offered is echoed', async () => {
  using alice = await PlainMember.join(freshId(), ['some.token'])
  expect(alice.socket.protocol).toBe('some.token')
  using bob = await PlainMember.join(freshId())
  expect(bob.socket.protocol).toBe('')
})

test('[P7] a token in the query is no part of the document’s id', async () => {
  const id = freshId()
  const writer = new Writer()
  using alice = await TestSocket.open(`/sync/${id}?token=abc`)
  alice.send(encodeUpdate(writer.types('here')))
  using bob = await PlainMember.join(id)
  const reader = new Writer()
  while (reader.text === '') reader.takes(await bob.asks())
  expect(reader.text).toBe('here')
})

test('a request that is no upgrade is told so', async () => {
  const response = await request(`/sync/${freshId()}`)
  expect(response.status).toBe(426)
  expect(response.headers.get('upgrade')).toBe('websocket')
  expect(await response.json()).toMatchObject({ code: 'UPGRADE_REQUIRED' })
})
