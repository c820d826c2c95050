import fc from 'fast-check'
import * as decoding from 'lib0/decoding'
import { describe, expect, test } from 'vitest'
import { decodeBatch, encodeBatch } from './batch.ts'
import { encodeFrame, readFrame } from './codec.ts'
import { ProtocolError } from './error.ts'
import { type Frame, FrameType } from './frame.ts'
import { limits } from './limits.ts'

const golden: [name: string, frame: Frame, hex: string][] = [
  [
    'open',
    { type: FrameType.Open, channel: 1, path: '/sync/a', protocols: ['encke.1'] },
    '0001072f73796e632f610107656e636b652e31',
  ],
  ['opened', { type: FrameType.Opened, channel: 1, protocol: 'encke.1' }, '010107656e636b652e31'],
  ['message', { type: FrameType.Message, channel: 300, bytes: Uint8Array.of(0, 2, 255) }, '02ac02030002ff'],
  ['fragment', { type: FrameType.Fragment, channel: 1, bytes: Uint8Array.of(7) }, '03010107'],
  [
    'close',
    { type: FrameType.Close, channel: 2, code: 4404, reason: 'DOCUMENT_UNKNOWN' },
    '0402b42210444f43554d454e545f554e4b4e4f574e',
  ],
  ['goAway', { type: FrameType.GoAway, spreadMs: 2000 }, '05d00f'],
  ['ack', { type: FrameType.Ack, received: 129 }, '108101'],
  ['ping', { type: FrameType.Ping, token: 5 }, '1105'],
  ['pong', { type: FrameType.Pong, token: 5 }, '1205'],
  [
    'bind',
    { type: FrameType.Bind, session: 's', secret: 'k', generation: 3, after: 128, use: true },
    '130173016b03800101',
  ],
  [
    'welcome',
    {
      type: FrameType.Welcome,
      session: 's',
      secret: 'k',
      generation: 1,
      received: 2,
      ttlMs: 60_000,
      holdMs: 20_000,
      maxBatchBytes: 512,
      maxMessageBytes: 1024,
    },
    '140173016b0102e0d403a09c0180048008',
  ],
]

describe('golden bytes', () => {
  test.each(golden)('%s is written and read as the specification has it', (_name, frame, hex) => {
    expect(Buffer.from(encodeFrame(frame)).toString('hex')).toBe(hex)
    expect(readFrame(decoding.createDecoder(Buffer.from(hex, 'hex')))).toEqual({ ...frame, ...bytesAsBuffer(frame) })
  })

  test('[F2] a batch begins with the number of its first sequenced frame', () => {
    const batch = encodeBatch(7, [encodeFrame({ type: FrameType.Ack, received: 3 })])
    expect(Buffer.from(batch).toString('hex')).toBe('071003')
    expect(decodeBatch(batch)).toEqual({ first: 7, frames: [{ type: FrameType.Ack, received: 3 }] })
  })
})

/** Views come back as what they were cut from. */
function bytesAsBuffer(frame: Frame): object {
  return 'bytes' in frame
    ? { bytes: expect.toSatisfy((bytes: Uint8Array) => Buffer.from(bytes).equals(frame.bytes)) }
    : {}
}

const number = fc.nat()
const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const frames: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    type: fc.constant(FrameType.Open),
    channel: number,
    path: text,
    protocols: fc.array(text, { maxLength: 16 }),
  }),
  fc.record({ type: fc.constant(FrameType.Opened), channel: number, protocol: text }),
  fc.record({ type: fc.constant(FrameType.Message), channel: number, bytes: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ type: fc.constant(FrameType.Fragment), channel: number, bytes: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ type: fc.constant(FrameType.Close), channel: number, code: number, reason: text }),
  fc.record({ type: fc.constant(FrameType.GoAway), spreadMs: number }),
  fc.record({ type: fc.constant(FrameType.Ack), received: number }),
  fc.record({ type: fc.constant(FrameType.Ping), token: number }),
  fc.record({ type: fc.constant(FrameType.Pong), token: number }),
  fc.record({
    type: fc.constant(FrameType.Bind),
    session: text,
    secret: text,
    generation: number,
    after: number,
    use: fc.boolean(),
  }),
)

describe('random frames', () => {
  test('come back as they went, alone and in batches', () => {
    fc.assert(
      fc.property(number, fc.array(frames, { maxLength: 20 }), (first, list) => {
        expect(decodeBatch(encodeBatch(first, list.map(encodeFrame)))).toEqual({ first, frames: list })
      }),
    )
  })

  test('[F6] bytes of any kind give frames or a ProtocolError, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeBatch(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('[F6] a frame that is cut short anywhere is malformed', () => {
    for (const [, frame] of golden) {
      const bytes = encodeFrame(frame)
      for (let length = 1; length < bytes.byteLength; length++) {
        expect(() => readFrame(decoding.createDecoder(bytes.subarray(0, length)))).toThrow(ProtocolError)
      }
    }
  })
})

describe('limits', () => {
  test('[F4] a frame past 128 KiB is refused with FRAME_TOO_LARGE', () => {
    const bytes = encodeFrame({ type: FrameType.Message, channel: 1, bytes: new Uint8Array(limits.maxFrameBytes + 1) })
    expect(() => readFrame(decoding.createDecoder(bytes))).toThrow(expect.objectContaining({ code: 'FRAME_TOO_LARGE' }))
  })

  test('[F5] a batch past 512 KiB is refused before it is read', () => {
    expect(() => decodeBatch(new Uint8Array(limits.maxBatchBytes + 1))).toThrow(
      expect.objectContaining({ code: 'FRAME_TOO_LARGE' }),
    )
  })

  test('an unknown frame type is named', () => {
    expect(() => decodeBatch(Uint8Array.of(1, 99))).toThrow(expect.objectContaining({ code: 'FRAME_UNKNOWN' }))
  })
})
