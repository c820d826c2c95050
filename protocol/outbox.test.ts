import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBatch } from './batch.ts'
import { Assembler, fragment } from './fragment.ts'
import { FrameType, type MessageFrame, type SequencedFrame } from './frame.ts'
import { Inbox } from './inbox.ts'
import { limits } from './limits.ts'
import { Outbox } from './outbox.ts'

const message = (text: string): MessageFrame => ({ type: FrameType.Message, channel: 1, bytes: Buffer.from(text) })
const textOf = (frame: SequencedFrame): string => ('bytes' in frame ? Buffer.from(frame.bytes).toString() : '')

describe('an outbox', () => {
  test('[S2] keeps what was sent until it is acknowledged, under the same numbers', () => {
    const outbox = new Outbox()
    outbox.push(message('a'))
    outbox.push(message('b'))
    expect(outbox.batch(0, 1000)).toMatchObject({ through: 2 })
    expect(decodeBatch(outbox.batch(0, 1000)?.bytes ?? new Uint8Array())).toMatchObject({ first: 1 })
    expect(outbox.acknowledge(1)).toBe(true)
    expect(decodeBatch(outbox.batch(0, 1000)?.bytes ?? new Uint8Array())).toMatchObject({ first: 2 })
    expect(outbox.acknowledge(2)).toBe(true)
    expect(outbox.batch(0, 1000)).toBeNull()
    expect(outbox.bytes).toBe(0)
  })

  test('an acknowledgement of what was never sent is refused, an old one is not', () => {
    const outbox = new Outbox()
    outbox.push(message('a'))
    expect(outbox.acknowledge(2)).toBe(false)
    expect(outbox.acknowledge(1)).toBe(true)
    expect(outbox.acknowledge(0)).toBe(true)
  })

  test('[F5] a batch is closed once it is past its target', () => {
    const outbox = new Outbox()
    for (let index = 0; index < 10; index++) outbox.push(message('x'.repeat(100)))
    expect(outbox.batch(0, 250)?.through).toBe(3)
    expect(outbox.batch(3, 250)?.through).toBe(6)
  })
})

describe('an outbox and an inbox', () => {
  test('[S1] deliver once and in order, whatever is lost, repeated or overtaken', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('push'), fc.constant('send'), fc.constant('arrive'), fc.constant('lose')), {
          maxLength: 200,
        }),
        fc.infiniteStream(fc.nat({ max: 1000 })),
        (steps, chance) => {
          const outbox = new Outbox()
          const inbox = new Inbox()
          const pushed: string[] = []
          const delivered: string[] = []
          const wire: Uint8Array[] = []
          const pick = (length: number): number => (chance.next().value as number) % length
          const arrive = (bytes: Uint8Array) => {
            inbox.take(decodeBatch(bytes), { sequenced: (frame) => delivered.push(textOf(frame)), control: () => {} })
            outbox.acknowledge(inbox.received)
          }
          for (const step of steps) {
            if (step === 'push') outbox.push(message(String(pushed.push(String(pushed.length)) - 1)))
            else if (step === 'send') {
              const batch = outbox.batch(pick(outbox.last + 1), 20)
              if (batch) wire.push(batch.bytes)
            } else if (wire.length > 0) {
              const at = pick(wire.length)
              if (step === 'arrive') arrive(wire[at] as Uint8Array)
              else wire.splice(at, 1)
            }
          }
          for (let batch = outbox.batch(0, 20); batch; batch = outbox.batch(0, 20)) arrive(batch.bytes)
          expect(delivered).toEqual(pushed)
        },
      ),
    )
  })

  test('[F3] a batch past the next number delivers nothing and says so', () => {
    const outbox = new Outbox()
    for (const text of ['a', 'b', 'c']) outbox.push(message(text))
    const inbox = new Inbox()
    const delivered: string[] = []
    const handlers = { sequenced: (frame: SequencedFrame) => delivered.push(textOf(frame)), control: () => {} }
    const late = outbox.batch(2, 1000)?.bytes ?? new Uint8Array()
    expect(inbox.take(decodeBatch(late), handlers)).toBe(false)
    expect(delivered).toEqual([])
    expect(inbox.received).toBe(0)
  })
})

test('an outbox counts the frames that it gave out more than once', () => {
  const outbox = new Outbox()
  for (const text of ['a', 'b', 'c']) outbox.push(message(text))
  outbox.batch(0, 1)
  outbox.batch(1, 1000)
  expect(outbox.resent).toBe(0)
  outbox.batch(0, 1)
  outbox.batch(0, 1000)
  expect(outbox.resent).toBe(4)
  outbox.acknowledge(2)
  outbox.push(message('d'))
  outbox.batch(0, 1000)
  expect(outbox.resent).toBe(5)
})

describe('fragments', () => {
  test('[F4] a large message is cut and put together again', () => {
    const bytes = Uint8Array.from({ length: 3 * limits.fragmentBytes + 17 }, (_, index) => index % 251)
    const frames = fragment(4, bytes)
    expect(frames.map(({ type }) => type)).toEqual([
      FrameType.Fragment,
      FrameType.Fragment,
      FrameType.Fragment,
      FrameType.Message,
    ])
    const assembler = new Assembler()
    const whole = frames.map((frame) => assembler.push(frame)).at(-1)
    expect(Buffer.from(whole ?? []).equals(bytes)).toBe(true)
  })

  test('[F4] fragments past 16 MiB are refused, and the next message is read', () => {
    const assembler = new Assembler()
    const part = { type: FrameType.Fragment, channel: 1, bytes: new Uint8Array(limits.maxFrameBytes) } as const
    expect(() => {
      for (let index = 0; index < 200; index++) assembler.push(part)
    }).toThrow(expect.objectContaining({ code: 'MESSAGE_TOO_LARGE' }))
  })
})
