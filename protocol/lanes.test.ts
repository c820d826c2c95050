import { describe, expect, test } from 'vitest'
import { decodeBatch } from './batch.ts'
import { Assembler } from './fragment.ts'
import { type CloseFrame, type Frame, FrameType, type SequencedFrame } from './frame.ts'
import { Lanes } from './lanes.ts'
import { limits } from './limits.ts'
import { Outbox } from './outbox.ts'

const MEBIBYTE = 1024 * 1024
const close = (channel: number): CloseFrame => ({ type: FrameType.Close, channel, code: 1000, reason: '' })
const silent = { wake: () => {} }
const microtasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** `1:text` for a message on channel 1, `1…` for a fragment, `open`, `close`. */
function shown(frame: Frame | null): string | null {
  if (!frame) return null
  if (frame.type === FrameType.Message) return `${frame.channel}:${Buffer.from(frame.bytes).toString()}`
  if (frame.type === FrameType.Fragment) return `${frame.channel}…`
  return frame.type === FrameType.Close ? `close ${frame.channel}` : 'open'
}

function all(lanes: Lanes): string[] {
  const frames: string[] = []
  for (let frame = shown(lanes.next()); frame; frame = shown(lanes.next())) frames.push(frame)
  return frames
}

describe('lanes', () => {
  test('[S12] give as much of each channel in turn as one large frame has', () => {
    const lanes = new Lanes(silent)
    const [one, two, three] = [lanes.open(1), lanes.open(2), lanes.open(3)]
    for (const text of ['a', 'b', 'c']) one.push(Buffer.from(text))
    two.push(new Uint8Array(2.5 * limits.fragmentBytes))
    three.push(Buffer.from('x'))
    three.push(Buffer.from('y'))
    expect(all(lanes).map((frame) => frame.slice(0, 3))).toEqual([
      '1:a',
      '1:b',
      '1:c',
      '2…',
      '3:x',
      '3:y',
      '2…',
      '2:\0',
    ])
    expect(lanes).toMatchObject({ isEmpty: true, bytes: 0 })
  })

  test('[S12] [P25] megabytes on one channel hold up another by one frame, however much it has to say', () => {
    const lanes = new Lanes(silent)
    const flood = lanes.open(1)
    const quiet = lanes.open(2)
    flood.push(new Uint8Array(5 * MEBIBYTE))
    expect(shown(lanes.next())).toBe('1…')
    for (let count = 0; count < 50; count++) {
      const keys = ['k', 'e', 'y']
      for (const key of keys) quiet.push(Buffer.from(key))
      expect(Array.from({ length: 4 }, () => shown(lanes.next())).sort()).toEqual(['1…', '2:e', '2:k', '2:y'])
    }
  })

  test('a frame of the session goes first, the end of a channel last', () => {
    const lanes = new Lanes(silent)
    const lane = lanes.open(1)
    lane.push(Buffer.from('a'))
    lanes.end(close(1))
    lanes.end(close(9))
    lanes.push({ type: FrameType.Opened, channel: 1, protocol: '' })
    expect(all(lanes)).toEqual(['close 9', 'open', '1:a', 'close 1'])
  })

  test('what waits for a channel that the other side has closed is forgotten', () => {
    const lanes = new Lanes(silent)
    const lane = lanes.open(1)
    lane.push(new Uint8Array(MEBIBYTE))
    lanes.next()
    lanes.drop(1)
    lane.push(Buffer.from('late'))
    expect(all(lanes)).toEqual([])
    expect(lanes.bytes).toBe(0)
    lanes.open(1).push(Buffer.from('again'))
    expect(all(lanes)).toEqual(['1:again'])
  })

  test('[S9] when they are full together each is behind with little, until they are not', async () => {
    const lanes = new Lanes(silent)
    const drained: number[] = []
    const open = (channel: number) => lanes.open(channel, { drained: () => drained.push(channel) })
    const large = Array.from({ length: 9 }, (_, index) => open(index))
    const [small, tiny] = [open(100), open(101)]
    small.push(new Uint8Array(100_000))
    for (const lane of large) lane.push(new Uint8Array(MEBIBYTE))
    expect(small.isBehind).toBe(true)
    // Whoever types is not held up by those who paste.
    tiny.push(Buffer.from('key'))
    expect(tiny.isBehind).toBe(false)
    const late = open(102)
    late.push(new Uint8Array(20_000))
    expect(late.isBehind).toBe(true)
    while (lanes.bytes > 4 * MEBIBYTE) lanes.next()
    expect(small.isBehind || late.isBehind).toBe(false)
    await microtasks()
    expect(drained).toEqual(expect.arrayContaining([100, 102]))
  })

  test('are forgotten as a whole', () => {
    const lanes = new Lanes(silent)
    lanes.open(1).push(Buffer.from('a'))
    lanes.end(close(1))
    lanes.open(2).push(Buffer.from('b'))
    lanes.close()
    expect(lanes).toMatchObject({ isEmpty: true, bytes: 0 })
    expect(all(lanes)).toEqual([])
  })
})

describe('an outbox with lanes', () => {
  const frames = (bytes: Uint8Array | undefined): SequencedFrame[] =>
    decodeBatch(bytes ?? new Uint8Array([0])).frames as SequencedFrame[]

  test('[S2] takes a frame when it is sent, and keeps it under its number', () => {
    const lanes = new Lanes(silent)
    const outbox = new Outbox({ source: lanes })
    const lane = lanes.open(1)
    lane.push(Buffer.from('a'))
    lane.push(Buffer.from('b'))
    expect(outbox).toMatchObject({ last: 0, bytes: 0, isEmpty: false })
    expect(outbox.batch(0, 1)).toMatchObject({ through: 1 })
    lane.pushNewest(Buffer.from('newest'))
    expect(frames(outbox.batch(0, 1_000)?.bytes).map(shown)).toEqual(['1:a', '1:newest', '1:b'])
    expect(frames(outbox.batch(1, 1_000)?.bytes).map(shown)).toEqual(['1:newest', '1:b'])
    outbox.acknowledge(3)
    expect(outbox).toMatchObject({ last: 3, bytes: 0, isEmpty: true })
    expect(outbox.batch(3, 1_000)).toBeNull()
  })

  test('[S11] sends no more than 2 MiB ahead of what is acknowledged', () => {
    const lanes = new Lanes(silent)
    const outbox = new Outbox({ source: lanes })
    const message = new Uint8Array(15 * MEBIBYTE).fill(7)
    lanes.open(1).push(message)
    const assembler = new Assembler()
    let whole: Uint8Array | null = null
    let sent = 0
    const send = () => {
      for (let batch = outbox.batch(sent, 64 * 1024); batch; batch = outbox.batch(sent, 64 * 1024)) {
        sent = batch.through
        for (const frame of frames(batch.bytes)) if ('bytes' in frame) whole = assembler.push(frame)
      }
    }
    send()
    expect(whole).toBeNull()
    expect(outbox.bytes).toBeLessThan(2 * MEBIBYTE + 2 * limits.fragmentBytes)
    while (!outbox.isEmpty) {
      outbox.acknowledge(sent)
      send()
    }
    expect(Buffer.from(whole ?? []).equals(message)).toBe(true)
  })
})

test('[F4] the smallest fragments take no more memory than they bring', () => {
  const assembler = new Assembler()
  for (let index = 0; index < 100_000; index++) {
    const bytes = new Uint8Array(index % 2)
    if (assembler.push({ type: FrameType.Fragment, channel: 1, bytes })) throw new Error('a message without an end')
  }
  const whole = assembler.push({ type: FrameType.Message, channel: 1, bytes: new Uint8Array(0) })
  expect(whole?.byteLength).toBe(50_000)
  expect(whole?.buffer.byteLength).toBe(50_000)
})
