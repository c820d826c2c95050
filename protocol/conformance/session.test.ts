import { describe, expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from '../batch.ts'
import { encodeFrame } from '../codec.ts'
import { type Frame, FrameType, type WelcomeFrame } from '../frame.ts'
import { Header } from '../header.ts'
import { encodeSyncStep1, encodeUpdate } from '../message.ts'
import { encodePresence } from './channel-message.ts'
import { freshId, textOf } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { freshNonce, messageFrame, nextFrame, openFrame, SessionMember } from './session-member.ts'
import { sessionRequest } from './session-request.ts'
import { TestSocket } from './test-socket.ts'
import { Writer } from './writer.ts'

const isWelcome = (frame: Frame): frame is WelcomeFrame => frame.type === FrameType.Welcome
const nobody = 'AAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA'

describe('opening:', () => {
  test('[C1] one request opens a session, a channel and the document', async () => {
    const id = freshId()
    const writer = new Writer()
    using alice = await PlainMember.join(id)
    alice.send(encodeUpdate(writer.types('hello')))
    await alice.hears('update')
    const { member, answer } = await SessionMember.open([
      openFrame(1, id),
      messageFrame(1, encodeSyncStep1(Uint8Array.of(0))),
    ])
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('cache-control')).toBe('no-store, no-transform')
    expect(answer.batch?.frames[0]).toMatchObject({
      type: FrameType.Welcome,
      received: 2,
      ttlMs: 60_000,
      holdMs: 20_000,
    })
    const reader = new Writer()
    for (const message of member.messages(1)) reader.takes(message)
    expect(reader.text).toBe('hello')
  })

  test('[S7] the same nonce is the same session, for POST and WebSocket alike', async () => {
    const nonce = freshNonce()
    const bind = { type: FrameType.Bind, session: '', secret: nonce, generation: 1, after: 0, use: true } as const
    using socket = await TestSocket.open('/session/websocket', ['encke.1'])
    socket.send(encodeBatch(0, [encodeFrame(bind)]))
    const [welcome, { member }, again] = await Promise.all([
      nextFrame(socket, isWelcome),
      SessionMember.open([], nonce),
      SessionMember.open([], nonce),
    ])
    expect(member.identity).toBe(`${welcome.session}.${welcome.secret}`)
    expect(again.member.identity).toBe(member.identity)
    expect((await SessionMember.open()).member.welcome.session).not.toBe(welcome.session)
  })

  test.each(['', 'x'.repeat(15), 'x'.repeat(65)])('[S7] a nonce has 16 to 64 characters, not "%s"', async (nonce) => {
    const { status, code } = await sessionRequest('POST', '/session', { [Header.Nonce]: nonce }, Uint8Array.of(0))
    expect({ status, code }).toEqual({ status: 400, code: 'FRAME_MALFORMED' })
  })

  test('[S8] the secret has 128 bits, and no cookie carries it', async () => {
    const { member, answer } = await SessionMember.open()
    expect(Buffer.from(member.welcome.secret, 'base64url')).toHaveLength(16)
    expect(member.welcome.session).not.toContain('.')
    expect(answer.headers.get('set-cookie')).toBeNull()
  })
})

const requests: [method: string, path: string][] = [
  ['POST', '/session/frames'],
  ['GET', '/session/poll'],
  ['GET', '/session/sse'],
  ['DELETE', '/session'],
]

describe('whose session it is:', () => {
  test.each(requests)('[S5] %s %s of an unknown session is answered 410', async (method, path) => {
    const { status, code } = await sessionRequest(method, path, { [Header.Session]: nobody })
    expect({ status, code }).toEqual({ status: 410, code: 'SESSION_UNKNOWN' })
    const without = await sessionRequest(method, path, {})
    expect(without.code).toBe('SESSION_UNKNOWN')
  })

  test.each(requests)('[S8] %s %s with a wrong secret is answered 403, and harms nobody', async (method, path) => {
    const { member } = await SessionMember.open()
    for (const secret of ['AAAAAAAAAAAAAAAAAAAAAA', '', member.welcome.secret.slice(1)]) {
      const identity = `${member.welcome.session}.${secret}`
      const { status, code } = await sessionRequest(method, path, { [Header.Session]: identity })
      expect({ status, code }).toEqual({ status: 403, code: 'SESSION_FORBIDDEN' })
    }
    expect((await member.posts([])).status).toBe(200)
  })

  test('[S5] [S8] a WebSocket is told by a close code', async () => {
    const { member } = await SessionMember.open()
    const binds = [
      { ...member.bind(), session: 'AAAAAAAAAAAA' },
      { ...member.bind(), secret: 'AAAAAAAAAAAAAAAAAAAAAA' },
    ]
    const closings = binds.map(async (bind) => {
      using socket = await TestSocket.open('/session/websocket', ['encke.1'])
      socket.send(encodeBatch(0, [encodeFrame(bind)]))
      return await socket.closed
    })
    expect(await Promise.all(closings)).toEqual([
      { code: 4510, reason: 'SESSION_UNKNOWN' },
      { code: 4403, reason: 'SESSION_FORBIDDEN' },
    ])
    expect((await member.posts([])).status).toBe(200)
  })
})

describe('resuming:', () => {
  test('[S1] [S6] a session outlives its WebSocket, and loses nothing of what came meanwhile', async () => {
    const id = freshId()
    const writer = new Writer()
    using alice = await PlainMember.join(id)
    const { member } = await SessionMember.open([openFrame(1, id)])
    const socket = await member.binds()
    await nextFrame(socket, isWelcome)
    socket.close()
    await socket.closed
    alice.send(encodeUpdate(writer.types('while you were away')))
    await alice.hears('update')
    using again = await member.binds({ generation: 2 })
    const reader = new Writer()
    while (reader.text === '') {
      member.takes(decodeBatch(await again.messages.next()))
      for (const message of member.messages(1)) reader.takes(message)
    }
    expect(reader.text).toBe('while you were away')
  })

  test('[S6] DELETE ends a session at once, with the last words of its body', async () => {
    const id = freshId()
    const writer = new Writer()
    using alice = await PlainMember.join(id)
    const { member } = await SessionMember.open([
      openFrame(1, id),
      messageFrame(1, encodePresence({ clientId: 7, clock: 1, state: {} })),
    ])
    await alice.hears('awareness', ({ lines }) => lines.some(({ clientId, state }) => clientId === 7 && state !== null))
    const answer = await member.leaves([messageFrame(1, encodeUpdate(writer.types('farewell')))])
    expect(answer.status).toBe(204)
    // Which of the two comes first is not promised.
    await alice.hears('awareness', ({ lines }) => lines.some(({ clientId, state }) => clientId === 7 && state === null))
    const reader = new Writer()
    while (reader.text === '') reader.takes(await alice.asks())
    expect(reader.text).toBe('farewell')
    expect(await textOf(id)).toBe('farewell')
    expect((await member.posts([])).code).toBe('SESSION_UNKNOWN')
  })
})
