import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Document } from './document.ts'
import { Knowledge } from './knowledge.ts'
import { emptyUpdate } from './merge-updates.ts'

function emptyDocument(): Document {
  return new Document({ id: 'minutes', epoch: 'epoch-1', knowledge: new Knowledge(), stored: null })
}

/** One update per word. */
function updatesOf(...words: string[]): Uint8Array[] {
  const updates: Uint8Array[] = []
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('content')
  for (const word of words) text.insert(text.length, word)
  return updates
}

function textOf(...updates: Uint8Array[]): string {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getText('content').toString()
}

/** Appends updates and makes them durable, from seq 1 on. */
function filled(...words: string[]): Document {
  const document = emptyDocument()
  for (const [index, bytes] of updatesOf(...words).entries()) document.append(bytes).seq = index + 1
  return document
}

describe('a document', () => {
  test('begins with what the store has', () => {
    const [base, first, second] = updatesOf('a', 'b', 'c') as [Uint8Array, Uint8Array, Uint8Array]
    const document = new Document({
      id: 'minutes',
      epoch: 'epoch-1',
      knowledge: new Knowledge(),
      stored: {
        id: 'minutes',
        epoch: 'epoch-1',
        title: '',
        heading: '',
        mode: '',
        trashedAt: null,
        createdAt: 0,
        updatedAt: 0,
        base,
        baseSeq: 7,
        updates: [
          { seq: 8, bytes: first },
          { seq: 9, bytes: second },
        ],
      },
    })
    expect(document.exists).toBe(true)
    expect(document.tailBytes).toBe(first.byteLength + second.byteLength)
    expect(textOf(...document.updates)).toBe('abc')
    expect(document.cut()).toMatchObject({ fromSeq: 7, seq: 9 })
  })

  test('that is empty is the empty update', () => {
    expect(emptyDocument().merged()).toBe(emptyUpdate)
    expect(emptyDocument().exists).toBe(false)
    expect(emptyDocument().cut()).toBeNull()
  })

  test('merges once for all who ask at one position, and with the news alone after that', () => {
    const document = filled('a', 'b')
    const merged = document.merged()
    expect(document.merged()).toBe(merged)
    document.append(updatesOf('c')[0]!)
    expect(document.merged()).not.toBe(merged)
    expect(textOf(document.merged())).toHaveLength(3)
    expect(textOf(document.mergedTail())).toHaveLength(3)
  })

  test('tells what came after a position, until a base swallows it', () => {
    const document = filled('a', 'b', 'c')
    expect(document.since(1)).toHaveLength(2)
    expect(document.since(3)).toEqual([])
    document.replaceBase(document.merged(), 2)
    expect(document.since(1)).toBeNull()
    expect(document.since(2)).toHaveLength(1)
  })

  test('cuts in front of what is not durable', () => {
    const [a, b, c] = updatesOf('a', 'b', 'c') as [Uint8Array, Uint8Array, Uint8Array]
    const document = emptyDocument()
    document.append(a).seq = 1
    document.append(b).seq = 2
    document.append(c)
    const cut = document.cut()!
    expect(cut).toMatchObject({ fromSeq: 0, seq: 2, position: 2 })
    expect(textOf(...cut.updates)).toBe('ab')
    document.replaceBase(cut.updates[0]!, 1)
    expect(document.tail).toHaveLength(2)
    expect(textOf(...document.updates)).toBe('abc')
    expect(document.durable).toHaveLength(2)
  })

  test('keeps its base in parts', () => {
    const document = filled('a', 'b')
    const parts = [...document.updates]
    document.replaceBase(document.merged(), 2)
    const bytes = document.baseBytes
    document.splitBase(parts)
    expect(document.baseBytes).not.toBe(bytes)
    expect(textOf(document.merged())).toBe('ab')
    expect(document.cut()).toBeNull()
  })
})
