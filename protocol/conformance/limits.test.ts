import { expect, test } from 'vitest'
import { decodeBatch } from '../batch.ts'
import { encodeUpdate } from '../message.ts'
import { freshId } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { openFrame, SessionMember } from './session-member.ts'
import { Writer } from './writer.ts'

const MAX_OUTBOX_BYTES = 32 * 1024 * 1024
const CHANNELS = 64

/** An update of which 64 copies are past what is kept for one session. */
const largeUpdate = (): Uint8Array => encodeUpdate(new Writer().types('x'.repeat(MAX_OUTBOX_BYTES / CHANNELS)))

const openEverything = (id: string) => Array.from({ length: CHANNELS }, (_, index) => openFrame(index + 1, id))

test('[S9] a session whose client takes nothing ends past 32 MiB; everybody else goes on', async () => {
  const id = freshId()
  using alice = await PlainMember.join(id)
  const { member } = await SessionMember.open(openEverything(id))
  expect((await member.posts([])).status).toBe(200)
  alice.send(largeUpdate())
  await alice.hears('update')
  expect((await member.posts([])).code).toBe('SESSION_UNKNOWN')
  await alice.asks()
})

test('[F5] [S9] a session whose client takes what comes is sent it in batches of at most 512 KiB', async () => {
  const id = freshId()
  using alice = await PlainMember.join(id)
  const { member } = await SessionMember.open(openEverything(id).slice(0, CHANNELS / 2))
  using socket = await member.binds()
  alice.send(largeUpdate())
  const isWhole = (channel: number): boolean => member.messages(channel).some(({ kind }) => kind === 'update')
  while (!isWhole(CHANNELS / 2)) {
    const bytes = await socket.messages.next()
    expect(bytes.byteLength).toBeLessThanOrEqual(512 * 1024)
    member.takes(decodeBatch(bytes))
  }
  for (let channel = 1; channel <= CHANNELS / 2; channel++) expect(isWhole(channel)).toBe(true)
})
