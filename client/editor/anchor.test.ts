import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createAnchor, resolveAnchor, resolveAnchors } from './anchor.ts'
import { createUndoManager } from './sync.ts'

function textOf(content: string): Y.Text {
  const text = new Y.Doc().getText('content')
  text.insert(0, content)
  return text
}

/** The same document on another machine. */
function copyOf(text: Y.Text): Y.Text {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(text.doc!))
  return doc.getText('content')
}

function anchored(text: Y.Text, anchor: string): string | null {
  const range = resolveAnchor(text, anchor)
  return range && text.toString().slice(range.from, range.to)
}

test('an anchor keeps its words through edits before, at both edges and inside', () => {
  const text = textOf('one two three')
  const anchor = createAnchor(text, { from: 4, to: 7 })
  const other = copyOf(text)
  text.insert(0, 'zero ')
  text.insert(text.toString().indexOf('two'), '<')
  text.insert(text.toString().indexOf('two') + 3, '>')
  expect(anchored(text, anchor)).toBe('two')
  text.insert(text.toString().indexOf('wo'), '-')
  expect(anchored(text, anchor)).toBe('t-wo')
  expect(anchored(other, anchor)).toBe('two')
  Y.applyUpdate(other.doc!, Y.encodeStateAsUpdate(text.doc!))
  expect(anchored(other, anchor)).toBe('t-wo')
})

test('of words that were deleted an empty place is left, and undo brings them back', () => {
  const text = textOf('one two three')
  const undo = createUndoManager(text)
  undo.addTrackedOrigin('me')
  const anchor = createAnchor(text, { from: 4, to: 7 })
  text.doc!.transact(() => text.delete(2, 7), 'me')
  expect(resolveAnchor(text, anchor)).toEqual({ from: 2, to: 2 })
  text.insert(2, 'XX')
  const range = resolveAnchor(text, anchor)!
  expect(range.from).toBe(range.to)
  undo.undo()
  expect(anchored(text, anchor)).toBe('two')
})

test('a point stays behind its character', () => {
  const text = textOf('ab')
  const anchor = createAnchor(text, { from: 1, to: 1 })
  text.insert(1, 'X')
  expect(resolveAnchor(text, anchor)).toEqual({ from: 1, to: 1 })
  text.insert(0, 'Y')
  expect(resolveAnchor(text, anchor)).toEqual({ from: 2, to: 2 })
})

test.each([
  [
    { from: 5, to: 2 },
    { from: 2, to: 3 },
  ],
  [
    { from: -4, to: 99 },
    { from: 0, to: 3 },
  ],
  [
    { from: Number.NaN, to: 1.5 },
    { from: 0, to: 1 },
  ],
])('a range that is not quite one is made one: %o', (given, expected) => {
  const text = textOf('abc')
  expect(resolveAnchor(text, createAnchor(text, given))).toEqual(expected)
})

test('the empty text can be anchored', () => {
  const text = textOf('')
  expect(resolveAnchor(text, createAnchor(text, { from: 0, to: 0 }))).toEqual({ from: 0, to: 0 })
})

test('an anchor whose text has not arrived is nowhere yet', () => {
  const text = textOf('abc')
  const anchor = createAnchor(text, { from: 0, to: 2 })
  expect(resolveAnchor(new Y.Doc().getText('content'), anchor)).toBeNull()
})

test('of an anchor in another shared type there is no place, and no type is made', () => {
  const text = textOf('abc')
  const other = text.doc!.getText('other')
  other.insert(0, 'xyz')
  expect(resolveAnchor(text, createAnchor(other, { from: 0, to: 2 }))).toBeNull()
  const foreign = new Y.Doc().getText('foreign')
  expect(resolveAnchor(text, createAnchor(foreign, { from: 0, to: 0 }))).toBeNull()
  expect([...text.doc!.share.keys()]).toEqual(['content', 'other'])
})

test('whatever somebody calls an anchor, it is a range in the text or none', () => {
  const text = textOf('some text')
  const base64 = fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes).toString('base64url'))
  const nonsense = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.tuple(base64, base64).map(([start, end]) => `a1.${start}.${end}`),
    base64.map((point) => `a1.${point}`),
  )
  fc.assert(
    fc.property(nonsense, (anchor) => {
      const range = resolveAnchor(text, anchor)
      if (range === null) return
      expect(range.from).toBeLessThanOrEqual(range.to)
      expect(range.to).toBeLessThanOrEqual(text.length)
    }),
  )
  for (const value of [null, 7, {}, []]) expect(resolveAnchor(text, value as unknown as string)).toBeNull()
})

test('many at once are where Yjs says that each is, in a text of many pieces', () => {
  const range = fc.record({ from: fc.nat(40), to: fc.nat(40) })
  const edit = fc.record({ at: fc.nat(60), remove: fc.nat(4), insert: fc.string({ maxLength: 3 }) })
  fc.assert(
    fc.property(fc.array(range, { maxLength: 8 }), fc.array(edit, { maxLength: 20 }), (ranges, edits) => {
      const text = textOf('The comet comes back every three years.')
      const anchors = ranges.map((each) => createAnchor(text, each))
      for (const { at, remove, insert } of edits) {
        const index = Math.min(at, text.length)
        text.delete(index, Math.min(remove, text.length - index))
        text.insert(index, insert)
      }
      const expected = ranges.map((_, index) => {
        const [start, end] = anchors[index]!.split('.')
          .slice(1)
          .map((part) => placeByYjs(text, part))
        return { from: Math.min(start!, end ?? start!), to: end ?? start! }
      })
      expect(resolveAnchors(text, anchors)).toEqual(expected)
    }),
  )
})

function placeByYjs(text: Y.Text, part: string): number {
  const position = Y.decodeRelativePosition(new Uint8Array(Buffer.from(part, 'base64url')))
  return Y.createAbsolutePositionFromRelativePosition(position, text.doc!)!.index
}
