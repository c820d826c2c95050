import { expect, test } from 'vitest'
import { CommentNews } from './comment-news.ts'
import type { Message } from './message.ts'
import { SeenMessages, type SeenStorage } from './seen-messages.ts'

function storage(): SeenStorage & { text: string | null } {
  return {
    text: null,
    getItem() {
      return this.text
    },
    setItem(_key: string, value: string) {
      this.text = value
    },
  }
}

const said = (client: number, clock: number, by = 'bob'): Message => ({
  id: `${client}-${clock}`,
  author: { id: by, name: by, color: '' },
  at: 0,
  editedAt: null,
  text: 'Hello',
  mentions: [],
  stamp: { client, clock },
})

test('to a newcomer what is there is no news; what comes later is, until it was shown', () => {
  const kept = storage()
  const open = () => new SeenMessages({ storage: kept, document: 'a' })
  const first = open()
  first.welcome([said(1, 0), said(2, 5)])
  expect(first.has({ client: 2, clock: 5 })).toBe(true)
  expect(first.has({ client: 2, clock: 6 })).toBe(false)

  const later = open()
  later.welcome([said(2, 6)])
  expect(later.has({ client: 2, clock: 6 })).toBe(false)
  later.add([said(2, 6)])
  expect(open().has({ client: 2, clock: 6 })).toBe(true)
  expect(new SeenMessages({ storage: kept, document: 'b' }).has({ client: 1, clock: 0 })).toBe(false)
})

test('an empty document has been visited as well', () => {
  const kept = storage()
  new SeenMessages({ storage: kept, document: 'a' }).welcome([])
  const again = new SeenMessages({ storage: kept, document: 'a' })
  again.welcome([said(1, 0)])
  expect(again.has({ client: 1, clock: 0 })).toBe(false)
})

test('two tabs of a browser add up', () => {
  const kept = storage()
  const [one, other] = [1, 2].map(() => new SeenMessages({ storage: kept, document: 'a' }))
  one!.add([said(1, 9)])
  other!.add([said(2, 9)])
  one!.refresh()
  expect(one!.has({ client: 2, clock: 9 })).toBe(true)
})

test('the documents that were open last are kept, and of each the clients that spoke last', () => {
  const kept = storage()
  for (let index = 0; index < 60; index++) {
    new SeenMessages({ storage: kept, document: `${index}` }).add(Array.from({ length: 600 }, (_, at) => said(at, 0)))
  }
  expect(JSON.parse(kept.text!)).toHaveLength(50)
  expect(JSON.parse(kept.text!)[0][1]).toHaveLength(500)
  expect(new SeenMessages({ storage: kept, document: '59' }).has({ client: 599, clock: 0 })).toBe(true)
})

test.each(['', 'null', '{}', '[[1]]', '[["a", 5]]', '[["a", [["x", null], 3, [1e300, 1]]]]'])(
  'storage that holds %j says that nothing was seen',
  (text) => {
    const kept = storage()
    kept.text = text
    const seen = new SeenMessages({ storage: kept, document: 'a' })
    expect(seen.has({ client: 1, clock: 0 })).toBe(false)
    seen.add([said(1, 0)])
    expect(seen.has({ client: 1, clock: 0 })).toBe(true)
  },
)

test('storage that is forbidden or full is done without', () => {
  const forbid = () => {
    throw new Error('forbidden')
  }
  const seen = new SeenMessages({ storage: { getItem: forbid, setItem: forbid }, document: 'a' })
  seen.add([said(1, 0)])
  expect(seen.has({ client: 1, clock: 0 })).toBe(true)
})

test('news is what others said, until it is looked at; its mark stays until the list is closed', () => {
  const news = new CommentNews({ seen: new SeenMessages({ storage: null, document: 'a' }), self: () => 'me' })
  news.take('comments', [said(1, 0)])
  news.welcome()
  expect(news.unread('comments')).toEqual([])
  const arrived = news.take('comments', [said(1, 0), said(1, 1), said(7, 0, 'me')])
  expect(arrived.map(({ id }) => id)).toEqual(['1-1'])
  expect(news.take('comments', [said(1, 1)])).toEqual([])
  expect(news.unread('comments')).toHaveLength(1)
  expect([...news.fresh]).toEqual([])
  news.look('comments')
  expect(news.unread('comments')).toEqual([])
  expect([...news.fresh]).toEqual(['1-1'])
  news.settle([said(1, 1)])
  expect([...news.fresh]).toEqual([])
})
