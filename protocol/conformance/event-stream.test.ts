import { expect, test } from 'vitest'
import { type Batch, decodeBatch } from '../batch.ts'
import { FrameType, isSequenced } from '../frame.ts'
import { Header } from '../header.ts'
import { encodeUpdate } from '../message.ts'
import { freshId, request } from './document-api.ts'
import type { StreamEvent } from './event-stream.ts'
import { PlainMember } from './plain-member.ts'
import { openFrame, SessionMember } from './session-member.ts'
import { Writer } from './writer.ts'

const batchOf = ({ data }: StreamEvent): Batch => decodeBatch(Buffer.from(data, 'base64'))
const typesIn = (event: StreamEvent): number[] => batchOf(event).frames.map(({ type }) => type)

test('[T9] the headers are exactly those that proxies know', async () => {
  const { member } = await SessionMember.open()
  using stream = await member.streams()
  expect(stream.response.status).toBe(200)
  expect(Object.fromEntries(stream.response.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  expect(stream.response.headers.get('content-encoding')).toBeNull()
})

test('[T4] two canaries come 400 ms apart', async () => {
  const { member } = await SessionMember.open()
  using stream = await member.streams()
  const first = await stream.events.next()
  const second = await stream.events.next()
  expect(typesIn(first)).toEqual([FrameType.Welcome])
  expect(typesIn(second)).toEqual([FrameType.Ping])
  expect(second.at - first.at).toBeGreaterThan(200)
})

test('an event’s id is the number of its last frame', async () => {
  const { member } = await SessionMember.open([openFrame(1, freshId())])
  using stream = await member.streams({ after: 0 })
  const { id, data } = await stream.events.next((event) => batchOf(event).frames.some(isSequenced))
  const { first, frames } = decodeBatch(Buffer.from(data, 'base64'))
  expect(first).toBe(1)
  expect(id).toBe(String(frames.filter(isSequenced).length))
})

test('a stream resumes by Last-Event-ID, without loss and without repetition', async () => {
  const id = freshId()
  const writer = new Writer()
  using alice = await PlainMember.join(id)
  const { member } = await SessionMember.open([openFrame(1, id)])
  const first = await member.streams({ generation: 1 })
  alice.send(encodeUpdate(writer.types('before ')))
  const event = await first.events.next((event) => batchOf(event).frames.some(isSequenced))
  member.takes(batchOf(event))
  first.close()
  await first.ended
  alice.send(encodeUpdate(writer.types('after')))
  await alice.hears('update')
  using second = await member.streams({ generation: 2, lastEventId: event.id })
  const resumed = await second.events.next((event) => batchOf(event).frames.some(isSequenced))
  expect(batchOf(resumed).first).toBe(Number(event.id) + 1)
  member.takes(batchOf(resumed))
  const reader = new Writer()
  for (const message of member.messages(1)) reader.takes(message)
  expect(reader.text).toBe('before after')
})

test('[T3] a stream that is only tried carries nothing until BIND names it, by POST', async () => {
  const id = freshId()
  const writer = new Writer()
  using alice = await PlainMember.join(id)
  const { member } = await SessionMember.open([openFrame(1, id)])
  using probe = await member.streams({ generation: 2, probe: true })
  await probe.events.next((event) => typesIn(event).includes(FrameType.Ping))
  alice.send(encodeUpdate(writer.types('news')))
  await member.hears(1, (messages) => messages.some(({ kind }) => kind === 'update'))
  expect(probe.events.all.flatMap(typesIn)).toEqual([FrameType.Welcome, FrameType.Ping])
  await member.posts([], { control: [{ ...member.bind({ generation: 2 }), session: '', secret: '' }] })
  alice.send(encodeUpdate(writer.types(' again')))
  const event = await probe.events.next((event) => batchOf(event).frames.some(isSequenced))
  member.takes(batchOf(event))
  expect(member.messages(1).map(({ kind }) => kind)).toEqual(['info', 'step1', 'update', 'update'])
})

test('[T2] of two streams of one generation the newest wins, and the other one ends at once', async () => {
  const { member } = await SessionMember.open()
  using first = await member.streams({ generation: 3 })
  await first.events.next()
  using second = await member.streams({ generation: 3 })
  await second.events.next()
  await first.ended
  using older = await member.streams({ generation: 2 })
  await older.ended
  await member.posts([openFrame(1, freshId())])
  await second.events.next((event) => batchOf(event).frames.some(isSequenced))
})

test('the answer of a POST leaves frames to the stream that carries them', async () => {
  const { member } = await SessionMember.open()
  using stream = await member.streams()
  await stream.events.next()
  expect((await member.posts([openFrame(1, freshId())])).batch).toEqual({
    first: 0,
    frames: [{ type: FrameType.Ack, received: 1 }],
  })
  await stream.events.next((event) => typesIn(event).includes(FrameType.Opened))
})

test('a page of another origin pays one preflight, and may read everything', async () => {
  const preflight = await request('/session/frames', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://other.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': `content-type,${Object.values(Header).join()}`,
    },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  const allowed = preflight.headers.get('access-control-allow-headers')?.toLowerCase().split(/, ?/) ?? []
  expect(allowed).toEqual(expect.arrayContaining([...Object.values(Header), 'content-type', 'last-event-id']))
  expect(Number(preflight.headers.get('access-control-max-age'))).toBeGreaterThan(600)
  const { member } = await SessionMember.open()
  using stream = await member.streams()
  expect(stream.response.headers.get('access-control-allow-origin')).toBe('*')
})
