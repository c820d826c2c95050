import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Clock } from '../../protocol/clock.ts'
import { MAX_MENTIONS, MAX_MESSAGE_LENGTH, MAX_READ_LENGTH } from '../comments/message.ts'
import { MAX_QUOTE_LENGTH } from '../comments/thread.ts'
import { CommentDocument, MAX_CHAT_READ } from './comment-document.ts'
import { createUndoManager } from './sync.ts'

const alice = { id: 'alice', name: 'Alice', color: '#d22e33' }
const bob = { id: 'bob', name: 'Bob', color: '#0073c7' }
const says = (text: string, author = alice) => ({ author, text, mentions: [] })
const place = { anchor: 'a1.x.y', quote: 'the words' }

/** A clock that stands at the hour, with chance of its own. */
const clock: Clock = { now: () => 1_000, after: () => () => {}, random: Math.random }

function open(ydoc = new Y.Doc()): { ydoc: Y.Doc; comments: CommentDocument } {
  return { ydoc, comments: new CommentDocument({ ydoc, clock }) }
}

/** Two people with the same document; `sync` brings each what the other wrote. */
function pair() {
  const [hers, his] = [open(), open()]
  const sync = () => {
    Y.applyUpdate(hers.ydoc, Y.encodeStateAsUpdate(his.ydoc))
    Y.applyUpdate(his.ydoc, Y.encodeStateAsUpdate(hers.ydoc))
  }
  return { hers: hers.comments, his: his.comments, herDoc: hers.ydoc, sync }
}

const texts = (comments: CommentDocument, id: string) => comments.find(id)?.messages.map(({ text }) => text)

describe('a thread', () => {
  test('is begun, answered, settled and opened again, for everybody', () => {
    const { hers, his, sync } = pair()
    const id = hers.begin(place, says(' Really?\r\n '))!
    sync()
    expect(his.find(id)).toMatchObject({
      ...place,
      resolved: null,
      messages: [{ author: alice, text: 'Really?', at: 1_000, editedAt: null, mentions: [] }],
    })
    expect(his.reply(id, { ...says('Yes @Alice', bob), mentions: [alice] })).toBe(true)
    his.resolve(id, bob)
    sync()
    expect(texts(hers, id)).toEqual(['Really?', 'Yes @Alice'])
    expect(hers.find(id)!.messages[1]!.mentions).toEqual([{ id: 'alice', name: 'Alice' }])
    expect(hers.find(id)!.resolved).toEqual({ by: bob, at: 1_000 })
    hers.resolve(id, null)
    sync()
    expect(his.find(id)!.resolved).toBeNull()
  })

  test('that two answer at once has both answers, in one order', () => {
    const { hers, his, sync } = pair()
    const id = hers.begin(place, says('Who?'))!
    sync()
    hers.reply(id, says('Me'))
    his.reply(id, says('And me', bob))
    sync()
    expect(texts(hers, id)).toHaveLength(3)
    expect(texts(hers, id)).toEqual(texts(his, id))
  })

  test('that is emptied is gone, unless somebody answered meanwhile', () => {
    const { hers, his, sync } = pair()
    const id = hers.begin(place, says('Never mind'))!
    sync()
    hers.remove(id, hers.find(id)!.messages[0]!.id)
    expect(hers.threads).toEqual([])
    his.reply(id, says('But I do', bob))
    sync()
    expect(texts(hers, id)).toEqual(['But I do'])
  })

  test('is found in vain once it is unknown', () => {
    const { comments } = open()
    expect(comments.reply('none', says('Hello'))).toBe(false)
    expect(comments.rewrite('none', 'none', says('Hello'))).toBe(false)
    expect(comments.remove('none', 'none')).toBeNull()
    comments.resolve('none', alice)
    expect(comments.threads).toEqual([])
  })
})

describe('a message', () => {
  test('gets other words', () => {
    const { comments } = open()
    const id = comments.begin(place, says('Frist'))!
    const [message] = comments.find(id)!.messages
    expect(comments.rewrite(id, message!.id, { text: ' ', mentions: [] })).toBe(false)
    expect(comments.rewrite(id, message!.id, { text: 'First', mentions: [] })).toBe(true)
    expect(comments.find(id)!.messages[0]).toMatchObject({ id: message!.id, text: 'First', editedAt: 1_000 })
  })

  test('that was taken away is put back where it was', () => {
    const { hers, his, sync } = pair()
    const id = hers.begin(place, says('one'))!
    hers.reply(id, says('two'))
    hers.reply(id, says('three'))
    const before = hers.find(id)!.messages[1]!
    const undo = hers.remove(id, before.id)!
    sync()
    expect(texts(his, id)).toEqual(['one', 'three'])
    undo()
    sync()
    expect(texts(his, id)).toEqual(['one', 'two', 'three'])
    expect(his.find(id)!.messages[1]).toMatchObject({ id: before.id, at: before.at, author: alice })
  })

  test('is kept within its limits, in whole letters', () => {
    const { comments } = open()
    expect(comments.begin(place, says(' \n '))).toBeNull()
    const mentions = Array.from({ length: 50 }, (_, index) => ({ id: `${index}`, name: 'N' }))
    const text = `${'x'.repeat(MAX_MESSAGE_LENGTH - 1)}😀`
    const id = comments.begin({ anchor: '', quote: 'q'.repeat(999) }, { author: alice, text, mentions })!
    const thread = comments.find(id)!
    expect(thread.quote).toHaveLength(MAX_QUOTE_LENGTH)
    expect(thread.messages[0]!.text).toHaveLength(MAX_MESSAGE_LENGTH)
    expect(thread.messages[0]!.text.isWellFormed()).toBe(true)
    expect(thread.messages[0]!.mentions).toHaveLength(MAX_MENTIONS)
  })
})

describe('the chat', () => {
  test('is heard by everybody, in one order', () => {
    const { hers, his, sync } = pair()
    hers.say(says('Hello'))
    his.say(says('Hi', bob))
    sync()
    expect(hers.chat.map(({ text }) => text).sort()).toEqual(['Hello', 'Hi'])
    expect(hers.chat).toEqual(his.chat)
    expect(hers.say(says(' '))).toBe(false)
  })

  test('shows its newest messages and keeps a thousand', () => {
    const { comments, ydoc } = open()
    ydoc.transact(() => {
      for (let count = 1; count <= 1_010; count++) comments.say(says(`${count}`))
    })
    expect(comments.chat).toHaveLength(MAX_CHAT_READ)
    expect(comments.chat.at(-1)!.text).toBe('1010')
    expect(ydoc.getArray('chat').length).toBe(1_000)
  })
})

test('undo of the text leaves comments alone, and takes back what was written before them', () => {
  const { ydoc, comments } = open()
  const text = ydoc.getText('content')
  const undo = createUndoManager(text)
  undo.addTrackedOrigin('me')
  ydoc.transact(() => text.insert(0, 'Text'), 'me')
  const id = comments.begin(place, says('A remark'))!
  comments.say(says('A word'))
  undo.undo()
  expect(text.toString()).toBe('')
  expect(undo.undo()).toBeNull()
  expect(texts(comments, id)).toEqual(['A remark'])
  expect(comments.chat).toHaveLength(1)
  undo.redo()
  const unremove = comments.remove(id, comments.find(id)!.messages[0]!.id)!
  unremove()
  expect(text.toString()).toBe('Text')
})

test('listeners hear what changed and by whom, until they end it', () => {
  const { hers, his, sync } = pair()
  const heard: string[] = []
  const stop = hers.subscribe(({ threads, remote }) =>
    heard.push(`${threads ? 'threads' : 'chat'} by ${remote ? 'another' : 'me'}`),
  )
  hers.begin(place, says('One'))
  his.say(says('Two', bob))
  sync()
  expect(heard).toEqual(['threads by me', 'chat by another'])
  stop()
  hers.close()
  hers.close()
  his.say(says('Three', bob))
  sync()
  expect(heard).toHaveLength(2)
})

test('what has not changed stays the same object', () => {
  const { comments } = open()
  const [one, two] = [comments.begin(place, says('One'))!, comments.begin(place, says('Two'))!]
  const before = comments.find(one)
  comments.reply(two, says('More'))
  expect(comments.find(one)).toBe(before)
  expect(comments.threads).toBe(comments.threads)
})

describe('what other programs write', () => {
  test('under the names of comments, of another kind, is no comment', () => {
    const ydoc = new Y.Doc()
    ydoc.getArray('comments').push(['nonsense'])
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc))
    expect(open(copy).comments.threads).toEqual([])
  })

  test('may be long: it is cut', () => {
    const { ydoc, comments } = open()
    const message = new Y.Map(Object.entries({ id: 'long', text: 'x'.repeat(MAX_READ_LENGTH * 2) }))
    ydoc.getArray('chat').push([message])
    expect(comments.chat[0]!.text).toHaveLength(MAX_READ_LENGTH)
    expect(comments.chat[0]!.author).toEqual({ id: '', name: '', color: '' })
  })

  test('whatever it is, what is read is whole and within its limits, and what is written beside it works', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), shared), fc.array(shared, { maxLength: 8 }), (threads, chat) => {
        const ydoc = new Y.Doc()
        ydoc.transact(() => {
          for (const [id, make] of Object.entries(threads)) ydoc.getMap('comments').set(id, make())
          ydoc.getArray('chat').push(chat.map((make) => make()))
        })
        const { comments } = open(ydoc)
        const mine = comments.begin(place, says('Mine'))!
        for (const thread of comments.threads) {
          expect(thread.messages.length).toBeGreaterThan(0)
          expect(thread.quote.length).toBeLessThanOrEqual(MAX_QUOTE_LENGTH)
          comments.reply(thread.id, says('And I'))
          comments.resolve(thread.id, alice)
        }
        for (const message of [...comments.threads.flatMap(({ messages }) => messages), ...comments.chat]) {
          expect(message.text).not.toBe('')
          expect(Number.isNaN(new Date(message.at).getTime())).toBe(false)
          expect(message.author.name.length).toBeLessThanOrEqual(64)
          expect(message.mentions.length).toBeLessThanOrEqual(MAX_MENTIONS)
        }
        for (const { messages } of comments.threads) {
          expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length)
        }
        expect(texts(comments, mine)).toEqual(['Mine', 'And I'])
        const [first] = comments.threads
        comments.remove(first!.id, first!.messages[0]!.id)?.()
      }),
      { numRuns: 300 },
    )
  })
})

/** Makes any value that a Yjs document can hold, often one that nearly is a thread or a message. */
const plain = fc.oneof(
  fc.constantFrom<unknown>(null, true, Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300, '', '__proto__'),
  fc.string({ maxLength: 80 }),
  fc.integer(),
  fc.jsonValue({ maxDepth: 3 }),
  fc.array(fc.record({ id: fc.string(), name: fc.string() }), { maxLength: 40 }),
)
const id = fc.constantFrom('a', 'b', 'alice', '', 'x'.repeat(65))
const text = fc.oneof(fc.constant('Hello'), plain)
const field = { id: fc.oneof(id, plain), text, author: plain, at: plain, mentions: plain, editedAt: plain }
const message = fc.record(field, { requiredKeys: [] }).map((fields) => () => new Y.Map(Object.entries(fields)))
const anything = fc.oneof(
  plain.map((value) => () => value),
  message,
  fc.constant(() => new Y.Text('text')),
  fc.constant(() => new Y.Array()),
  fc.constant(() => new Y.XmlFragment()),
)
const messages = fc.oneof(
  anything,
  fc.array(fc.oneof(message, anything), { maxLength: 6 }).map((makes) => () => arrayOf(makes.map((make) => make()))),
)
const thread = fc
  .record({ anchor: anything, quote: anything, resolved: anything, messages }, { requiredKeys: [] })
  .map((fields) => () => new Y.Map(Object.entries(fields).map(([name, make]) => [name, make()])))
const shared = fc.oneof(thread, message, anything) as fc.Arbitrary<() => unknown>

function arrayOf(entries: unknown[]): Y.Array<unknown> {
  const array = new Y.Array<unknown>()
  array.push(entries)
  return array
}
