import { expect, test } from 'vitest'
import { encodeSaved, encodeSyncStep1, encodeSyncStep2, encodeUpdate } from '../../protocol/message.ts'
import { readRoomMessage } from './room-message.ts'

const bytes = Uint8Array.of(1, 2, 3)

test('reads what y-protocols writes', () => {
  expect(readRoomMessage(encodeSyncStep1(bytes))).toEqual({ kind: 'question', stateVector: bytes })
  expect(readRoomMessage(encodeSyncStep2(bytes))).toEqual({ kind: 'answer', update: bytes })
  expect(readRoomMessage(encodeUpdate(bytes))).toEqual({ kind: 'update', update: bytes })
  expect(readRoomMessage(Uint8Array.of(1, 3, ...bytes))).toEqual({ kind: 'presence', update: bytes })
  expect(readRoomMessage(Uint8Array.of(3))).toEqual({ kind: 'presence-question' })
})

test.each([
  ['nothing', Uint8Array.of()],
  ['an auth message', Uint8Array.of(2, 0, 0)],
  ['what only a server says', encodeSaved(3)],
  ['a type of its own', Uint8Array.of(99)],
  ['a sync type of its own', Uint8Array.of(0, 3, 0)],
  ['less than it says', Uint8Array.of(0, 2, 9, 1)],
  ['a length past every message', Uint8Array.of(0, 2, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)],
])('a message of %s is malformed', (_, message) => {
  expect(() => readRoomMessage(message)).toThrow(expect.objectContaining({ code: 'MESSAGE_MALFORMED' }))
})
