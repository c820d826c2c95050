import { expect, test } from 'vitest'
import type { Face } from './editor-port.ts'
import { arrange, initials } from './face.ts'

const face = (id: string, activity: Face['activity'] = 'active', self = false): Face => ({
  id,
  name: id,
  color: '#0073c7',
  activity,
  self,
})
const ids = (faces: readonly Face[]): string => faces.map(({ id }) => id).join('')

test.each([
  ['Alice', 'A'],
  ['Alice de Moreau', 'AM'],
  ['тихий барсук', 'ТБ'],
  ['  jun  ', 'J'],
  ['👩‍🚀 Mae', '👩‍🚀M'],
  ['', '?'],
])('the initials of %j are %s', (name, expected) => {
  expect(initials(name)).toBe(expected)
})

test('everybody is shown while there is room, oneself first', () => {
  const people = [face('a'), face('m', 'active', true), face('b')]
  expect(ids(arrange(people, 3).shown)).toBe('mab')
  expect(arrange(people, 3).rest).toEqual([])
})

test('with too many, the last place is for the rest', () => {
  const people = [face('m', 'active', true), face('a'), face('b'), face('c')]
  const { shown, rest } = arrange(people, 3)
  expect(ids(shown)).toBe('ma')
  expect(ids(rest)).toBe('bc')
})

test('who is away makes room for who is here, and nobody changes places', () => {
  const people = [face('a', 'away'), face('b'), face('c', 'typing'), face('d', 'idle')]
  const { shown, rest } = arrange(people, 3)
  expect(ids(shown)).toBe('bc')
  expect(ids(rest)).toBe('ad')
})
