import { describe, expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from '../batch.ts'
import { encodeFrame } from '../codec.ts'
import { type Frame, FrameType, type PingFrame, type PongFrame, type WelcomeFrame } from '../frame.ts'
import { encodeUpdate } from '../message.ts'
import { freshId, textOf } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { batchesOf, messageFrame, nextFrame, openFrame, SessionMember } from './session-member.ts'
import { TestSocket } from './test-socket.ts'
import { Writer } from './writer.ts'

const isWelcome = (frame: Frame): frame is WelcomeFrame => frame.type === FrameType.Welcome
const isPing = (frame: Frame): frame is PingFrame => frame.type === FrameType.Ping
const isPong = (frame: Frame): frame is PongFrame => frame.type === FrameType.Pong

describe('websocket:', () => {
  test('[T1] the batch of BIND may carry the first frames', async () => {
    const id = freshId()
    const writer = new Writer()
    const { member } = await SessionMember.open()
    const frames = [openFrame(1, id), messageFrame(1, encodeUpdate(writer.types('first words')))]
    using socket = await member.binds({}, frames)
    expect(socket.protocol).toBe('encke.1')
    expect((await nextFrame(socket, isWelcome)).received).toBe(2)
    while (!member.messages(1).some(({ kind }) => kind === 'saved')) {
      member.takes(decodeBatch(await socket.messages.next()))
    }
    expect(await textOf(id)).toBe('first words')
  })

  test.each([
    ['a frame of another kind', encodeBatch(1, [encodeFrame(openFrame(1, 'x'))]), 4400, 'FRAME_MALFORMED'],
    ['no frame', Uint8Array.of(0), 4400, 'FRAME_MALFORMED'],
    ['text', 'hello', 4400, 'MESSAGE_NOT_BINARY'],
  ])('[T1] a WebSocket that begins with %s is closed', async (_what, data, code, reason) => {
    using socket = await TestSocket.open('/session/websocket', ['encke.1'])
    socket.send(data)
    expect(await socket.closed).toEqual({ code, reason })
  })

  test('[T7] a PING is answered with its token', async () => {
    const { member } = await SessionMember.open()
    using socket = await member.binds()
    socket.send(encodeBatch(0, [encodeFrame({ type: FrameType.Ping, token: 42 })]))
    expect((await nextFrame(socket, isPong)).token).toBe(42)
  })

  test('[T2] the largest generation has the downlink; an older one is turned away', async () => {
    const { member } = await SessionMember.open()
    using first = await member.binds({ generation: 5 })
    await nextFrame(first, isWelcome)
    using late = await member.binds({ generation: 4 })
    expect(await late.closed).toMatchObject({ reason: 'SUPERSEDED' })
    using second = await member.binds({ generation: 5 })
    await nextFrame(second, isWelcome)
    // The one before is ended, and its end is no end of the session.
    await first.closed
    member.sends(second, openFrame(1, freshId()))
    while (member.frames.length === 0) member.takes(decodeBatch(await second.messages.next()))
  })

  test('[T3] with `use` 0 a WebSocket is proven and carries nothing, until a second BIND', async () => {
    const id = freshId()
    const writer = new Writer()
    using alice = await PlainMember.join(id)
    const { member } = await SessionMember.open([openFrame(1, id)])
    using probe = await member.binds({ generation: 2, use: false })
    expect((await nextFrame(probe, isWelcome)).generation).toBe(2)
    alice.send(encodeUpdate(writer.types('news')))
    const messages = await member.hears(1, (messages) => messages.some(({ kind }) => kind === 'update'))
    expect(messages.map(({ kind }) => kind)).toEqual(['info', 'step1', 'update'])
    expect(batchesOf(probe).flatMap(({ frames }) => frames.map(({ type }) => type))).toEqual([FrameType.Welcome])
    probe.send(encodeBatch(0, [encodeFrame(member.bind({ generation: 2 }))]))
    await nextFrame(probe, isPing)
    alice.send(encodeUpdate(writer.types(' again')))
    while (member.messages(1).length < 4) member.takes(decodeBatch(await probe.messages.next()))
    // Older than the WebSocket by now.
    expect((await member.polls({ generation: 1, holdMs: 5_000 })).batch).toBeNull()
  })
})

describe('polls:', () => {
  test('[T6] with hold 0 a poll is answered at once, with what there is or with nothing', async () => {
    const { member } = await SessionMember.open([openFrame(1, freshId())])
    expect((await member.polls({ after: 0 })).sequenced.length).toBeGreaterThan(0)
    const answer = await member.polls({ holdMs: 0 })
    expect({ status: answer.status, batch: answer.batch }).toEqual({ status: 200, batch: null })
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('cache-control')).toBe('no-store, no-transform')
  })

  test('[T6] a poll is held for as long as asked, and ends with an empty body', async () => {
    const { member } = await SessionMember.open()
    const from = performance.now()
    expect((await member.polls({ holdMs: 300 })).batch).toBeNull()
    expect(performance.now() - from).toBeGreaterThanOrEqual(295)
  })

  test('[T6] a held poll is answered as soon as there is something', async () => {
    const id = freshId()
    const writer = new Writer()
    using alice = await PlainMember.join(id)
    await alice.asks()
    const { member } = await SessionMember.open([openFrame(1, id)])
    const held = member.polls({ holdMs: 20_000 })
    alice.send(encodeUpdate(writer.types('now')))
    await held
    expect(member.messages(1).at(-1)?.kind).toBe('update')
  })

  test('[T2] [T6] the newest poll wins: the one before is answered within 50 ms', async () => {
    const { member } = await SessionMember.open()
    const tookMs: number[] = []
    let held = member.polls({ holdMs: 20_000 })
    // The best of five: the machine may have other things to do.
    for (let round = 0; round < 5; round++) {
      const before = held
      const from = performance.now()
      held = member.polls({ holdMs: 20_000 })
      expect((await before).batch).toBeNull()
      tookMs.push(performance.now() - from)
    }
    expect(Math.min(...tookMs)).toBeLessThan(50)
    await member.posts([openFrame(1, freshId())])
    expect((await held).sequenced.length).toBeGreaterThan(0)
  })

  test('[T2] a poll of an older generation is turned away, and takes nothing', async () => {
    const id = freshId()
    const { member } = await SessionMember.open()
    // Of two that are sent at once either may arrive first: the answer to that one says that the other is held.
    const polls = [1, 2].map(() => member.polls({ holdMs: 20_000, generation: 9 }))
    expect((await Promise.race(polls)).batch).toBeNull()
    const { sequenced: answered } = await member.posts([openFrame(1, id)])
    expect((await member.polls({ holdMs: 20_000, generation: 8, after: 0 })).batch).toBeNull()
    const brought = (await Promise.all(polls)).flatMap(({ sequenced }) => sequenced)
    expect(brought.length).toBeGreaterThan(0)
    // Nothing, unless the held one was quicker: its frames are not acknowledged yet, and come once more.
    expect(answered.slice(0, brought.length)).toEqual(answered.length === 0 ? [] : brought)
  })
})

test('[S3] transports change under an open channel, and nothing is lost or repeated', async () => {
  const id = freshId()
  const writer = new Writer()
  using alice = await PlainMember.join(id)
  const { member } = await SessionMember.open([openFrame(1, id)])
  const reader = new Writer()
  const reads = (text: string): boolean => {
    for (const message of member.messages(1)) reader.takes(message)
    return reader.text === text
  }
  alice.send(encodeUpdate(writer.types('poll ')))
  while (!reads('poll ')) await member.polls({ holdMs: 5_000, generation: 1 })
  using socket = await member.binds({ generation: 2 })
  alice.send(encodeUpdate(writer.types('websocket ')))
  while (!reads('poll websocket ')) member.takes(decodeBatch(await socket.messages.next()))
  using stream = await member.streams({ generation: 3 })
  alice.send(encodeUpdate(writer.types('sse')))
  while (!reads('poll websocket sse')) {
    member.takes(decodeBatch(Buffer.from((await stream.events.next()).data, 'base64')))
  }
  expect(member.messages(1).map(({ kind }) => kind)).toEqual(['info', 'step1', 'update', 'update', 'update'])
  expect(member.frames.some(({ type }) => type === FrameType.Close)).toBe(false)
})
