import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { touchesText } from './touched-text.ts'

/** Two who have one text, and what Bob does to it as the update that Alice would get. */
function pair(text: string) {
  const [alice, bob] = [new Y.Doc(), new Y.Doc()]
  alice.getText('content').insert(0, text)
  Y.applyUpdate(bob, Y.encodeStateAsUpdate(alice))
  const does = (edit: (ytext: Y.Text) => void, doc = bob): Uint8Array => {
    const before = Y.encodeStateVector(doc)
    let update = Y.encodeStateAsUpdate(doc, before)
    const take = (made: Uint8Array) => {
      update = made
    }
    doc.on('update', take)
    doc.transact(() => edit(doc.getText('content')))
    doc.off('update', take)
    return update
  }
  return { alice, bob, does, ytext: alice.getText('content') }
}

const text = 'first\nsecond\nthird'
const second = { from: 6, to: 12 }

describe('beside a line, whoever edits', () => {
  test.each<[string, (ytext: Y.Text) => void, boolean]>([
    ['inside', (ytext) => ytext.insert(8, 'x'), true],
    ['at its start', (ytext) => ytext.insert(6, 'x'), true],
    ['at its end', (ytext) => ytext.insert(12, 'x'), true],
    ['a new line above it, from its start', (ytext) => ytext.insert(6, 'x\n'), true],
    ['at the end of the line before', (ytext) => ytext.insert(5, 'x'), false],
    ['at the start of the line after', (ytext) => ytext.insert(13, 'x'), false],
    ['far away', (ytext) => ytext.insert(0, 'x'), false],
    ['deletes a letter', (ytext) => ytext.delete(7, 1), true],
    ['joins it to the line before', (ytext) => ytext.delete(5, 1), true],
    ['joins it to the line after', (ytext) => ytext.delete(12, 1), true],
    ['deletes the line before', (ytext) => ytext.delete(0, 5), false],
    ['deletes all', (ytext) => ytext.delete(0, ytext.length), true],
    ['deletes what was there before, once more', () => {}, false],
  ])('%s', (_, edit, expected) => {
    const { ytext, does } = pair(text)
    expect(touchesText(ytext, second, does(edit))).toBe(expected)
  })
})

test('beside a letter that is composed and has not arrived there, and one that is deleted', () => {
  const { alice, bob, does, ytext } = pair(text)
  does((own) => own.insert(8, 'に'), alice)
  expect(
    touchesText(
      ytext,
      { from: 6, to: 13 },
      does((other) => other.insert(8, 'x')),
    ),
  ).toBe(true)
  does((own) => own.delete(6, 2), alice)
  const [between, before] = [7, 5].map((index) => does((other) => other.insert(index, 'y'), bob))
  expect(touchesText(ytext, { from: 6, to: 11 }, between!)).toBe(true)
  expect(touchesText(ytext, { from: 6, to: 11 }, before!)).toBe(false)
})

test('in an empty text, and in other types of the document', () => {
  const { ytext, does } = pair('')
  const line = { from: 0, to: 0 }
  expect(
    touchesText(
      ytext,
      line,
      does((other) => other.insert(0, 'x')),
    ),
  ).toBe(true)
  const { ytext: full, does: elsewhere, bob } = pair('x')
  expect(
    touchesText(
      full,
      { from: 0, to: 1 },
      elsewhere(() => bob.getArray('chat').push(['hello'])),
    ),
  ).toBe(false)
  expect(
    touchesText(
      full,
      { from: 0, to: 1 },
      elsewhere(() => bob.getMap('threads').set('a', 1)),
    ),
  ).toBe(false)
})

test('what is known already touches nothing: all that somebody has, deletions too, sent again', () => {
  const { alice, bob, does, ytext } = pair(text)
  Y.applyUpdate(
    alice,
    does((other) => other.delete(7, 2)),
  )
  Y.applyUpdate(
    alice,
    does((other) => other.insert(7, 'xy')),
  )
  const again = Y.encodeStateAsUpdate(bob)
  expect(touchesText(ytext, second, again)).toBe(false)
  does((other) => other.insert(7, 'z'))
  expect(touchesText(ytext, second, Y.encodeStateAsUpdate(bob))).toBe(true)
})

test('bytes that are no update touch nothing', () => {
  const { ytext } = pair(text)
  expect(touchesText(ytext, second, Uint8Array.of(255, 255, 255))).toBe(false)
})
