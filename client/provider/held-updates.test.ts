import { describe, expect, test } from 'vitest'
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs'
import { HeldUpdates } from './held-updates.ts'

const MEBIBYTE = 1024 * 1024

/** A document, somebody who has what it was at the beginning, and what is held since. */
function setUp(before = 'before ') {
  const doc = new Doc()
  const text = doc.getText('content')
  text.insert(0, before)
  const other = new Doc()
  applyUpdate(other, encodeStateAsUpdate(doc))
  const held = new HeldUpdates({ doc })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'server') held.add(update)
  })
  const gets = (update: Uint8Array | null): string => {
    if (update) applyUpdate(other, update)
    expect(other.store.pendingStructs).toBeNull()
    return other.getText('content').toString()
  }
  return { doc, text, held, other, gets }
}

describe('[S13] updates that are held', () => {
  test('are one, with everything, and then none', () => {
    const { text, held, gets } = setUp()
    expect(held.isEmpty).toBe(true)
    for (let count = 0; count < 5_000; count++) text.insert(text.length, 'word ')
    text.delete(0, 7)
    expect(held.bytes).toBeLessThan(100_000)
    expect(gets(held.take())).toBe(text.toString())
    expect(held).toMatchObject({ isEmpty: true, bytes: 0 })
    expect(held.take()).toBeNull()
    text.insert(0, 'more ')
    expect(gets(held.take())).toBe(text.toString())
  })

  test('are not kept past 2 MiB, and nothing is missing all the same', () => {
    const { doc, text, held, gets } = setUp('to be deleted; ')
    for (let count = 0; count < 30; count++) text.insert(text.length, 'x'.repeat(100_000))
    expect(held.bytes).toBeLessThan(2 * MEBIBYTE)
    text.delete(0, 15)
    text.insert(text.length, 'the end')
    expect(held.isEmpty).toBe(false)
    // What came from the server meanwhile is not sent back to it.
    const colleague = new Doc()
    colleague.getText('content').insert(0, 'y'.repeat(MEBIBYTE))
    applyUpdate(doc, encodeStateAsUpdate(colleague), 'server')
    const update = held.take()
    expect(update?.byteLength).toBeLessThan(3.1 * MEBIBYTE)
    expect(held).toMatchObject({ isEmpty: true, bytes: 0 })
    gets(encodeStateAsUpdate(colleague))
    expect(gets(update)).toBe(text.toString())
  })

  test('may be of several clients, and hold nothing but deletions', () => {
    const { doc, text, held, gets } = setUp()
    const restored = new Doc()
    restored.getText('content').insert(0, 'from the disk; ')
    applyUpdate(doc, encodeStateAsUpdate(restored), 'disk')
    text.insert(0, 'z'.repeat(2.5 * MEBIBYTE))
    expect(gets(held.take())).toBe(text.toString())
    text.delete(0, 1_000)
    expect(gets(held.take())).toBe(text.toString())
  })

  test('are forgotten when something else has brought them', () => {
    const { text, held } = setUp()
    text.insert(0, 'a')
    held.clear()
    expect(held.take()).toBeNull()
  })
})
