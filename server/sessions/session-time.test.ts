import { expect, test } from 'vitest'
import { encodeBatch } from '../../protocol/batch.ts'
import { encodeFrame } from '../../protocol/codec.ts'
import { FrameType } from '../../protocol/frame.ts'
import { batch, setUp, turn } from './test-session.ts'

test('[A4] [A6] a lost transport shows after 2 s, presence goes after 8 s and is back with the next transport', async () => {
  const { clock, events, attach, opens } = setUp()
  const { transport } = attach('websocket', 1)
  await opens()
  transport.breaks()
  clock.advance(1_500)
  expect(events).toEqual(['join a'])
  clock.advance(2_000)
  expect(events).toEqual(['join a', 'interrupt'])
  clock.advance(4_000)
  expect(events).toEqual(['join a', 'interrupt'])
  clock.advance(3_000)
  expect(events).toEqual(['join a', 'interrupt', 'suspend'])
  attach('websocket', 2, 1)
  expect(events).toEqual(['join a', 'interrupt', 'suspend', 'resume'])
})

test('[A6] who comes back within the grace is back at once; who only changes transports was never away', async () => {
  const { clock, events, attach, opens } = setUp()
  const { transport } = attach('websocket', 1)
  await opens()
  transport.breaks()
  clock.advance(4_000)
  attach('long-poll', 2, 1)
  expect(events).toEqual(['join a', 'interrupt', 'resume'])
  for (let generation = 3; generation < 20; generation += 1) {
    attach('long-poll', generation, 1).transport.breaks()
    clock.advance(1_500)
  }
  expect(events).toEqual(['join a', 'interrupt', 'resume'])
})

test('[A6] a stream that carries nothing back shows when an answer is overdue', async () => {
  const { clock, events, session, attach, opens, says } = setUp()
  attach('websocket', 1)
  await opens()
  await turn()
  const acknowledges = (received: number) =>
    session.receive(encodeBatch(0, [encodeFrame({ type: FrameType.Ack, received })]))
  acknowledges(1)
  clock.advance(8_000)
  says('somebody moved')
  await turn()
  clock.advance(4_000)
  expect(events).toEqual(['join a'])
  clock.advance(3_000)
  expect(events).toEqual(['join a', 'interrupt'])
  acknowledges(2)
  expect(events).toEqual(['join a', 'interrupt', 'resume'])
})

test('between two polls of a hidden page nobody is thought gone', async () => {
  const { clock, events, attach, opens } = setUp()
  attach('poll', 1).transport.breaks()
  await opens()
  clock.advance(20_000)
  attach('poll', 1).transport.breaks()
  clock.advance(20_000)
  expect(events).toEqual(['join a'])
})

test('[S6] a session without a transport ends after 60 s', async () => {
  const { clock, events, session, sessions, attach, opens } = setUp()
  const { transport } = attach('websocket', 1)
  await opens()
  transport.breaks()
  clock.advance(59_000)
  expect(sessions.find(session.id, session.secret)).toBe(session)
  clock.advance(3_000)
  expect(() => sessions.find(session.id, session.secret)).toThrow(expect.objectContaining({ code: 'SESSION_UNKNOWN' }))
  expect(events.at(-1)).toBe('leave')
})

test('[T7] a quiet stream gets a PING after 10 s, and is given up when it never answers', () => {
  const { clock, session, attach } = setUp()
  const { transport } = attach('websocket', 1)
  clock.advance(11_000)
  expect(transport.frames).toMatchObject([{ type: FrameType.Ping }])
  clock.advance(16_000)
  expect(transport.closed).toBe(true)
  expect(session.transport).toBeNull()
})

test.each([
  ['websocket', 25_000],
  ['sse', 30_000],
] as const)('[A4] [T7] who is silent on %s for %i ms is not shown any more', async (name, silenceMs) => {
  const { clock, events, attach, opens } = setUp()
  attach(name, 1)
  await opens()
  clock.advance(silenceMs)
  expect(events).not.toContain('suspend')
  clock.advance(2_000)
  expect(events.at(-1)).toBe('suspend')
})

test('acknowledgements travel with what goes down, or alone after a moment', async () => {
  const { clock, session, attach, opens, says } = setUp()
  const { transport } = attach('websocket', 1)
  await opens()
  await turn()
  expect(transport.frames).toContainEqual({ type: FrameType.Ack, received: 1 })
  transport.frames.length = 0
  session.receive(batch(2, { type: FrameType.Message, channel: 1, bytes: Buffer.from('a') }))
  says('b')
  await turn()
  expect(transport.frames[0]).toEqual({ type: FrameType.Ack, received: 2 })
  session.receive(batch(3, { type: FrameType.Message, channel: 1, bytes: Buffer.from('c') }))
  clock.advance(200)
  expect(transport.frames.at(-1)).toEqual({ type: FrameType.Ack, received: 3 })
})
