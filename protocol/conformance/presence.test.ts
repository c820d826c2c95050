import { describe, expect, test } from 'vitest'
import { FrameType } from '../frame.ts'
import { encodePresence, type PresenceLine } from './channel-message.ts'
import { freshId, request } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { messageFrame, openFrame, SessionMember } from './session-member.ts'

/** One client's line, under a clock that nobody is to believe. */
const says = (clientId: number, state: PresenceLine['state'], clock = 1): Uint8Array =>
  encodePresence({ clientId, clock, state })

/** A document with Alice (client 1) and Bob (client 2), who have seen each other. */
async function aliceAndBob(): Promise<{ id: string; alice: PlainMember; bob: PlainMember }> {
  const id = freshId()
  const alice = await PlainMember.join(id)
  const bob = await PlainMember.join(id)
  await Promise.all([alice.asks(), bob.asks()])
  alice.send(says(1, { name: 'Alice' }))
  await bob.hears('awareness', ({ lines }) => lines[0]?.clientId === 1)
  bob.send(says(2, { name: 'Bob' }))
  await alice.hears('awareness', ({ lines }) => lines[0]?.clientId === 2)
  return { id, alice, bob }
}

const hears = (member: PlainMember, clientId: number, state: PresenceLine['state']): Promise<PresenceLine> =>
  member
    .hears('awareness', ({ lines }) =>
      lines.some((line) => line.clientId === clientId && JSON.stringify(line.state) === JSON.stringify(state)),
    )
    .then(({ lines }) => lines.find((line) => line.clientId === clientId)!)

describe('[A1] a state is JSON of at most 4 KiB:', () => {
  const name = (bytes: number): string => 'x'.repeat(bytes - '{"n":""}'.length)
  test('4,096 bytes are taken', async () => {
    const { alice, bob } = await aliceAndBob()
    alice.send(says(1, { n: name(4096) }))
    await hears(bob, 1, { n: name(4096) })
  })

  test('one more closes the connection', async () => {
    const { alice, bob } = await aliceAndBob()
    alice.send(says(1, { n: name(4097) }))
    expect(await alice.socket.closed).toEqual({ code: 4413, reason: 'PRESENCE_TOO_LARGE' })
    await hears(bob, 1, null)
  })

  test('one more closes the channel of a session', async () => {
    const { member } = await SessionMember.open([openFrame(1, freshId()), openFrame(2, freshId())])
    await member.posts([messageFrame(1, says(1, { n: name(4097) }))])
    while (!member.frames.some(({ type }) => type === FrameType.Close)) await member.polls({ holdMs: 5_000 })
    expect(member.frames.at(-1)).toEqual({
      type: FrameType.Close,
      channel: 1,
      code: 4413,
      reason: 'PRESENCE_TOO_LARGE',
    })
  })

  test.each([
    ['a number', 7],
    ['a list', []],
    ['text', 'hello'],
  ])('%s is no state', async (_what, state) => {
    const { alice } = await aliceAndBob()
    alice.send(says(1, state as unknown as PresenceLine['state']))
    expect(await alice.socket.closed).toEqual({ code: 4400, reason: 'PRESENCE_MALFORMED' })
  })
})

test('[A2] nobody speaks for a client that somebody else has claimed', async () => {
  const { id, alice, bob } = await aliceAndBob()
  using mallory = await PlainMember.join(id)
  mallory.send(says(1, { name: 'not Alice' }, 4_000_000_000))
  mallory.send(says(1, null, 4_000_000_001))
  bob.send(says(1, null, 4_000_000_002))
  bob.send(says(2, { name: 'Bob', moved: true }))
  await hears(alice, 2, { name: 'Bob', moved: true })
  alice.send(says(1, { name: 'Alice', moved: true }))
  await hears(bob, 1, { name: 'Alice', moved: true })
  for (const member of [alice, bob]) {
    const lines = member.heard.flatMap((message) => (message.kind === 'awareness' ? message.lines : []))
    expect(lines.filter(({ state }) => state === null || state['name'] === 'not Alice')).toEqual([])
  }
})

describe('[A3] only changes are relayed:', () => {
  test('the same state again is no news', async () => {
    const { alice, bob } = await aliceAndBob()
    const before = bob.heard.length
    alice.send(says(1, { name: 'Alice' }, 2))
    alice.send(says(1, { name: 'Alice' }, 3))
    alice.send(says(1, { name: 'Alice', moved: true }, 4))
    await hears(bob, 1, { name: 'Alice', moved: true })
    expect(bob.heard.length).toBe(before + 1)
  })

  test('the latest state wins, whatever its clock says, and the clock of each client only grows', async () => {
    const { alice, bob } = await aliceAndBob()
    for (let turn = 1; turn <= 50; turn++) alice.send(says(1, { turn }, 50 - turn))
    await hears(bob, 1, { turn: 50 })
    const lines = bob.heard.flatMap((message) => (message.kind === 'awareness' ? message.lines : []))
    const clocks = lines.filter(({ clientId }) => clientId === 1).map(({ clock }) => clock)
    expect(clocks).toEqual([...new Set(clocks)].sort((a, b) => a - b))
  })

  test('nobody is sent a state of its own', async () => {
    const { id, alice, bob } = await aliceAndBob()
    using carol = await PlainMember.join(id)
    carol.send(says(3, { name: 'Carol' }))
    await hears(alice, 3, { name: 'Carol' })
    await hears(bob, 3, { name: 'Carol' })
    alice.send(Uint8Array.of(3))
    expect((await alice.hears('awareness')).lines.map(({ clientId }) => clientId).sort()).toEqual([2, 3])
    for (const [member, own] of [
      [alice, 1],
      [bob, 2],
    ] as const) {
      const lines = member.heard.flatMap((message) => (message.kind === 'awareness' ? message.lines : []))
      expect(lines.map(({ clientId }) => clientId)).not.toContain(own)
    }
  })
})

describe('[A4] presence goes at once', () => {
  test('when a connection is closed', async () => {
    const { alice, bob } = await aliceAndBob()
    alice.socket.close()
    await hears(bob, 1, null)
  })

  test('when a channel is closed', async () => {
    const { id, bob } = await aliceAndBob()
    const { member } = await SessionMember.open([openFrame(1, id), messageFrame(1, says(3, { name: 'Carol' }))])
    await hears(bob, 3, { name: 'Carol' })
    await member.posts([{ type: FrameType.Close, channel: 1, code: 1000, reason: '' }])
    await hears(bob, 3, null)
  })

  test('when a client says so, and it may come back', async () => {
    const { alice, bob } = await aliceAndBob()
    alice.send(says(1, null, 2))
    const { clock } = await hears(bob, 1, null)
    alice.send(says(1, { name: 'Alice' }, 3))
    expect((await hears(bob, 1, { name: 'Alice' })).clock).toBeGreaterThan(clock)
  })
})

describe('[A6] who has no transport for a moment', () => {
  const said = { user: { id: 'carol', name: 'Carol' }, activity: 'typing', note: 7 }

  test('is shown as reconnecting, and as before when a transport is back, without a word of its own', async () => {
    const { id, bob } = await aliceAndBob()
    const { member } = await SessionMember.open([openFrame(1, id), messageFrame(1, says(3, said))])
    const socket = await member.binds({ generation: 1 })
    await hears(bob, 3, said)
    socket.close()
    const { clock } = await hears(bob, 3, { ...said, activity: 'reconnecting' })
    const { documents } = (await (await request(`/api/presence?document=${id}`)).json()) as {
      documents: Record<string, { id: string; state: string }[]>
    }
    expect(documents[id]).toContainEqual(expect.objectContaining({ id: 'carol', state: 'reconnecting' }))
    using _back = await member.binds({ generation: 2 })
    const lines = () => bob.heard.flatMap((message) => (message.kind === 'awareness' ? message.lines : []))
    await hears(bob, 3, said)
    await bob.asks()
    const hers = lines().filter(({ clientId }) => clientId === 3)
    expect(hers.map(({ state }) => state?.['activity'])).toEqual(['typing', 'reconnecting', 'typing'])
    expect(hers.at(-1)!.clock).toBeGreaterThan(clock)
  })

  test('and who moves from one transport to the next is not; nobody says it of itself', async () => {
    const { id, bob } = await aliceAndBob()
    const { member } = await SessionMember.open([openFrame(1, id), messageFrame(1, says(3, said))])
    await hears(bob, 3, said)
    for (let generation = 1; generation <= 6; generation += 1) {
      const socket = await member.binds({ generation })
      await member.polls({ generation, holdMs: 500 })
      socket.close()
    }
    await member.posts([messageFrame(1, says(3, { ...said, activity: 'reconnecting', note: 8 }))])
    await bob.hears('awareness', ({ lines }) =>
      lines.some(({ clientId, state }) => clientId === 3 && state?.['note'] === 8),
    )
    const lines = bob.heard.flatMap((message) => (message.kind === 'awareness' ? message.lines : []))
    expect(lines.filter(({ state }) => state?.['activity'] === 'reconnecting')).toEqual([])
  })
})
