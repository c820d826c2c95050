import { beforeEach, expect, test } from 'vitest'
import { ManualClock } from '../test/manual-clock.ts'
import type { Member } from './member.ts'
import { TextFeed } from './text-feed.ts'

const never = new AbortController().signal

let clock: ManualClock
let texts: Map<string, string>
let members: Set<Member>
let reads: number
let feed: TextFeed

beforeEach(() => {
  clock = new ManualClock()
  texts = new Map([['minutes', 'one']])
  members = new Set()
  reads = 0
  feed = new TextFeed({
    clock,
    documents: {
      async join(_documentId, member) {
        members.add(member)
        return {
          receive() {},
          interrupt() {},
          suspend() {},
          resume() {},
          drained() {},
          leave: () => void members.delete(member),
        }
      },
    },
    read: async (id) => {
      reads += 1
      const text = texts.get(id)
      return text === undefined ? null : { text, mode: '' }
    },
  })
})

/** Somebody edits: every member hears of it. */
function edit(text: string): void {
  texts.set('minutes', text)
  for (const member of members) member.send(Uint8Array.of(0, 2, 0))
}

/** A reader that waits for another text than `after`. */
function reader(after: string, waitMs = 20_000, signal = never) {
  const state: { answer: string | null | undefined } = { answer: undefined }
  void feed.after('minutes', { after, waitMs, signal }).then((found) => {
    state.answer = found?.text ?? null
  })
  return state
}

const turns = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

async function versionNow(): Promise<string> {
  return (await feed.now('minutes'))!.version
}

test('the text now has a version of its own, the same after a restart; an unknown document has none', async () => {
  const version = await versionNow()
  texts.set('minutes', 'two')
  expect(await versionNow()).not.toBe(version)
  texts.set('minutes', 'one')
  expect(await versionNow()).toBe(version)
  expect(await feed.now('nowhere')).toBeNull()
})

test('a reader of an older text is answered at once', async () => {
  expect(await feed.after('minutes', { after: 'old', waitMs: 20_000, signal: never })).toMatchObject({ text: 'one' })
})

test('a reader of the newest text waits for the next, and all are told of it by one reading', async () => {
  const version = await versionNow()
  const readers = Array.from({ length: 50 }, () => reader(version))
  await turns()
  const before = reads
  expect(members.size).toBe(1)
  edit('two')
  edit('three')
  clock.advance(300)
  await turns()
  expect(readers.map(({ answer }) => answer)).toEqual(readers.map(() => 'three'))
  expect(reads - before).toBe(1)
})

test('a change that came to nothing is not told', async () => {
  const waiting = reader(await versionNow())
  await turns()
  edit('one')
  clock.advance(300)
  await turns()
  expect(waiting.answer).toBeUndefined()
  edit('two')
  clock.advance(300)
  await turns()
  expect(waiting.answer).toBe('two')
})

test('the wait ends with its time, and when the reader goes', async () => {
  const version = await versionNow()
  const patient = reader(version, 1_000)
  const gone = new AbortController()
  const leaving = reader(version, 1_000, gone.signal)
  await turns()
  gone.abort()
  await turns()
  expect([patient.answer, leaving.answer]).toEqual([undefined, 'one'])
  clock.advance(1_000)
  await turns()
  expect(patient.answer).toBe('one')
})

test('the document is left a moment after its last reader', async () => {
  reader(await versionNow(), 1_000)
  await turns()
  clock.advance(1_000)
  await turns()
  expect(members.size).toBe(1)
  clock.advance(5_000)
  expect([members.size, clock.pending]).toEqual([0, 0])
})

test('a document that is closed answers its readers, and the next one looks anew', async () => {
  const version = await versionNow()
  const waiting = reader(version)
  await turns()
  for (const member of members) member.close(4404, 'DOCUMENT_UNKNOWN')
  await turns()
  expect(waiting.answer).toBe('one')
  texts.delete('minutes')
  expect(await feed.after('minutes', { after: version, waitMs: 1_000, signal: never })).toBeNull()
})
