import { describe, expect, test } from 'vitest'
import { until } from './test-member.ts'
import { TestWorld } from './test-world.ts'

describe('rooms that nobody is in', () => {
  /** Somebody writes so many bytes and leaves; then the room is idle. */
  async function visit(world: TestWorld, id: string, bytes = 1_000): Promise<void> {
    const member = await world.enter(id)
    if (bytes > 0) member.types('x'.repeat(bytes))
    await until(() => bytes === 0 || member.isSaved)
    member.leaves()
    world.clock.advance(5_000)
  }

  test('stay open as long as there is room, and are not read again', async () => {
    const world = new TestWorld({ maxIdleBytes: 20_000 })
    for (const id of ['a', 'b', 'c']) await visit(world, id)
    expect(world.documents.size).toBe(3)
    expect(world.clock.pending).toBe(0)
    const loads = world.store.loads
    expect(await world.documents.text('a')).toHaveLength(1_000)
    expect((await world.enter('b')).text).toHaveLength(1_000)
    expect(world.store.loads).toBe(loads)
  })

  test('give way when together they are too large, the one left longest ago first', async () => {
    const world = new TestWorld({ maxIdleBytes: 20_000 })
    for (const id of ['a', 'b', 'c']) await visit(world, id)
    await visit(world, 'a', 0)
    await visit(world, 'd')
    expect(world.documents.size).toBe(3)
    const loads = world.store.loads
    await world.documents.text('a')
    expect(world.store.loads).toBe(loads)
    await world.documents.text('b')
    expect(world.store.loads).toBe(loads + 1)
  })

  test('never give way to somebody who comes, and one that is larger than all there is does not stay', async () => {
    const world = new TestWorld({ maxIdleBytes: 20_000 })
    await visit(world, 'a')
    const alice = await world.enter('a')
    await visit(world, 'large', 30_000)
    expect(world.documents.size).toBe(1)
    alice.types('still here; ')
    await until(() => alice.isSaved)
    expect(await world.documents.delete('a')).toBe(true)
    expect(world.documents.size).toBe(0)
  })

  test('of documents that nobody has written to do not stay', async () => {
    const world = new TestWorld({ maxIdleBytes: 20_000 })
    await visit(world, 'never written', 0)
    expect(world.documents.size).toBe(0)
  })
})
