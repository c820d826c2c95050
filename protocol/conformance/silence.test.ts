import { describe, expect, test } from 'vitest'
import { decodeBatch } from '../batch.ts'
import { type Frame, FrameType, type PingFrame } from '../frame.ts'
import { limits } from '../limits.ts'
import { encodePresence } from './channel-message.ts'
import { freshId } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { messageFrame, nextFrame, openFrame, SessionMember } from './session-member.ts'
import { TestSocket } from './test-socket.ts'

/** For a machine that is busy with the other tests. */
const SLACK_MS = 1_500

// All at once: each of them waits, and none works.
describe.concurrent('what happens in silence:', () => {
  test('[P5] a plain client hears something at least every 12 s', async ({ expect }) => {
    using alice = await PlainMember.join(freshId())
    await alice.asks()
    const from = performance.now()
    await alice.hears('awareness', () => true, limits.plainKeepAliveMs + SLACK_MS)
    expect(performance.now() - from).toBeLessThanOrEqual(limits.plainKeepAliveMs)
  })

  test('[T1] a WebSocket that does not BIND within 5 s is closed', async ({ expect }) => {
    using socket = await TestSocket.open('/session/websocket', ['encke.1'])
    const from = performance.now()
    expect(await socket.closed).toEqual({ code: 4401, reason: 'BIND_MISSING' })
    expect(performance.now() - from).toBeGreaterThan(4_500)
    expect(performance.now() - from).toBeLessThan(5_000 + SLACK_MS)
  })

  test('[T7] the server sends PING on a quiet WebSocket and on a quiet event stream', async ({ expect }) => {
    const deadlineMs = limits.pingAfterMs + 3_000 + SLACK_MS
    const isPing = (frame: Frame): frame is PingFrame => frame.type === FrameType.Ping
    const [one, two] = await Promise.all([SessionMember.open(), SessionMember.open()])
    using socket = await one.member.binds()
    using stream = await two.member.streams()
    await stream.events.next()
    await stream.events.next() // the second canary is a PING too
    const [, event] = await Promise.all([
      nextFrame(socket, isPing, deadlineMs),
      stream.events.next(undefined, deadlineMs),
    ])
    expect(decodeBatch(Buffer.from(event.data, 'base64')).frames.some(isPing)).toBe(true)
  })

  test('[A4] a session that lost its transport is given 8 s of grace', async ({ expect }) => {
    const id = freshId()
    using alice = await PlainMember.join(id)
    const { member } = await SessionMember.open([
      openFrame(1, id),
      messageFrame(1, encodePresence({ clientId: 7, clock: 1, state: { name: 'Bob' } })),
    ])
    await alice.hears('awareness', ({ lines }) => lines[0]?.clientId === 7)
    const socket = await member.binds()
    await socket.messages.next()
    const from = performance.now()
    socket.close()
    await alice.hears('awareness', ({ lines }) => lines.some(({ state }) => state === null), 12_000)
    expect(performance.now() - from).toBeGreaterThan(7_500)
    expect(performance.now() - from).toBeLessThan(8_000 + 1_000 + SLACK_MS)
    // The session lives on: who comes back is seen again.
    using again = await member.binds({ generation: 2 })
    await again.messages.next()
    await alice.hears('awareness', ({ lines }) => lines.some(({ clientId, state }) => clientId === 7 && state !== null))
  })
})

test('the times of this suite are those of the protocol', () => {
  expect([limits.plainKeepAliveMs, limits.pingAfterMs]).toEqual([12_000, 10_000])
})
