import { expect, test } from 'vitest'
import { transportNames } from '../../protocol/transport-name.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument } from './writer.ts'

const stage = new Stage()

/** What the chip calls them. */
const names = { websocket: 'WebSocket', sse: 'Event stream', 'long-poll': 'Long polling', poll: 'Polling' }
const pairs = transportNames.flatMap((one, index) => transportNames.slice(index).map((other) => [one, other] as const))

test.each(pairs)('over %s and over %s two people write at once and end with one text', async (one, other) => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const { url } = stage
  const document = `${one} and ${other}`
  await createDocument(url, { id: document })
  const writers = await Promise.all([
    openDocument(alice.page, { url, document, transport: one }),
    openDocument(bob.page, { url, document, transport: other }),
  ])
  const sentences = ['Alice writes about comets. ', 'Bob writes about orbits. ']
  await Promise.all(writers.map((writer, index) => writer.types(sentences[index]!)))

  const [hers, his] = writers
  await expect.poll(async () => letters(await hers.text())).toBe(letters(sentences.join('')))
  await expect.poll(async () => (await his.text()) === (await hers.text())).toBe(true)
  await expect.poll(async () => Promise.all(writers.map((writer) => writer.unsentEdits()))).toEqual([0, 0])
  await expect.poll(() => hers.connection()).toMatchObject({ state: 'connected', transport: one })
  await expect.poll(() => his.connection()).toMatchObject({ state: 'connected', transport: other })
  await expect.poll(() => hers.page.locator('encke-status .chip').getAttribute('title')).toBe(names[one])
  expect([...alice.problems, ...bob.problems]).toEqual([])
})

/** Two who type at one place may meet between any two letters: none is lost and none comes twice. */
function letters(text: string): string {
  return [...text].sort().join('')
}
