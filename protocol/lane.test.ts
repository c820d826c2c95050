import { describe, expect, test } from 'vitest'
import { HIGH_WATER_BYTES, LOW_WATER_BYTES } from './gauge.ts'
import { Lane } from './lane.ts'

const message = (text: string): Uint8Array => Buffer.from(text)
const textOf = (part: { bytes: Uint8Array } | null): string | null => (part ? Buffer.from(part.bytes).toString() : null)
const microtasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function laneWithCalls() {
  const calls: string[] = []
  const lane = new Lane({
    wake: () => calls.push('wake'),
    drained: () => calls.push('drained'),
    taken: (bytes) => calls.push(`taken ${bytes}`),
  })
  return { lane, calls }
}

describe('a lane', () => {
  test('gives messages in order, in parts', () => {
    const { lane, calls } = laneWithCalls()
    lane.push(message('hello'))
    lane.push(message(''))
    lane.push(message('x'))
    expect(lane.bytes).toBe(6)
    expect([lane.take(2), lane.take(2)].map(textOf)).toEqual(['he', 'll'])
    expect(lane.bytes).toBe(6)
    expect(lane.take(2)).toMatchObject({ isLast: true, bytes: message('o') })
    expect(lane.take(2)).toMatchObject({ isLast: true, bytes: message('') })
    expect(lane.take(2)).toMatchObject({ isLast: true, bytes: message('x') })
    expect(lane.take(2)).toBeNull()
    expect(lane).toMatchObject({ bytes: 0, isEmpty: true })
    expect(calls).toEqual(['wake', 'wake', 'wake', 'taken 5', 'taken 0', 'taken 1'])
  })

  test('hands on the same bytes that it was given', () => {
    const { lane } = laneWithCalls()
    const bytes = message('shared')
    lane.push(bytes)
    expect(lane.take(100)?.bytes).toBe(bytes)
  })

  test('[S10] keeps of the newest kind one, before all others, and never inside of one that was begun', () => {
    const { lane } = laneWithCalls()
    lane.push(message('abcd'))
    lane.take(2)
    for (let count = 1; count <= 1_000; count++) lane.pushNewest(message(`#${count}`))
    lane.push(message('e'))
    expect(lane.bytes).toBe(4 + 5 + 1)
    expect([1, 2, 3, 4].map(() => textOf(lane.take(100)))).toEqual(['cd', '#1000', 'e', null])
  })

  test('[S10] is behind from 256 KiB on, until it is below 64 KiB, and then says so once', async () => {
    const { lane, calls } = laneWithCalls()
    const quarter = new Uint8Array(LOW_WATER_BYTES)
    for (let count = 0; count < 3; count++) lane.push(quarter)
    expect(lane.isBehind).toBe(false)
    lane.push(quarter)
    expect(lane.isBehind).toBe(true)
    calls.length = 0
    for (let count = 0; count < 3; count++) lane.take(HIGH_WATER_BYTES)
    expect(lane.isBehind).toBe(true)
    lane.take(HIGH_WATER_BYTES)
    expect(lane.isBehind).toBe(false)
    expect(calls).not.toContain('drained')
    await microtasks()
    expect(calls.filter((call) => call === 'drained')).toHaveLength(1)
  })

  test('[S10] thousands of tiny messages are too many as well', () => {
    const { lane } = laneWithCalls()
    for (let count = 0; count < 3_000; count++) lane.push(message('tiny'))
    expect(lane.isBehind).toBe(true)
  })

  test('that was closed keeps nothing, takes nothing and calls nobody', async () => {
    const { lane, calls } = laneWithCalls()
    lane.push(new Uint8Array(HIGH_WATER_BYTES))
    calls.length = 0
    lane.close()
    lane.close()
    lane.push(message('late'))
    expect(lane).toMatchObject({ bytes: 0, isEmpty: true })
    await microtasks()
    expect(calls).toEqual([])
  })
})
