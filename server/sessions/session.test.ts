import { describe, expect, test } from 'vitest'
import { FrameType } from '../../protocol/frame.ts'
import type { Member } from '../documents/member.ts'
import type { Documents } from '../documents/membership.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { Session } from './session.ts'
import { SessionRegistry } from './session-registry.ts'
import { batch, FakeTransport, setUp, turn } from './test-session.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

describe('a change of transport', () => {
  test('[S1] [S3] carries on where the client says it stands', async () => {
    const { attach, opens, says } = setUp()
    const first = attach('long-poll', 1).transport
    await opens()
    says('one')
    says('two')
    await turn()
    expect(first.messages).toEqual(['one', 'two'])
    const second = attach('websocket', 2, 2).transport
    expect(first.closed).toBe(true)
    expect(second.messages).toEqual(['two'])
    says('three')
    await turn()
    expect(second.messages).toEqual(['two', 'three'])
  })

  test('[T2] an older generation cannot take the downlink back', async () => {
    const { attach, opens, says } = setUp()
    const newer = attach('websocket', 5).transport
    const { transport: older, attached } = attach('sse', 4)
    expect(attached).toBe(false)
    await opens()
    says('one')
    await turn()
    expect(newer.messages).toEqual(['one'])
    expect(older.frames).toEqual([])
  })

  test('[T3] an introduced transport carries nothing until a bind names it', async () => {
    const { session, attach, opens, says } = setUp()
    const poll = attach('long-poll', 1).transport
    await opens()
    const stream = new FakeTransport('sse')
    session.introduce(stream, 2)
    says('one')
    await turn()
    expect(poll.messages).toEqual(['one'])
    expect(stream.frames).toEqual([])
    session.receive(batch(0, { type: FrameType.Bind, session: '', secret: '', generation: 2, after: 2, use: true }))
    says('two')
    await turn()
    expect(stream.messages).toEqual(['two'])
    expect(stream.frames[0]).toMatchObject({ type: FrameType.Ping })
    expect(poll.closed).toBe(true)
  })

  test('[T3] several may be tried at a time: the one that is bound is used, and each is asked by itself', async () => {
    const { session, attach, opens } = setUp()
    const poll = attach('long-poll', 1).transport
    await opens()
    const [stream, socket] = [new FakeTransport('sse'), new FakeTransport('websocket')]
    session.introduce(stream, 2)
    session.introduce(socket, 3)
    session.receive(batch(0, { type: FrameType.Ping, token: 7 }), socket)
    expect(socket.frames).toEqual([{ type: FrameType.Pong, token: 7 }])
    session.receive(batch(0, { type: FrameType.Bind, session: '', secret: '', generation: 2, after: 1, use: true }))
    expect(session.transport).toBe(stream)
    expect([poll.closed, stream.closed, socket.closed]).toEqual([true, false, false])
    session.receive(batch(0, { type: FrameType.Bind, session: '', secret: '', generation: 3, after: 1, use: true }))
    expect(session.transport).toBe(socket)
    expect(stream.closed).toBe(true)
  })

  test('at most four are tried: the oldest is ended', () => {
    const { session } = setUp()
    const transports = Array.from({ length: 5 }, () => new FakeTransport('sse'))
    for (const [generation, transport] of transports.entries()) session.introduce(transport, generation)
    expect(transports.map(({ closed }) => closed)).toEqual([true, false, false, false, false])
    session.end()
    expect(transports.every(({ closed }) => closed)).toBe(true)
  })

  test('[S2] what was sent and never acknowledged is sent again', async () => {
    const { session, attach, opens, says } = setUp()
    const poll = attach('long-poll', 1).transport
    await opens()
    says('one')
    await turn()
    poll.breaks()
    expect(attach('long-poll', 1, 0).transport.messages).toEqual(['one'])
    session.acknowledge(2)
    expect(attach('long-poll', 1, 2).transport.sequenced).toEqual([])
  })

  test('a request that was overtaken by an acknowledgement begins where the session stands', async () => {
    const { session, attach, opens, says } = setUp()
    await opens()
    says('one')
    session.answer({ after: 0, opening: false })
    session.acknowledge(2)
    says('two')
    expect(attach('sse', 1, 1).transport.messages).toEqual(['two'])
  })
})

describe('frames of the client', () => {
  test('[F3] are taken once, however often they come, and a gap is refused', async () => {
    const { session, events, opens } = setUp()
    await opens()
    const hello = batch(2, { type: FrameType.Message, channel: 1, bytes: Buffer.from('hello') })
    session.receive(hello)
    session.receive(hello)
    expect(events).toEqual(['join a', 'message hello'])
    expect(() => session.receive(batch(4, { type: FrameType.Message, channel: 1, bytes: Buffer.from('x') }))).toThrow(
      expect.objectContaining({ code: 'FRAME_OUT_OF_ORDER' }),
    )
    expect(session.received).toBe(2)
  })

  test('[C1] messages that come before the document is open wait for it, in order', async () => {
    const { session, events } = setUp()
    session.receive(
      batch(
        1,
        { type: FrameType.Open, channel: 1, path: '/sync/a', protocols: [] },
        { type: FrameType.Message, channel: 1, bytes: Buffer.from('1') },
        { type: FrameType.Message, channel: 1, bytes: Buffer.from('2') },
      ),
    )
    await session.settled()
    expect(events).toEqual(['join a', 'message 1', 'message 2'])
  })

  test('an acknowledgement of what was never sent is refused', () => {
    expect(() => setUp().session.acknowledge(1)).toThrow(expect.objectContaining({ code: 'FRAME_OUT_OF_ORDER' }))
  })
})

describe('limits', () => {
  test('[C2] the 65th channel is closed with TOO_MANY_CHANNELS, the others go on', async () => {
    const { session, attach } = setUp()
    const { transport } = attach('websocket', 1)
    for (let channel = 1; channel <= 65; channel++) {
      session.receive(batch(channel, { type: FrameType.Open, channel, path: '/sync/a', protocols: [] }))
    }
    await session.settled()
    await turn()
    const closes = transport.frames.filter(({ type }) => type === FrameType.Close)
    expect(closes).toEqual([{ type: FrameType.Close, channel: 65, code: 4429, reason: 'TOO_MANY_CHANNELS' }])
  })

  test('[S9] a session that takes nothing ends at 64 MiB', async () => {
    const { session, events, opens, says } = setUp()
    await opens()
    const megabyte = 'x'.repeat(1024 * 1024)
    for (let count = 0; count < 65; count++) says(megabyte)
    expect(session.ended).toBe(true)
    expect(events.at(-1)).toBe('leave')
  })

  test('[S7] one nonce within 30 s is one session; a short one is refused', () => {
    const { sessions, clock } = setUp()
    const session = sessions.open('another nonce, long enough')
    expect(sessions.open('another nonce, long enough')).toBe(session)
    clock.advance(35_000)
    expect(sessions.open('another nonce, long enough')).not.toBe(session)
    expect(() => sessions.open('short')).toThrow(expect.objectContaining({ code: 'FRAME_MALFORMED' }))
  })

  test('[S8] a wrong secret is forbidden, an unknown session is unknown', () => {
    const { sessions, session } = setUp()
    expect(() => sessions.find(session.id, 'guess')).toThrow(expect.objectContaining({ code: 'SESSION_FORBIDDEN' }))
    expect(() => sessions.find('nobody', session.secret)).toThrow(expect.objectContaining({ code: 'SESSION_UNKNOWN' }))
  })

  test('[T13] who is told to come back is given more time where there are many', () => {
    const { clock } = setUp()
    const documents: Documents = { join: () => Promise.reject(new Error('unused')) }
    for (const [count, spreadMs] of [
      [1, 2_000],
      [1_000, 5_000],
      [10_000, 30_000],
    ] as const) {
      const sessions = new SessionRegistry({ documents, clock, log })
      const transport = new FakeTransport()
      for (let index = 0; index < count; index++) sessions.open(`nonce of session ${index}...`)
      const [first] = sessions
      first?.attach(transport, { generation: 1, after: 0 })
      sessions.close(2_000)
      expect(transport.sequenced).toEqual([{ type: FrameType.GoAway, spreadMs }])
      expect(transport.closed).toBe(true)
      expect(() => sessions.open('nonce of a late one.')).toThrow(expect.objectContaining({ code: 'SHUTTING_DOWN' }))
    }
  })

  test('a node keeps so many sessions and no more', () => {
    const { clock } = setUp()
    const documents: Documents = { join: () => Promise.reject(new Error('unused')) }
    const few = new SessionRegistry({ documents, clock, log, maxSessions: 2 })
    few.open('nonce number one.....')
    few.open('nonce number two.....')
    expect(() => few.open('nonce number three...')).toThrow(expect.objectContaining({ code: 'TOO_MANY_SESSIONS' }))
  })
})

test('a room that closes a channel is heard by the client, with its code', async () => {
  const { attach, opens } = setUp()
  const { transport } = attach('websocket', 1)
  let member: Member | null = null
  const documents: Documents = {
    async join(_id, joined) {
      member = joined
      return {
        receive: () => {},
        interrupt: () => {},
        suspend: () => {},
        resume: () => {},
        drained: () => {},
        leave: () => {},
      }
    },
  }
  await opens()
  const session = new Session({ id: 's', secret: 'k', documents, clock: new ManualClock(), log, onEnd: () => {} })
  session.attach(transport, { generation: 1, after: 0 })
  session.receive(batch(1, { type: FrameType.Open, channel: 3, path: '/sync/b', protocols: [] }))
  await session.settled()
  ;(member as Member | null)?.close(4404, 'DOCUMENT_UNKNOWN')
  await turn()
  expect(transport.frames.at(-1)).toEqual({
    type: FrameType.Close,
    channel: 3,
    code: 4404,
    reason: 'DOCUMENT_UNKNOWN',
  })
})
