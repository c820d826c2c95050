import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { DocumentMode } from './document-mode.ts'
import { createUndoManager, TEXT_NAME } from './sync.ts'

/** Two people with one document. */
function pair() {
  const docs = [new Y.Doc(), new Y.Doc()] as const
  const told: string[] = []
  const modes = docs.map((ydoc, index) => new DocumentMode({ ydoc, onChange: () => told.push(`${index}`) }))
  const sync = () => {
    for (const [one, other] of [docs, [docs[1], docs[0]]] as const) Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
  }
  return { docs, told, sync, alice: modes[0]!, bob: modes[1]! }
}

test('is everybody’s, and told of once', () => {
  const { alice, bob, told, sync } = pair()
  expect(alice.value).toBe('')
  alice.set('Python')
  alice.set('python')
  sync()
  sync()
  expect([alice.value, bob.value]).toEqual(['python', 'python'])
  expect(told).toEqual(['0', '1'])
})

test('is one of two that were chosen at once, the same for both', () => {
  const { alice, bob, sync } = pair()
  alice.set('python')
  bob.set('plain')
  sync()
  expect(alice.value).toBe(bob.value)
})

test('what is none changes nothing, and is read as none', () => {
  const { alice, docs, told } = pair()
  alice.set('<script>')
  expect([...docs[0].getMap('properties').keys()]).toEqual([])
  docs[0].getMap('properties').set('mode', { a: 1 })
  expect([alice.value, told]).toEqual(['', []])
})

test('is not taken back by undo of the text', () => {
  const { alice, docs } = pair()
  const text = docs[0].getText(TEXT_NAME)
  const undo = createUndoManager(text)
  undo.addTrackedOrigin('alice')
  docs[0].transact(() => text.insert(0, 'a'), 'alice')
  alice.set('python')
  undo.undo()
  expect([text.toString(), alice.value]).toEqual(['', 'python'])
})

test('after its end nobody is told', () => {
  const { alice, told, docs } = pair()
  alice.close()
  alice.close()
  docs[0].getMap('properties').set('mode', 'plain')
  expect(told).toEqual([])
})
