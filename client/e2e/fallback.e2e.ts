import { beforeAll, expect, test } from 'vitest'
import type { TransportName } from '../../protocol/transport-name.ts'
import { openNetwork, type WebSocketFate } from './network.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument } from './writer.ts'

const content = 'Encke comes back.'

const stage = new Stage()

beforeAll(() => createDocument(stage.url, { id: 'minutes', content }))

declare global {
  interface Window {
    /** When the text of the server was there, milliseconds since the page was asked for. */
    firstTextMs: number
  }
}

const networks: [name: string, fate: WebSocketFate, transport: TransportName, browser?: 'without shared workers'][] = [
  ['WebSockets work', 'work', 'websocket'],
  ['the upgrade is never answered', 'unanswered', 'sse'],
  ['the upgrade is refused', 'refused', 'sse'],
  ['a WebSocket opens and carries nothing', 'mute', 'sse'],
  ['the upgrade is never answered, in a tab on its own', 'unanswered', 'sse', 'without shared workers'],
]

test.for(networks)('where %s, one writes soon', async ([name, fate, transport, lack], { annotate }) => {
  await using network = await openNetwork(stage.url)
  network.webSockets = fate
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  await alice.context.addInitScript(() => {
    document.addEventListener('encke-synced', () => {
      window.firstTextMs = performance.now()
    })
  })
  if (lack) await alice.context.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'))
  const his = await openDocument(bob.page, { url: stage.url, document: 'minutes' })
  const hers = await openDocument(alice.page, { url: network.url, document: 'minutes' })
  const firstTextMs = await alice.page.evaluate(() => window.firstTextMs)
  await annotate(`first text after ${Math.round(firstTextMs)} ms`)
  expect(firstTextMs).toBeLessThan(5_000)
  expect(await hers.text()).toContain(content)

  await hers.types(`Where ${name}. `)
  await expect.poll(() => his.text()).toContain(`Where ${name}. `)
  await expect.poll(() => hers.unsentEdits()).toBe(0)
  await expect.poll(() => hers.connection()).toMatchObject({ state: 'connected', transport })

  // And there it stays: what comes down now has come that way.
  await his.types(`Read where ${name}. `)
  await expect.poll(() => hers.text()).toContain(`Read where ${name}. `)
  expect(await hers.connection()).toMatchObject({ state: 'connected', transport })
})

test('where streams are held back as well, one writes over held requests', async () => {
  await using network = await openNetwork(stage.url)
  network.webSockets = 'refused'
  network.holdsStreams = true
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const his = await openDocument(bob.page, { url: stage.url, document: 'minutes' })
  const hers = await openDocument(alice.page, { url: network.url, document: 'minutes' })
  await hers.types('Slowly but surely. ')
  await his.types('I can hear you. ')
  await expect.poll(() => his.text()).toContain('Slowly but surely. ')
  await expect.poll(() => hers.text()).toContain('I can hear you. ')
  await expect.poll(() => hers.connection()).toMatchObject({ state: 'connected', transport: 'long-poll' })
})
