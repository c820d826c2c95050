import { describe, expect, test } from 'vitest'
import { FrameType } from '../frame.ts'
import { encodeSyncStep1, encodeSyncStep2, encodeUpdate } from '../message.ts'
import { freshId, textOf } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { messageFrame, openFrame, SessionMember } from './session-member.ts'
import { Writer } from './writer.ts'

const nothing = Uint8Array.of(0, 0)

describe('opening:', () => {
  test('[C1] OPEN is answered with OPENED, and then the document speaks', async () => {
    const { member } = await SessionMember.open([openFrame(7, freshId())])
    expect(member.frames[0]).toEqual({ type: FrameType.Opened, channel: 7, protocol: 'encke.1' })
    expect(member.messages(7).map(({ kind }) => kind)).toEqual(['info', 'step1'])
  })

  test('[C1] a client may speak before it is answered; a token is no part of the id', async () => {
    const id = freshId()
    const writer = new Writer()
    const path = `/sync/${id}?token=abc`
    const { member } = await SessionMember.open([
      { type: FrameType.Open, channel: 1, path, protocols: ['encke.1'] },
      messageFrame(1, encodeUpdate(writer.types('early'))),
    ])
    await member.hears(1, (messages) => messages.some(({ kind }) => kind === 'saved'))
    expect(await textOf(id)).toBe('early')
  })

  test.each(['', '/', '/sync/', '/other/minutes', '/sync/a%00b', '/sync/../a'])(
    '[C1] [D1] a path that names no document is closed with 4404: "%s"',
    async (path) => {
      const { member } = await SessionMember.open([{ type: FrameType.Open, channel: 1, path, protocols: [] }])
      expect(member.frames).toEqual([{ type: FrameType.Close, channel: 1, code: 4404, reason: 'DOCUMENT_ID_INVALID' }])
    },
  )

  test('[C2] a session has 64 channels; the next one is closed, and a number is free again after CLOSE', async () => {
    const id = freshId()
    const channels = Array.from({ length: 64 }, (_, index) => openFrame(index + 1, `${id}-${index}`))
    const { member } = await SessionMember.open([...channels, openFrame(65, id)])
    const closed = { type: FrameType.Close, channel: 65, code: 4429, reason: 'TOO_MANY_CHANNELS' }
    while (member.frames.filter(({ type }) => type === FrameType.Opened).length < 64) {
      expect((await member.polls({ holdMs: 5_000 })).batch).not.toBeNull()
    }
    expect(member.frames.filter(({ type }) => type === FrameType.Close)).toEqual([closed])
    await member.posts([{ type: FrameType.Close, channel: 3, code: 1000, reason: '' }, openFrame(3, id)])
    const { answer } = { answer: await member.posts([messageFrame(3, encodeSyncStep1(Uint8Array.of(0)))]) }
    expect(answer.status).toBe(200)
    await member.hears(3, (messages) => messages.some(({ kind }) => kind === 'step2'))
  })

  test('[C2] a number that is in use cannot be opened again', async () => {
    const { member } = await SessionMember.open([openFrame(1, freshId())])
    const { status, code } = await member.posts([openFrame(1, freshId())])
    expect({ status, code }).toEqual({ status: 400, code: 'CHANNEL_IN_USE' })
  })
})

describe('faults:', () => {
  const faults: [rule: string, bytes: Uint8Array, code: number, reason: string][] = [
    ['a message of no known type', Uint8Array.of(99), 4400, 'MESSAGE_MALFORMED'],
    ['[C5] an update that does not decode', encodeUpdate(Uint8Array.of(1, 2, 3, 4)), 4400, 'UPDATE_MALFORMED'],
    ['a broken presence', Uint8Array.of(1, 2, 1, 7), 4400, 'PRESENCE_MALFORMED'],
  ]
  test.each(faults)('[C3] %s closes its channel, and the others go on', async (_rule, bytes, code, reason) => {
    const [good, bad] = [freshId(), freshId()]
    const writer = new Writer()
    using bob = await PlainMember.join(bad)
    await bob.asks()
    const { member } = await SessionMember.open([openFrame(1, good), openFrame(2, bad)])
    await member.posts([
      messageFrame(2, bytes),
      messageFrame(2, encodeUpdate(new Writer().types('too late'))),
      messageFrame(1, encodeUpdate(writer.types('still here'))),
    ])
    await member.hears(1, (messages) => messages.some(({ kind }) => kind === 'saved'))
    expect(member.frames).toContainEqual({ type: FrameType.Close, channel: 2, code, reason })
    expect(await textOf(good)).toBe('still here')
    await bob.asks()
    expect(bob.heard.map(({ kind }) => kind)).toEqual(['step1', 'step2', 'step2'])
  })

  test('[C3] a message for a channel that is not open harms nobody', async () => {
    const { member } = await SessionMember.open()
    expect((await member.posts([messageFrame(9, Uint8Array.of(3))])).status).toBe(200)
    expect((await member.posts([{ type: FrameType.Close, channel: 9, code: 1000, reason: '' }])).status).toBe(200)
  })
})

describe('the protocol `encke.1`:', () => {
  test('[C4] `saved` counts what is durable of SyncStep2 and updates, known ones too', async () => {
    const id = freshId()
    const writer = new Writer()
    const first = writer.types('one')
    const { member } = await SessionMember.open([openFrame(1, id)])
    await member.posts([
      messageFrame(1, encodeSyncStep2(nothing)),
      messageFrame(1, encodeUpdate(first)),
      messageFrame(1, encodeUpdate(first)),
      messageFrame(1, encodeUpdate(writer.types(' two'))),
    ])
    const messages = await member.hears(1, (all) =>
      all.some((message) => message.kind === 'saved' && message.count === 4),
    )
    const counts = messages.flatMap((message) => (message.kind === 'saved' ? [message.count] : []))
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect(await textOf(id)).toBe('one two')
  })

  test('[C4] `info` comes first, with an epoch that stays and a role', async () => {
    const id = freshId()
    const writer = new Writer()
    const { member } = await SessionMember.open([openFrame(1, id), messageFrame(1, encodeUpdate(writer.types('x')))])
    await member.hears(1, (messages) => messages.some(({ kind }) => kind === 'saved'))
    const info = member.messages(1)[0]
    expect(info).toEqual({ kind: 'info', epoch: expect.stringMatching(/./), role: 'editor' })
    const again = await SessionMember.open([openFrame(1, id)])
    expect(again.member.messages(1)[0]).toEqual(info)
  })

  test('[C4] an author is sent the updates of others, and not its own', async () => {
    const id = freshId()
    const writer = new Writer()
    const other = new Writer()
    using bob = await PlainMember.join(id)
    const { member } = await SessionMember.open([openFrame(1, id)])
    await member.posts([messageFrame(1, encodeUpdate(writer.types('mine')))])
    await member.hears(1, (messages) => messages.some(({ kind }) => kind === 'saved'))
    bob.send(encodeUpdate(other.types('theirs')))
    const messages = await member.hears(1, (messages) => messages.some(({ kind }) => kind === 'update'))
    const reader = new Writer()
    for (const message of messages) reader.takes(message)
    expect(reader.text).toBe('theirs')
  })

  test('[C4] [P4] a channel without it is a plain client', async () => {
    const id = freshId()
    const writer = new Writer()
    const { member } = await SessionMember.open([openFrame(1, id, ['something.else'])])
    expect(member.frames[0]).toMatchObject({ type: FrameType.Opened, protocol: '' })
    await member.posts([messageFrame(1, encodeUpdate(writer.types('mine')))])
    const messages = await member.hears(1, (messages) => messages.some(({ kind }) => kind === 'update'))
    expect(messages.map(({ kind }) => kind)).toEqual(['step1', 'update'])
  })
})
