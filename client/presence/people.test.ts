import { afterEach, expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { People, type PeopleChange } from './people.ts'

const documents: Y.Doc[] = []
afterEach(() => {
  for (const document of documents.splice(0)) document.destroy()
})

function tab(id: string | null, name: string, more: object = {}): Awareness {
  const document = new Y.Doc()
  documents.push(document)
  const awareness = new Awareness(document)
  awareness.setLocalState({ user: { ...(id === null ? {} : { id }), name, color: '#0073c7' }, cursor: null, ...more })
  return awareness
}

function tell(to: Awareness, from: Awareness): void {
  applyAwarenessUpdate(to, encodeAwarenessUpdate(from, [from.clientID]), 'test')
}

function watch(people: People): PeopleChange[] {
  const changes: PeopleChange[] = []
  people.subscribe((change) => changes.push(change))
  return changes
}

const names = (people: People) => people.all.map(({ name }) => name)

test('the person at this browser comes first, the others in the order of coming', () => {
  const alice = tab('a', 'Alice')
  const people = new People({ awareness: alice })
  tell(alice, tab('b', 'Bob'))
  tell(alice, tab('c', 'Carol'))
  expect(names(people)).toEqual(['Alice', 'Bob', 'Carol'])
  expect(people.all.map(({ self }) => self)).toEqual([true, false, false])
})

test('several tabs of one person are one face', () => {
  const alice = tab('a', 'Alice')
  const people = new People({ awareness: alice })
  const changes = watch(people)
  const first = tab('b', 'Bob', { activity: 'away', since: 5 })
  const second = tab('b', 'Bob', { activity: 'typing', since: 9 })
  tell(alice, first)
  tell(alice, second)
  expect(names(people)).toEqual(['Alice', 'Bob'])
  expect(people.find('b')).toMatchObject({ activity: 'typing', since: 9, clientIds: [second.clientID, first.clientID] })
  removeAwarenessStates(alice, [second.clientID], 'test')
  expect(people.find('b')).toMatchObject({ activity: 'away', clientIds: [first.clientID] })
  removeAwarenessStates(alice, [first.clientID], 'test')
  expect(people.find('b')).toBeUndefined()
  expect(changes.map(({ joined, changed, left }) => [joined.length, changed.length, left.length])).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
  ])
})

test('a caret that moves changes nobody, and is there when asked for', () => {
  const alice = tab('a', 'Alice')
  const bob = tab('b', 'Bob')
  tell(alice, bob)
  const people = new People({ awareness: alice })
  const changes = watch(people)
  const before = people.all
  bob.setLocalStateField('cursor', { anchor: { item: 1 }, head: { item: 2 } })
  tell(alice, bob)
  expect(changes).toEqual([])
  expect(people.all).toBe(before)
  expect(people.cursorOf('b')).toEqual({ anchor: { item: 1 }, head: { item: 2 } })
  expect(people.cursorOf('a')).toBeNull()
  expect(people.cursorOf('nobody')).toBeNull()
})

test('a new name is a change, and the others keep their objects', () => {
  const alice = tab('a', 'Alice')
  const [bob, carol] = [tab('b', 'Bob'), tab('c', 'Carol')]
  tell(alice, bob)
  tell(alice, carol)
  const people = new People({ awareness: alice })
  const changes = watch(people)
  const before = people.find('c')
  bob.setLocalStateField('user', { id: 'b', name: 'Robert', color: '#0073c7' })
  tell(alice, bob)
  expect(names(people)).toEqual(['Alice', 'Robert', 'Carol'])
  expect(people.find('c')).toBe(before)
  expect(changes).toEqual([{ joined: [], left: [], changed: [people.find('b')] }])
})

test('a client that says nothing about itself is somebody without a name', () => {
  const alice = tab('a', 'Alice')
  const plain = tab(null, 'Plain')
  plain.setLocalState({ anything: 1 })
  tell(alice, plain)
  const people = new People({ awareness: alice })
  expect(people.all[1]).toMatchObject({ id: `client:${plain.clientID}`, name: '', color: '', activity: 'active' })
})

test('a closed list hears nothing, and closes twice without harm', () => {
  const alice = tab('a', 'Alice')
  const people = new People({ awareness: alice })
  const changes = watch(people)
  people.close()
  people.close()
  tell(alice, tab('b', 'Bob'))
  expect(changes).toEqual([])
})

test('while our own connection is away the others are as they were, and nobody types', () => {
  const alice = tab('a', 'Alice', { activity: 'typing' })
  const people = new People({ awareness: alice })
  tell(alice, tab('b', 'Bob', { activity: 'typing' }))
  tell(alice, tab('c', 'Carol', { activity: 'away' }))
  const changes = watch(people)
  const seen = () => people.all.map(({ activity, stale }) => [activity, stale])
  people.setStale(true)
  expect(seen()).toEqual([
    ['typing', false],
    ['active', true],
    ['away', true],
  ])
  people.setStale(true)
  expect(changes).toHaveLength(1)
  people.setStale(false)
  expect(seen()[1]).toEqual(['typing', false])
})

test('one sees whom the others follow, in whichever tab they do', () => {
  const alice = tab('a', 'Alice')
  const people = new People({ awareness: alice })
  const first = tab('b', 'Bob', { activity: 'typing' })
  const second = tab('b', 'Bob', { activity: 'away', following: 'a' })
  tell(alice, first)
  expect(people.find('b')?.following).toBeNull()
  tell(alice, second)
  expect(people.find('b')?.following).toBe('a')
})
