import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import { launchBrowser, type TestBrowser } from './browser.ts'
import { openDocument, type Writer } from './writer.ts'

/** One more than the connections that a browser makes to one server over HTTP/1.1. */
const TABS = 7

let server: SpawnedServer
let browser: TestBrowser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([spawnServer(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test.each(['sse', 'long-poll'] as const)(
  '[P20] a seventh tab over %s opens as the first did, and all write',
  async (transport) => {
    await using alice = await browser.person('Alice')
    await using bob = await browser.person('Bob')
    const document = 'seven-tabs'
    const his = await openDocument(bob.page, { url: server.url, document })
    const tabs: Writer[] = []
    for (let tab = 0; tab < TABS; tab++) {
      const page = tab === 0 ? alice.page : await alice.context.newPage()
      tabs.push(await openDocument(page, { url: server.url, document, transport }))
    }
    for (const [index, tab] of tabs.entries()) await tab.types(`tab ${index} `)
    for (const [index, tab] of [...tabs, his].entries()) {
      await expect.poll(() => tab.text(), { message: `tab ${index}` }).toMatch(/(?=.*tab 0 )(?=.*tab 6 )/s)
    }
    await expect.poll(() => tabs[6]?.connection()).toMatchObject({ state: 'connected', transport })
  },
)

test('[P21] when the tab that was first is closed, the others write on', async () => {
  await using alice = await browser.person('Alice')
  const first = await openDocument(alice.page, { url: server.url, document: 'first-tab' })
  await first.types('one ')
  const page = await alice.context.newPage()
  const second = await openDocument(page, { url: server.url, document: 'first-tab' })
  await alice.page.close()
  await second.types('two ')
  await expect.poll(() => second.unsentEdits()).toBe(0)
  await expect.poll(() => second.connection()).toMatchObject({ state: 'connected' })
  expect(await second.text()).toContain('two ')
})
