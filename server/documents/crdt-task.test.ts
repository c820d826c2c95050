import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { crdtTasks, verified } from './crdt-task.ts'
import { Knowledge } from './knowledge.ts'

/** Every update of two people who write, delete and overlap. */
function log(): { updates: Uint8Array[]; doc: Y.Doc } {
  const updates: Uint8Array[] = []
  const [alice, bob] = [new Y.Doc(), new Y.Doc()]
  for (const doc of [alice, bob]) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === null) updates.push(update)
    })
  }
  const sync = () => {
    Y.applyUpdate(alice, Y.encodeStateAsUpdate(bob), 'sync')
    Y.applyUpdate(bob, Y.encodeStateAsUpdate(alice), 'sync')
  }
  alice.getText('content').insert(0, 'Hello world')
  sync()
  bob.getText('content').delete(0, 5)
  alice.getText('content').insert(11, '!')
  bob.getMap('map').set('nested', new Y.Map())
  sync()
  alice.getMap('map').delete('nested')
  const nested = bob.getMap('map').get('nested') as Y.Map<number>
  nested.set('written into something deleted', 1)
  sync()
  return { updates, doc: alice }
}

describe('a compaction', () => {
  test('keeps the state and drops deleted content', () => {
    const { updates, doc } = log()
    const { base, knowledge } = crdtTasks.compact(updates)
    const copy = new Y.Doc()
    Y.applyUpdate(copy, base)
    expect(copy.getText('content').toString()).toBe(doc.getText('content').toString())
    expect(Y.equalSnapshots(Y.snapshot(copy), Y.snapshot(doc))).toBe(true)
    expect(Buffer.from(base).includes('Hello')).toBe(false)
    expect(new Knowledge(knowledge).covers(Knowledge.of(updates))).toBe(true)
  })

  test('keeps what is pending: it waits for something that may still come', () => {
    const { updates } = log()
    const [first] = updates as [Uint8Array]
    const [, ...waiting] = updates
    const { base } = crdtTasks.compact(waiting)
    const copy = new Y.Doc()
    Y.applyUpdate(copy, base)
    Y.applyUpdate(copy, first)
    const whole = new Y.Doc()
    for (const update of updates) Y.applyUpdate(whole, update)
    expect(copy.getText('content').toString()).toBe(whole.getText('content').toString())
  })

  test('is refused when the base lacks a struct, lacks a deletion, or has one too many', () => {
    const { updates, doc } = log()
    const whole = Y.encodeStateAsUpdate(doc)
    expect(() => verified(updates, whole)).not.toThrow()
    expect(() => verified(updates, crdtTasks.compact(updates.slice(0, -1)).base)).toThrow('lacks')
    const withoutDeletions = new Y.Doc({ gc: false })
    withoutDeletions.getText('content').insert(0, 'abc')
    const before = Y.encodeStateAsUpdate(withoutDeletions)
    withoutDeletions.getText('content').delete(0, 1)
    expect(() => verified([Y.encodeStateAsUpdate(withoutDeletions)], before)).toThrow('lacks')
    const shorter = [...updates]
    doc.getText('content').insert(0, 'more')
    expect(() => verified(shorter, Y.encodeStateAsUpdate(doc))).toThrow('did not')
  })

  test('is refused when the base loads as something else', () => {
    const { updates, doc } = log()
    const deletesMore = new Y.Doc()
    Y.applyUpdate(deletesMore, Y.encodeStateAsUpdate(doc))
    deletesMore.getText('content').delete(0, 1)
    expect(() => verified(updates, Y.encodeStateAsUpdate(deletesMore))).toThrow('another state')
  })
})

describe('a document with comments and a chat beside its text', () => {
  const updates: Uint8Array[] = []
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('content')
  text.insert(0, 'Hello world')
  const message = () => new Y.Map(Object.entries({ id: 'm', author: { id: 'a', name: 'Alice' }, at: 1, text: 'Why?' }))
  doc.getMap('comments').set('t', new Y.Map(Object.entries({ anchor: 'a1.x', messages: Y.Array.from([]) })))
  const messages = (doc.getMap('comments').get('t') as Y.Map<Y.Array<Y.Map<unknown>>>).get('messages')!
  messages.push([message(), message()])
  messages.delete(0)
  doc.getArray('chat').push([message()])
  text.delete(0, 6)

  test('has the text of the text, and a compaction keeps all three', () => {
    expect(crdtTasks.read(updates).text).toBe('world')
    const copy = new Y.Doc()
    Y.applyUpdate(copy, crdtTasks.compact(updates).base)
    expect(copy.getText('content').toString()).toBe('world')
    expect(copy.getMap('comments').toJSON()).toEqual(doc.getMap('comments').toJSON())
    expect(copy.getArray('chat').toJSON()).toEqual(doc.getArray('chat').toJSON())
    expect(Y.equalSnapshots(Y.snapshot(copy), Y.snapshot(doc))).toBe(true)
  })

  test('keeps them when a program gives it another text', () => {
    const copy = new Y.Doc()
    for (const update of [...updates, crdtTasks.edit(updates, 'the world')!]) Y.applyUpdate(copy, update)
    expect(copy.getText('content').toString()).toBe('the world')
    expect(copy.getMap('comments').toJSON()).toEqual(doc.getMap('comments').toJSON())
  })
})

describe('an edit', () => {
  const apply = (updates: Uint8Array[], edit: Uint8Array) => crdtTasks.read([...updates, edit]).text

  test('is the smallest one, with line ends as LF', () => {
    const { updates } = log()
    const edit = crdtTasks.edit(updates, ' world!\r\nbye\r')!
    expect(apply(updates, edit)).toBe(' world!\nbye\n')
    expect(Knowledge.of([...updates, edit]).clock(Y.decodeUpdate(edit).structs[0]!.id.client)).toBe('\nbye\n'.length)
  })

  test('of a text that reads so already is none', () => {
    const { updates } = log()
    expect(crdtTasks.edit(updates, ' world!')).toBeNull()
    expect(crdtTasks.edit([], '')).toBeNull()
  })

  test('makes what somebody writes meanwhile survive', () => {
    const { updates, doc } = log()
    const edit = crdtTasks.edit(updates, ' world? Yes')!
    doc.getText('content').insert(1, 'my ')
    Y.applyUpdate(doc, edit)
    expect(doc.getText('content').toString()).toBe(' my world? Yes')
  })
})

describe('a mode', () => {
  test('is set once, read with the text, and kept by a compaction', () => {
    const { updates } = log()
    expect(crdtTasks.digest(updates)).toEqual({ heading: '', mode: '', text: ' world!' })
    const all = [...updates, crdtTasks.edit(updates, '# one\n')!, crdtTasks.setMode(updates, 'python')!]
    // A comment.
    expect(crdtTasks.digest(all)).toEqual({ heading: '', mode: 'python', text: '# one\n' })
    expect(crdtTasks.setMode(all, 'python')).toBeNull()
    expect(crdtTasks.read([crdtTasks.compact(all).base])).toEqual({ text: '# one\n', mode: 'python' })
  })

  test.each([7, '<b>', 'x'.repeat(99), { a: 1 }])('that a client made up is none: %j', (mode) => {
    const doc = new Y.Doc()
    doc.getMap('properties').set('mode', mode)
    expect(crdtTasks.read([Y.encodeStateAsUpdate(doc)]).mode).toBe('')
  })
})
