import { expect, test } from 'vitest'
import { decodeBatch } from '../../../protocol/batch.ts'
import { systemClock } from '../../../protocol/clock.ts'
import { FrameType } from '../../../protocol/frame.ts'
import { encodeAwareness, encodeSyncStep1, encodeUpdate } from '../../../protocol/message.ts'
import { LastWords } from './last-words.ts'

function setUp() {
  let now = Date.UTC(2026, 5, 1)
  const words = new LastWords({ clock: { ...systemClock, now: () => now } })
  return {
    words,
    says: (bytes: Uint8Array, path = '/sync/a') => words.add({ path, protocols: ['encke.1'], bytes }),
    pass: (ms: number) => {
      now += ms
    },
  }
}

const edit = (...bytes: number[]) => encodeUpdate(Uint8Array.from(bytes))

test('edits of two documents are said again in one batch, each on a channel of its own that is closed behind them', () => {
  const { words, says } = setUp()
  says(edit(1))
  says(edit(2), '/sync/b')
  says(edit(3))
  const { first, frames } = decodeBatch(words.letter()!)
  expect(first).toBe(1)
  expect(frames.map(({ type }) => type)).toEqual([
    FrameType.Open,
    FrameType.Message,
    FrameType.Message,
    FrameType.Close,
    FrameType.Open,
    FrameType.Message,
    FrameType.Close,
  ])
  expect(frames[0]).toMatchObject({ path: '/sync/a', protocols: ['encke.1'], channel: 1 })
  expect(frames[2]).toMatchObject({ bytes: edit(3), channel: 1 })
  expect(frames[5]).toMatchObject({ bytes: edit(2), channel: 2 })
})

test('presence and questions are not said again, nor what is older than ten seconds', () => {
  const { words, says, pass } = setUp()
  says(encodeAwareness(Uint8Array.of(0)))
  says(encodeSyncStep1(Uint8Array.of(0)))
  expect(words.letter()).toHaveLength(0)
  says(edit(1))
  pass(9_999)
  expect(decodeBatch(words.letter()!).frames).toHaveLength(3)
  pass(1)
  expect(words.letter()).toHaveLength(0)
})

test('what is more than a request may carry that outlives the page is not said at all, until it is old', () => {
  const { words, says, pass } = setUp()
  for (let count = 0; count < 50; count++) says(encodeUpdate(new Uint8Array(1_000)))
  expect(words.letter()).toBeNull()
  pass(10_000)
  says(edit(1))
  expect(decodeBatch(words.letter()!).frames).toHaveLength(3)
})
