import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs'
import { systemClock } from '../../../protocol/clock.ts'
import { Journal } from './journal.ts'
import { journalLimits } from './journal-view.ts'
import { PendingEdits } from './pending-edits.ts'
import { TestJournalStore } from './test-journal-store.ts'
import { WriterLock } from './writer-lock.ts'

let store: TestJournalStore

beforeEach(() => {
  vi.useFakeTimers()
  store = new TestJournalStore()
})
afterEach(() => vi.useRealTimers())

/** A tab with the document open: its provider is the test. */
class Tab {
  readonly doc = new Doc()
  readonly pending = new PendingEdits()
  readonly journal: Journal
  made = 0
  saved = 0
  serverEpoch: string | null = null
  boundEpoch: string | null = null
  isConnected = false
  isSynced = false

  constructor(name: string, { alive = [] as string[] } = {}) {
    const lock = new WriterLock({ writer: name, locks: null })
    lock.findAlive = async (writers) => new Set(writers.filter((writer) => alive.includes(writer)))
    this.journal = new Journal({
      journal: 'minutes',
      store,
      lock,
      pending: this.pending,
      clock: systemClock,
      view: () => this,
      textOf: (doc) => doc.getText('content').toString(),
      restore: ({ updates, edits, epoch }) => {
        this.made += edits
        this.boundEpoch ??= epoch
        for (const update of updates) applyUpdate(this.doc, update, this.journal)
        return this.made
      },
      onChange: () => {},
    })
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this.journal || origin === 'server') return
      this.made += 1
      this.pending.add({ update, edits: 1, upTo: this.made, epoch: this.boundEpoch })
      this.journal.update()
    })
  }

  get text(): string {
    return this.doc.getText('content').toString()
  }

  /** How many edits the reader is told of. */
  get unsafe(): number {
    return this.made - this.saved + this.journal.waiting
  }

  types(text: string): void {
    for (const letter of text) this.doc.getText('content').insert(this.text.length, letter)
  }

  /** The server is there, with this text. */
  connects(server: Doc, epoch: string): void {
    this.serverEpoch = epoch
    this.isConnected = true
    this.journal.update()
    applyUpdate(this.doc, encodeStateAsUpdate(server), 'server')
    this.boundEpoch ??= epoch
    this.isSynced = true
    this.journal.update()
  }

  isSaved(): void {
    this.saved = this.made
    this.journal.update()
  }
}

/** Everything that is under way has come to its end. */
const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

function server(text: string): Doc {
  const doc = new Doc()
  doc.getText('content').insert(0, text)
  return doc
}

/** A tab that knows the text of a server and has lost it, and has edits; and then it is gone. */
async function crash(name: string, typed: string, { on = server('Before. '), epoch = 'first' } = {}): Promise<Tab> {
  const tab = new Tab(name)
  tab.connects(on, epoch)
  tab.isConnected = tab.isSynced = false
  tab.types(typed)
  await settle()
  return tab
}

describe('what is unsafe is written', () => {
  test('at once without a connection, with the text that it is part of, and is gone when it is durable', async () => {
    const tab = await crash('a', 'x')
    expect(store.edits).toEqual(['a:1'])
    expect(store.rows.size).toBe(2)
    tab.isSaved()
    await settle(journalLimits.settleMs)
    expect(store.rows.size).toBe(0)
  })

  test('not at all when it becomes durable within a tenth of a second', async () => {
    const tab = new Tab('a')
    tab.connects(server(''), 'first')
    for (let key = 0; key < 20; key++) {
      tab.types('x')
      await settle(50)
      tab.isSaved()
      await settle(100)
    }
    expect(store.writes).toBe(0)
  })

  test('while somebody types on and on, and as few rows', async () => {
    const tab = new Tab('a')
    tab.connects(server(''), 'first')
    for (let key = 0; key < 100; key++) {
      tab.types('x')
      await settle(30)
    }
    expect(store.edits.length).toBeGreaterThan(10)
    expect(store.edits.length).toBeLessThan(40)
    // With a connection the whole text is written only once the edits have been unsafe for a while.
    expect([...store.rows.values()].filter(({ seq }) => seq === 0)).toHaveLength(1)
  })

  test('as one row in place of too many', async () => {
    const tab = await crash('a', '')
    for (let key = 0; key < journalLimits.maxRows + 50; key++) {
      tab.types('x')
      await settle()
    }
    expect(store.rows.size).toBeLessThan(journalLimits.maxRows)
    const next = new Tab('b')
    await next.journal.look()
    expect(next.text).toBe(`Before. ${'x'.repeat(journalLimits.maxRows + 50)}`)
    expect(next.unsafe).toBe(journalLimits.maxRows + 50)
  })

  test('not past the most that one tab keeps, and nobody is told that it is; once all is durable it goes on', async () => {
    const tab = await crash('a', '')
    for (let half = 0; half < 2; half++) {
      expect(tab.journal.keeps).toBe(true)
      tab.doc.getText('content').insert(0, 'x'.repeat(journalLimits.maxBytes / 2))
      await settle()
    }
    expect(tab.journal.keeps).toBe(false)
    tab.isSaved()
    await settle(journalLimits.retryMs)
    expect(tab.journal.keeps).toBe(true)
    expect(store.rows.size).toBe(0)
    tab.types('y')
    await settle()
    expect(store.edits).toEqual(['a:1'])
  })
})

describe('what a page that is gone left', () => {
  test('is there at once without a connection, counted, and sent once', async () => {
    await crash('a', 'typed')
    const tab = new Tab('b')
    await tab.journal.look()
    expect(tab.text).toBe('Before. typed')
    expect(tab.unsafe).toBe(5)
    await settle()
    // It is this tab's now: however often a page is loaded, there is one copy.
    expect(store.edits).toEqual(['b:5'])
    expect(store.rows.size).toBe(2)
    tab.isSaved()
    await settle(journalLimits.settleMs)
    expect(store.rows.size).toBe(0)
  })

  test('waits for the text of the server when it cannot be read without it, and is counted meanwhile', async () => {
    const on = server('Before. ')
    await crash('a', 'typed', { on })
    for (const [key, { seq }] of store.rows) if (seq === 0) store.rows.delete(key)
    const tab = new Tab('b')
    await tab.journal.look()
    expect(tab.text).toBe('')
    expect(tab.unsafe).toBe(5)
    tab.types('!')
    expect(tab.unsafe).toBe(6)
    tab.connects(on, 'first')
    expect([...tab.text].sort()).toEqual([...'Before. typed!'].sort())
    expect(tab.unsafe).toBe(6)
  })

  test('is left to a tab that is still there', async () => {
    const first = await crash('a', 'typed')
    const tab = new Tab('b', { alive: ['a'] })
    await tab.journal.look()
    expect(tab.unsafe).toBe(0)
    expect(store.edits).toEqual(['a:5'])
    first.isSaved()
    await settle(journalLimits.settleMs)
    expect(store.rows.size).toBe(0)
  })

  test('is removed when nobody can read it, and holds up nothing', async () => {
    await crash('a', 'typed')
    for (const [key, row] of store.rows) store.rows.set(key, { ...row, update: Uint8Array.of(250, 250, 250) })
    const tab = new Tab('b')
    await tab.journal.look()
    await settle()
    expect(store.rows.size).toBe(0)
    tab.types('x')
    await settle()
    expect(tab.journal.keeps).toBe(true)
    expect(store.edits).toEqual(['b:1'])
  })
})

describe('[D4] edits of another history', () => {
  test('become a text, and are not in the document', async () => {
    await crash('a', 'typed')
    const tab = new Tab('b')
    tab.connects(server('Another.'), 'second')
    await tab.journal.look()
    await settle()
    expect(tab.text).toBe('Another.')
    expect(tab.unsafe).toBe(0)
    expect(store.rows.size).toBe(0)
    expect(tab.journal.earlier).toMatchObject([{ id: 'a', text: 'Before. typed', edits: 5, keptIn: 'browser' }])
    await tab.journal.letGo('a')
    expect(store.earlier.size).toBe(0)
  })

  test('that cannot be read as a whole become the pieces that were typed', async () => {
    await crash('a', 'typed')
    for (const [key, { seq }] of store.rows) if (seq === 0) store.rows.delete(key)
    const tab = new Tab('b')
    tab.connects(server('Another.'), 'second')
    await tab.journal.look()
    await settle()
    expect(tab.journal.earlier).toMatchObject([{ text: 'typed', edits: 5 }])
  })

  test('which are in the document already are kept as the text that it was', async () => {
    await crash('a', 'typed')
    const tab = new Tab('b')
    await tab.journal.look()
    await settle()
    await tab.journal.setAside({ text: tab.text, edits: tab.unsafe })
    expect(store.rows.size).toBe(0)
    expect([...store.earlier.values()]).toMatchObject([{ id: 'b', text: 'Before. typed', edits: 5 }])
  })

  test('that build on none are part of any', async () => {
    const first = new Tab('a')
    first.types('typed')
    await settle()
    const tab = new Tab('b')
    tab.connects(server('Before. '), 'first')
    await tab.journal.look()
    expect([...tab.text].sort()).toEqual([...'Before. typed'].sort())
    expect(tab.unsafe).toBe(5)
  })
})

describe('a store', () => {
  const full = new DOMException('full', 'QuotaExceededError')

  test('without room for the text keeps the edits all the same', async () => {
    store.fault = ({ put = [] }) => (put.some(({ seq }) => seq === 0) ? full : null)
    const tab = await crash('a', 'typed')
    expect(store.edits).toEqual(['a:5'])
    expect(tab.journal.keeps).toBe(true)
  })

  test('without room for anything is said not to keep anything, and is tried again', async () => {
    store.fault = () => full
    const tab = await crash('a', 'typed')
    expect(tab.journal.keeps).toBe(false)
    store.fault = null
    await settle(journalLimits.retryMs)
    expect(tab.journal.keeps).toBe(true)
    const next = new Tab('b')
    await next.journal.look()
    expect(next.text).toBe('Before. typed')
    expect(next.unsafe).toBe(5)
  })

  test('that does not answer is not relied on', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    store.gate = promise
    const tab = await crash('a', 'typed')
    expect(tab.journal.keeps).toBe(true)
    await settle(journalLimits.patienceMs)
    expect(tab.journal.keeps).toBe(false)
    resolve()
    await settle()
    expect(tab.journal.keeps).toBe(true)
  })

  test('that is taken away keeps nothing any more', async () => {
    const tab = await crash('a', 'typed')
    store.lose()
    await settle()
    expect(tab.journal.keeps).toBe(false)
    tab.types('more')
    await settle(journalLimits.retryMs)
    expect(store.rows.size).toBe(0)
  })

  test('keeps nothing of a document that is discarded, now and later', async () => {
    const tab = await crash('a', 'typed')
    await tab.journal.discard()
    tab.types('more')
    await settle(journalLimits.retryMs)
    expect(store.rows.size).toBe(0)
    expect(tab.journal.keeps).toBe(false)
  })

  test('is closed once, when what was to be written is', async () => {
    const tab = new Tab('a')
    tab.connects(server(''), 'first')
    tab.types('x')
    await Promise.all([tab.journal.close(), tab.journal.close()])
    expect(store.isClosed).toBe(true)
    expect(store.edits).toEqual(['a:1'])
  })
})
