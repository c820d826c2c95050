import { describe, expect, test } from 'vitest'
import { encodeBatch } from '../batch.ts'
import { encodeFrame } from '../codec.ts'
import { fragment } from '../fragment.ts'
import { FrameType } from '../frame.ts'
import { Header } from '../header.ts'
import { encodeSyncStep1, encodeUpdate } from '../message.ts'
import type { ChannelMessage } from './channel-message.ts'
import { freshId, textOf } from './document-api.ts'
import { freshNonce, messageFrame, openFrame, SessionMember } from './session-member.ts'
import { sessionRequest } from './session-request.ts'
import { Writer } from './writer.ts'

const saved =
  (count: number) =>
  (messages: readonly ChannelMessage[]): boolean =>
    messages.some((message) => message.kind === 'saved' && message.count >= count)

describe('each frame once and in order:', () => {
  test('[S1] [T5] a request that is repeated is taken once', async () => {
    const id = freshId()
    const nonce = freshNonce()
    const writer = new Writer()
    const frames = [openFrame(1, id), messageFrame(1, encodeUpdate(writer.types('once')))]
    const { member } = await SessionMember.open(frames, nonce)
    // Its answer was lost: the client asks again, in both ways that it may.
    expect((await SessionMember.open(frames, nonce)).answer.batch?.frames[0]).toMatchObject({ received: 2 })
    const repeated = await member.posts(frames, { first: 1 })
    expect(repeated.batch?.frames).toContainEqual({ type: FrameType.Ack, received: 2 })
    await member.posts([messageFrame(1, encodeUpdate(writer.types(' more')))])
    const messages = await member.hears(1, saved(2))
    expect(messages.filter(({ kind }) => kind === 'saved').at(-1)).toEqual({ kind: 'saved', count: 2 })
    expect(await textOf(id)).toBe('once more')
  })

  test('[F3] a batch that overlaps is taken from the next number on', async () => {
    const id = freshId()
    const writer = new Writer()
    const messages = ['a', 'b', 'c'].map((text) => messageFrame(1, encodeUpdate(writer.types(text))))
    const { member } = await SessionMember.open([openFrame(1, id), ...messages.slice(0, 2)])
    const answer = await member.posts(messages, { first: 2 })
    expect(answer.batch?.frames).toContainEqual({ type: FrameType.Ack, received: 4 })
    expect((await member.hears(1, saved(3))).filter((message) => message.kind === 'saved').at(-1)?.count).toBe(3)
    expect(await textOf(id)).toBe('abc')
  })

  test('[F3] what comes after a gap is not delivered: 409, and the client goes back', async () => {
    const id = freshId()
    const writer = new Writer()
    const [one, two] = [writer.types('one '), writer.types('two')].map((update) =>
      messageFrame(1, encodeUpdate(update)),
    )
    const { member } = await SessionMember.open([openFrame(1, id)])
    const { status, code } = await member.posts([two!], { first: 3 })
    expect({ status, code }).toEqual({ status: 409, code: 'FRAME_OUT_OF_ORDER' })
    expect(await textOf(id)).toBeNull()
    expect((await member.posts([one!, two!], { first: 2 })).batch?.frames).toContainEqual({
      type: FrameType.Ack,
      received: 3,
    })
    await member.hears(1, saved(2))
    expect(await textOf(id)).toBe('one two')
  })

  test('[F3] on a WebSocket a gap ends the session', async () => {
    const { member } = await SessionMember.open()
    using socket = await member.binds()
    socket.send(encodeBatch(9, [encodeFrame(openFrame(1, freshId()))]))
    expect(await socket.closed).toEqual({ code: 4510, reason: 'FRAME_OUT_OF_ORDER' })
    expect((await member.posts([])).code).toBe('SESSION_UNKNOWN')
  })

  test('[S2] a poll’s answer is given again until a later request acknowledges it', async () => {
    const { member } = await SessionMember.open()
    // The answer of this POST carries frames too, and is lost.
    await sessionRequest(
      'POST',
      '/session/frames',
      { [Header.Session]: member.identity },
      encodeBatch(1, [encodeFrame(openFrame(1, freshId()))]),
    )
    const first = await member.polls({ after: 0 })
    const second = await member.polls({ after: 0 })
    expect(first.sequenced.length).toBeGreaterThan(0)
    expect(second.batch).toEqual(first.batch)
    expect(second.batch?.first).toBe(1)
    expect((await member.polls({ after: first.sequenced.length })).batch).toBeNull()
    // What was acknowledged is forgotten, and is not sent to a request that comes late.
    expect((await member.polls({ after: 0 })).batch).toBeNull()
  })

  test('[F3] nobody can have frames that were never sent', async () => {
    const { member } = await SessionMember.open()
    for (const { status, code } of [
      await member.polls({ after: 1_000 }),
      await sessionRequest(
        'POST',
        '/session/frames',
        { [Header.Session]: member.identity, [Header.After]: 1_000 },
        Uint8Array.of(0),
      ),
      await sessionRequest('GET', '/session/sse', { [Header.Session]: member.identity, [Header.After]: 1_000 }),
    ]) {
      expect({ status, code }).toEqual({ status: 409, code: 'FRAME_OUT_OF_ORDER' })
    }
    expect((await member.posts([])).status).toBe(200)
  })
})

describe('batches and frames:', () => {
  test('[F2] a batch without sequenced frames has no number, and takes none', async () => {
    const { member } = await SessionMember.open()
    const answer = await member.posts([], { control: [{ type: FrameType.Pong, token: 1 }] })
    expect(answer.batch).toEqual({ first: 0, frames: [{ type: FrameType.Ack, received: 0 }] })
  })

  test('[F4] a large message goes up and comes down in fragments', async () => {
    const id = freshId()
    const writer = new Writer()
    const update = writer.types('0123456789'.repeat(40_000))
    const { member } = await SessionMember.open([openFrame(1, id)])
    const [first, ...rest] = fragment(1, encodeUpdate(update))
    await member.posts([first!])
    for (const frame of rest) await member.posts([frame])
    await member.hears(1, saved(1))
    const { member: reader } = await SessionMember.open([
      openFrame(1, id),
      messageFrame(1, encodeSyncStep1(Uint8Array.of(0))),
    ])
    const sizes = (): number[] =>
      reader.frames
        .filter(({ type }) => type === FrameType.Fragment)
        .map((frame) => ('bytes' in frame ? frame.bytes.byteLength : 0))
    while (sizes().length < 3) expect((await reader.polls({ holdMs: 5_000 })).batch).not.toBeNull()
    expect(Math.max(...sizes())).toBeLessThanOrEqual(128 * 1024)
  })

  const malformed: [what: string, body: Uint8Array, status: number, code: string][] = [
    ['no number at all', new Uint8Array(), 400, 'FRAME_MALFORMED'],
    ['a number that does not end', Uint8Array.of(0x80, 0x80), 400, 'FRAME_MALFORMED'],
    ['a frame that ends too soon', Uint8Array.of(1, 2, 1, 200, 1), 400, 'FRAME_MALFORMED'],
    ['a frame of no known type', Uint8Array.of(1, 99, 1), 400, 'FRAME_UNKNOWN'],
    ['a frame that only the server sends', encodeBatch(1, [Uint8Array.of(1, 1, 0)]), 400, 'FRAME_UNKNOWN'],
    [
      'a frame past 128 KiB',
      encodeBatch(1, [encodeFrame(messageFrame(1, new Uint8Array(131_073)))]),
      413,
      'FRAME_TOO_LARGE',
    ],
    ['a body past 512 KiB', new Uint8Array(512 * 1024 + 1), 413, 'FRAME_TOO_LARGE'],
  ]
  test.each(malformed)('[F6] %s ends the session', async (_what, body, status, code) => {
    const { member } = await SessionMember.open()
    const answer = await sessionRequest('POST', '/session/frames', { [Header.Session]: member.identity }, body)
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code })
    expect((await member.posts([])).code).toBe('SESSION_UNKNOWN')
  })

  test.each(malformed.slice(1))('[F6] %s ends the session of a WebSocket', async (_what, body, status, code) => {
    const { member } = await SessionMember.open()
    using socket = await member.binds()
    socket.send(body)
    expect(await socket.closed).toEqual({ code: 4000 + status, reason: code })
    expect((await member.posts([])).code).toBe('SESSION_UNKNOWN')
  })
})
