import { expect, test } from 'vitest'
import { findHeldWriters, type Locks, WriterLock } from './writer-lock.ts'

/** Locks of one browser, for as many tabs as a test has. */
class FakeLocks {
  readonly #held = new Set<string>()
  readonly #waiting: { name: string; run: () => void }[] = []

  readonly request = async (name: string, ...args: unknown[]): Promise<void> => {
    const granted = args.at(-1) as () => unknown
    if (this.#held.has(name)) await new Promise<void>((run) => this.#waiting.push({ name, run }))
    this.#held.add(name)
    await granted()
    this.#held.delete(name)
    const next = this.#waiting.findIndex((each) => each.name === name)
    if (next >= 0) this.#waiting.splice(next, 1)[0]!.run()
  }

  readonly query = async () => ({ held: [...this.#held].map((name) => ({ name })) })
}

const locksOf = (fake: FakeLocks): Locks => fake as unknown as Locks
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

test('a writer is alive while it holds its lock, and whoever looked is told once when it has gone', async () => {
  const locks = locksOf(new FakeLocks())
  const one = new WriterLock({ writer: 'one', locks })
  const other = new WriterLock({ writer: 'other', locks })
  let gone = 0
  const look = () => other.findAlive(['one', 'nobody'], () => gone++)
  expect(await look()).toEqual(new Set())
  one.hold()
  one.hold()
  await settle()
  expect(await look()).toEqual(new Set(['one']))
  expect(await look()).toEqual(new Set(['one']))
  expect(await findHeldWriters(locks)).toEqual(new Set(['one']))
  expect(gone).toBe(0)
  one.release()
  one.release()
  await settle()
  expect(gone).toBe(1)
  expect(await look()).toEqual(new Set())
  one.close()
  other.close()
})

test('without locks, or with locks that are refused, everybody counts as gone', async () => {
  const refusing = {
    request: () => Promise.reject(new DOMException('a sandbox', 'SecurityError')),
    query: () => Promise.reject(new DOMException('a sandbox', 'SecurityError')),
  } as unknown as Locks
  for (const locks of [null, refusing]) {
    const lock = new WriterLock({ writer: 'one', locks })
    lock.hold()
    expect(await lock.findAlive(['other'], () => {})).toEqual(new Set())
    lock.close()
  }
})
