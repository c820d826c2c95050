import { describe, expect, test } from 'vitest'
import { settle, until } from './test-member.ts'
import { inlineTasks, TestWorld } from './test-world.ts'

describe('the first heading', () => {
  const heading = async (world: TestWorld) => (await world.disk.find('a'))?.heading

  test('is kept a second after a change, whoever made it', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('# Plans\n')
    await until(() => alice.isSaved)
    expect(await heading(world)).toBe('')
    world.clock.advance(1_000)
    await settle()
    expect(await heading(world)).toBe('Plans')
    await world.documents.edit('a', '# Other plans')
    world.clock.advance(1_000)
    await settle()
    expect(await heading(world)).toBe('Other plans')
  })

  test('is read ever less often while people go on writing, and soon again after a rest', async () => {
    let readings = 0
    const digest: typeof inlineTasks.digest = (updates) => {
      readings += 1
      return inlineTasks.digest(updates)
    }
    const world = new TestWorld({ worker: { ...inlineTasks, digest } })
    const alice = await world.enter('a')
    const types = async (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        alice.types('x')
        await until(() => alice.isSaved)
        world.clock.advance(1_000)
        await settle()
      }
    }
    await types(4)
    expect(readings).toBe(3)
    await types(116)
    expect(readings).toBeLessThan(10)
    world.clock.advance(30_000)
    await settle()
    expect((await world.disk.search('x'.repeat(120), { limit: 1 })).total).toBe(1)
    world.clock.advance(10_000)
    readings = 0
    await types(1)
    expect(readings).toBe(1)
  })

  test('is kept at once when nobody is there any more', async () => {
    const world = new TestWorld()
    await world.documents.edit('a', '# Plans')
    await settle()
    expect(await heading(world)).toBe('Plans')
    const alice = await world.enter('a')
    alice.types(' for May')
    await until(() => alice.isSaved)
    alice.leaves()
    await settle()
    expect(await heading(world)).toBe('Plans for May')
  })

  test('is kept with the mode, and the text is found', async () => {
    const world = new TestWorld()
    const alice = await world.enter('a')
    alice.types('# Plans\nand more')
    await until(() => alice.isSaved)
    await world.documents.setMode('a', 'markdown')
    expect((await world.disk.search('more', { limit: 1 })).total).toBe(0)
    world.clock.advance(1_000)
    await settle()
    expect(await world.disk.find('a')).toMatchObject({ heading: 'Plans', mode: 'markdown' })
    expect((await world.disk.search('more', { limit: 1 })).total).toBe(1)
    expect(await world.disk.listUnindexed()).toEqual([])
  })
})
