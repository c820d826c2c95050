import { expect, test } from 'vitest'
import { Knowledge } from './knowledge.ts'
import { ParkedUpdates } from './parked-updates.ts'

/** An update of client 1 that holds the clocks from `from` on. */
function update(from: number, { size = 10, owner = '' } = {}) {
  return {
    bytes: new Uint8Array(size),
    outline: { runs: [{ client: 1, from, to: from + 1 }], deletes: [], needs: new Map(), isSorted: true },
    owner,
  }
}

test('gives out what has no gap in front of it any more, each once', () => {
  const parked = new ParkedUpdates<string>()
  const knowledge = new Knowledge({ clocks: new Map([[1, 1]]), deletes: new Map() })
  parked.park(update(3))
  parked.park(update(2))
  expect(parked.next(knowledge)).toBeNull()
  knowledge.add(update(1).outline)
  expect(parked.next(knowledge)).toMatchObject({ outline: { runs: [{ from: 2 }] } })
  expect(parked.next(knowledge)).toBeNull()
  expect(parked.size).toBe(1)
})

test('the oldest gives way above 256 updates', () => {
  const parked = new ParkedUpdates<string>()
  for (let index = 0; index < 256; index++) expect(parked.park(update(index + 2, { owner: `${index}` }))).toEqual([])
  expect(parked.park(update(300)).map(({ owner }) => owner)).toEqual(['0'])
  expect(parked.size).toBe(256)
})

test('the oldest give way above 4 MiB, and one that is larger does not stay', () => {
  const parked = new ParkedUpdates<string>()
  const mebibyte = 1024 * 1024
  for (const owner of ['a', 'b', 'c']) parked.park(update(5, { size: mebibyte, owner }))
  expect(parked.park(update(6, { size: 2.5 * mebibyte, owner: 'd' })).map(({ owner }) => owner)).toEqual(['a', 'b'])
  expect(parked.park(update(7, { size: 5 * mebibyte, owner: 'e' })).map(({ owner }) => owner)).toEqual(['c', 'd', 'e'])
  expect(parked.size).toBe(0)
  expect(parked.park(update(8, { size: 4 * mebibyte }))).toEqual([])
})
