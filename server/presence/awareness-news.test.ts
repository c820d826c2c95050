import { expect, test } from 'vitest'
import { encodeAwareness, encodeAwarenessEntry } from './awareness-codec.ts'
import { AwarenessNews } from './awareness-news.ts'

function partsOf(clients: number): Map<number, Uint8Array> {
  const entry = (client: number) => encodeAwarenessEntry(client, 3, JSON.stringify({ name: 'x'.repeat(client) }))
  return new Map(Array.from({ length: clients }, (_, index) => [index + 1, entry(index + 1)]))
}

test.each([0, 1, 2, 200])('the news of %i clients are those that y-protocols writes', (clients) => {
  const parts = partsOf(clients)
  const news = new AwarenessNews(parts)
  expect(news.whole).toEqual(encodeAwareness([...parts.values()]))
  for (const client of parts.keys()) {
    const others = [...parts].filter(([other]) => other !== client).map(([, part]) => part)
    // Not toEqual, which takes seconds for so many bytes.
    expect(Buffer.compare(news.without(client), encodeAwareness(others))).toBe(0)
  }
})
