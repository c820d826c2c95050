import { describe, expect, test } from 'vitest'
import { encodeSyncStep2, encodeUpdate } from '../message.ts'
import { freshId, textOf } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { TestSocket } from './test-socket.ts'
import { clockOf, Writer } from './writer.ts'

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024

describe('[P6] a path that names no document is accepted, and closed with 4404:', () => {
  const paths: [what: string, path: string][] = [
    ['no id', '/sync/'],
    ['an empty segment', '/sync/a//b'],
    ['a dot segment', '/sync/..%2Fb'],
    ['a control character', '/sync/a%00b'],
    ['a sign that is not allowed', '/sync/a%3Cb'],
    ['129 characters', `/sync/${'x'.repeat(129)}`],
    ['broken percent-encoding', '/sync/%E0%A4%A'],
  ]
  test.each(paths)('%s', async (_what, path) => {
    using socket = await TestSocket.open(path)
    expect(await socket.closed).toEqual({ code: 4404, reason: 'DOCUMENT_ID_INVALID' })
  })
})

describe('[D1] an id may be', () => {
  const unique = freshId().slice(-36)
  const ids = [
    'Grüße aus Köln',
    '会議の記録',
    'team/2026/minutes',
    'a_b~c@d:e.f-g',
    'x'.repeat(128 - unique.length - 1),
  ]
  test.each(ids)('%s', async (name) => {
    const id = `${name} ${unique}`
    const writer = new Writer()
    using alice = await PlainMember.join(id)
    alice.send(encodeUpdate(writer.types('text')))
    await alice.hears('update')
    expect(await textOf(id)).toBe('text')
  })
})

describe('a client that breaks a rule is closed, and the others notice nothing:', () => {
  const faults: [rule: string, data: Uint8Array | string, code: number, reason: string][] = [
    ['text', 'hello', 4400, 'MESSAGE_NOT_BINARY'],
    ['an empty message', new Uint8Array(), 4400, 'MESSAGE_MALFORMED'],
    ['a type that nobody knows', Uint8Array.of(99), 4400, 'MESSAGE_MALFORMED'],
    ['a sync message of no known kind', Uint8Array.of(0, 9, 1, 0), 4400, 'MESSAGE_MALFORMED'],
    ['a message that ends too soon', Uint8Array.of(0, 2, 200, 1, 1), 4400, 'MESSAGE_MALFORMED'],
    ['a state vector that ends too soon', Uint8Array.of(0, 0, 1, 5), 4400, 'MESSAGE_MALFORMED'],
    ['[C5] an update that does not decode', encodeUpdate(Uint8Array.of(1, 2, 3, 4)), 4400, 'UPDATE_MALFORMED'],
    ['[C5] an update without bytes', encodeUpdate(new Uint8Array()), 4400, 'UPDATE_MALFORMED'],
    ['a broken presence', Uint8Array.of(1, 2, 1, 7), 4400, 'PRESENCE_MALFORMED'],
    ['more than 16 MiB', new Uint8Array(MAX_MESSAGE_BYTES + 1), 4413, 'MESSAGE_TOO_LARGE'],
  ]
  test.each(faults)('%s', async (_rule, data, code, reason) => {
    const id = freshId()
    const writer = new Writer()
    using alice = await PlainMember.join(id)
    using bob = await PlainMember.join(id)
    using mallory = await PlainMember.join(id)
    await Promise.all([alice.asks(), bob.asks(), mallory.asks()])
    mallory.socket.send(data)
    expect(await mallory.socket.closed).toEqual({ code, reason })
    alice.send(encodeUpdate(writer.types('still here')))
    const reader = new Writer()
    reader.takes(await bob.hears('update'))
    expect(reader.text).toBe('still here')
    expect(bob.heard.map(({ kind }) => kind)).toEqual(['step1', 'step2', 'update'])
  })
})

test('[C6] an update that depends on others is kept aside, and its member is asked for them', async () => {
  const id = freshId()
  const writer = new Writer()
  const [first, second] = [writer.types('first '), writer.types('second')]
  using alice = await PlainMember.join(id)
  await alice.hears('step1')
  // Nobody is asked again before they have answered; this client has lost what it knew.
  alice.send(encodeSyncStep2(Uint8Array.of(0, 0)))
  alice.send(encodeUpdate(second))
  const { stateVector } = await alice.hears('step1')
  expect(clockOf(stateVector, writer.clientId)).toBe(0)
  expect((await textOf(id)) ?? '').toBe('')
  alice.send(encodeUpdate(first))
  const reader = new Writer()
  while (reader.text !== 'first second') reader.takes(await alice.hears('update'))
  expect(await textOf(id)).toBe('first second')
})

test('[C6] the state vector that the server tells never covers a gap', async () => {
  const id = freshId()
  const writer = new Writer()
  const [first, , third] = [writer.types('one '), writer.types('two '), writer.types('three')]
  using alice = await PlainMember.join(id)
  alice.send(encodeUpdate(first))
  alice.send(encodeUpdate(third))
  await alice.hears('update')
  using bob = await PlainMember.join(id)
  const { stateVector } = await bob.hears('step1')
  expect(clockOf(stateVector, writer.clientId)).toBe('one '.length)
})
