import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readCursor, writeCursor } from './cursor.ts'

function pair(text: string): { alice: Y.Text; bob: Y.Text; exchange: () => void } {
  const [a, b] = [new Y.Doc(), new Y.Doc()]
  const exchange = () => {
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)))
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)))
  }
  a.getText('content').insert(0, text)
  exchange()
  return { alice: a.getText('content'), bob: b.getText('content'), exchange }
}

// Awareness carries JSON.
const travel = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

test('a selection arrives where it was, in either direction', () => {
  const { alice, bob } = pair('hello world')
  for (const selection of [
    { anchor: 0, head: 0 },
    { anchor: 0, head: 11 },
    { anchor: 11, head: 3 },
    { anchor: 11, head: 11 },
  ]) {
    expect(readCursor(bob, travel(writeCursor(alice, selection)))).toEqual(selection)
  }
})

test('text inserted before it moves it, text inserted at it or after it does not', () => {
  const { alice, bob } = pair('hello world')
  const cursor = travel(writeCursor(alice, { anchor: 5, head: 5 }))
  bob.insert(11, '!')
  bob.insert(5, ', dear')
  expect(readCursor(bob, cursor)).toEqual({ anchor: 5, head: 5 })
  bob.insert(0, '> ')
  expect(readCursor(bob, cursor)).toEqual({ anchor: 7, head: 7 })
})

test('a caret in text that was deleted stands where the text was', () => {
  const { alice, bob } = pair('hello world')
  const cursor = travel(writeCursor(alice, { anchor: 8, head: 9 }))
  bob.delete(6, 5)
  expect(readCursor(bob, cursor)).toEqual({ anchor: 6, head: 6 })
})

test('a caret in text that has not arrived is nowhere yet', () => {
  const { alice, bob, exchange } = pair('hello')
  alice.insert(5, ' world')
  const cursor = travel(writeCursor(alice, { anchor: 9, head: 9 }))
  expect(readCursor(bob, cursor)).toBeNull()
  exchange()
  expect(readCursor(bob, cursor)).toEqual({ anchor: 9, head: 9 })
})

test('nonsense and positions in another text are no caret', () => {
  const { alice, bob } = pair('hello')
  const elsewhere = bob.doc!.getText('title')
  elsewhere.insert(0, 'title')
  expect(readCursor(bob, writeCursor(elsewhere, { anchor: 1, head: 1 }))).toBeNull()
  const { head } = writeCursor(alice, { anchor: 1, head: 1 })
  for (const anchor of [
    {},
    { item: 1 },
    { item: { client: 'x', clock: 'y' } },
    { tname: 5 },
    { item: { client: 1, clock: -1 } },
  ]) {
    expect(readCursor(bob, { anchor, head })).toBeNull()
  }
  expect([...bob.doc!.share.keys()]).toEqual(['content', 'title'])
})
