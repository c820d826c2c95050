import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import { launchBrowser, type TestBrowser } from './browser.ts'
import { openNetwork } from './network.ts'
import { createDocument, introduce, openDocument, type Writer } from './writer.ts'

let server: SpawnedServer
let browser: TestBrowser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([spawnServer(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test('500 edits without a server are there after a reload, at once and counted, and arrive exactly once', async () => {
  await using network = await openNetwork(server.url)
  await using alice = await browser.person('Alice')
  await introduce(alice.context, alice)
  await createDocument(server.url, { id: 'reloaded', content: 'Before. ' })
  const address = { url: network.url, document: 'reloaded' }
  const hers = await openDocument(alice.page, address)
  await hers.selects('Before. '.length)
  network.servePagesOnly()
  await expect.poll(async () => (await hers.connection()).state).toBe('reconnecting')
  const written = Array.from({ length: 100 }, (_, index) => `w${100 + index} `).join('')
  await hers.types(written)
  expect(await hers.unsentEdits()).toBe(500)
  await expect.poll(async () => (await hers.connection()).keepsEdits).toBe(true)

  // Nobody asks: nothing would be lost.
  await alice.page.reload()
  await expect.poll(() => hers.text()).toBe(`Before. ${written}`)
  expect(await hers.unsentEdits()).toBe(500)
  await expect.poll(() => hers.chipWords()).toMatch(/^500 edits not yet safe · /)
  await hers.selects(`Before. ${written}`.length)
  await hers.types('After.')
  expect(await hers.unsentEdits()).toBe(506)

  network.mend()
  await expect.poll(() => hers.unsentEdits(), { timeout: 20_000 }).toBe(0)
  await expect.poll(() => contentOf('reloaded')).toBe(`Before. ${written}After.`)
  expect(await hers.text()).toBe(`Before. ${written}After.`)
  await expect.poll(() => rowsIn(hers)).toBe(0)
})

async function contentOf(document: string): Promise<string> {
  const response = await fetch(`${server.url}/api/documents/${document}/content`, { headers: { accept: 'text/plain' } })
  return response.text()
}

/** How many rows the browser keeps, of all documents. */
function rowsIn({ page }: Writer): Promise<number> {
  return page.evaluate(async () => {
    const opened = indexedDB.open('encke:journal')
    await new Promise((resolve) => opened.addEventListener('success', resolve))
    const counted = opened.result.transaction('rows').objectStore('rows').count()
    await new Promise((resolve) => counted.addEventListener('success', resolve))
    opened.result.close()
    return counted.result
  })
}
