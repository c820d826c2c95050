import { expect, test } from 'vitest'
import { CommandRegistry, type EditorCommand, MAX_COMMANDS } from './command-registry.ts'

const command = (id: string): EditorCommand => ({ id, label: id, run() {} })

test('commands are kept in the order in which they came, and go again', () => {
  const registry = new CommandRegistry()
  const told: string[][] = []
  registry.subscribe(() => told.push(registry.all.map(({ id }) => id)))
  registry.add(command('a'))
  const remove = registry.add(command('b'), command('c'))
  remove()
  remove()
  expect(told).toEqual([['a'], ['a', 'b', 'c'], ['a']])
})

test('a command takes the place of another with its id, whose remover then removes nothing', () => {
  const registry = new CommandRegistry()
  const first = command('same')
  const second = command('same')
  const remove = registry.add(first)
  registry.add(second)
  remove()
  expect(registry.find('same')).toBe(second)
  expect(registry.find('other')).toBeNull()
})

test('there is an end to how many there may be', () => {
  const registry = new CommandRegistry()
  for (let index = 0; index < MAX_COMMANDS; index++) registry.add(command(`${index}`))
  registry.add(command('0'))
  expect(() => registry.add(command('one more'))).toThrow(RangeError)
})
