import { expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from '../batch.ts'
import { encodeFrame } from '../codec.ts'
import { FrameType, type SequencedFrame } from '../frame.ts'
import { limits } from '../limits.ts'
import { encodeUpdate } from '../message.ts'
import { freshId } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { openFrame, SessionMember } from './session-member.ts'
import { Writer } from './writer.ts'

const CHANNELS = limits.maxChannels
/** On all channels together as much as a plain client may have waiting, 32 MiB. */
const TEXT_LENGTH = (32 * 1024 * 1024) / CHANNELS

/** One document on many channels. */
const openMany = (id: string): SequencedFrame[] =>
  Array.from({ length: CHANNELS }, (_, index) => openFrame(index + 1, id))

/** True when as much has arrived on every channel, and no message is in pieces. */
function hasAll({ frames }: SessionMember): boolean {
  const bytes = new Map<number, number>()
  const inPieces = new Set<number>()
  for (const frame of frames) {
    if (frame.type !== FrameType.Message && frame.type !== FrameType.Fragment) continue
    bytes.set(frame.channel, (bytes.get(frame.channel) ?? 0) + frame.bytes.byteLength)
    if (frame.type === FrameType.Fragment) inPieces.add(frame.channel)
    else inPieces.delete(frame.channel)
  }
  return inPieces.size === 0 && [...bytes.values()].filter((size) => size > TEXT_LENGTH).length === CHANNELS
}

function expectAll(member: SessionMember): void {
  for (let channel = 1; channel <= CHANNELS; channel++) {
    const reader = new Writer()
    for (const message of member.messages(channel)) reader.takes(message)
    expect(reader.text.length, `characters on channel ${channel}`).toBe(TEXT_LENGTH)
  }
}

test('[S9] more waits for a client than is kept for one: nobody else is held up, and it still gets everything', async () => {
  const id = freshId()
  using alice = await PlainMember.join(id)
  const { member } = await SessionMember.open(openMany(id))
  alice.send(encodeUpdate(new Writer().types('x'.repeat(TEXT_LENGTH))))
  await alice.hears('update')
  await alice.asks()
  while (!hasAll(member)) {
    const { status, batch } = await member.polls({ holdMs: 5_000 })
    expect(status).toBe(200)
    expect(batch, `a batch after ${member.frames.length} frames`).not.toBeNull()
  }
  expectAll(member)
})

test('[F5] [S9] a WebSocket brings it in batches of at most 512 KiB, as fast as the client acknowledges', async () => {
  const id = freshId()
  using alice = await PlainMember.join(id)
  const { member } = await SessionMember.open(openMany(id))
  using socket = await member.binds()
  alice.send(encodeUpdate(new Writer().types('x'.repeat(TEXT_LENGTH))))
  while (!hasAll(member)) {
    const bytes = await socket.messages.next()
    expect(bytes.byteLength).toBeLessThanOrEqual(limits.maxBatchBytes)
    member.takes(decodeBatch(bytes))
    socket.send(encodeBatch(0, [encodeFrame({ type: FrameType.Ack, received: member.received })]))
  }
  expectAll(member)
})
