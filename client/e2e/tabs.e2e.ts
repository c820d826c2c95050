import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Stage } from './stage.ts'
import { openDocument } from './writer.ts'

/** One more than the connections that a browser makes to one server over HTTP/1.1. */
const TABS = 7

const stage = new Stage()

test.each(['sse', 'long-poll'] as const)(
  '[P20] a seventh tab over %s opens as the first did, and all write',
  async (transport) => {
    await using alice = await stage.person('Alice')
    await using bob = await stage.person('Bob')
    const document = 'seven-tabs'
    const his = await openDocument(bob.page, { url: stage.url, document })
    const open = (page: Page) => openDocument(page, { url: stage.url, document, transport })
    // The first one has the worker started; the others may come in any order.
    const first = await open(alice.page)
    const more = Array.from({ length: TABS - 1 }, async () => open(await alice.context.newPage()))
    const tabs = [first, ...(await Promise.all(more))]
    for (const [index, tab] of tabs.entries()) await tab.types(`tab ${index} `)
    for (const [index, tab] of [...tabs, his].entries()) {
      await expect.poll(() => tab.text(), { message: `tab ${index}` }).toMatch(/(?=.*tab 0 )(?=.*tab 6 )/s)
    }
    await expect.poll(() => tabs[6]?.connection()).toMatchObject({ state: 'connected', transport })
  },
)

test('[P21] when the tab that was first is closed, the others write on', async () => {
  await using alice = await stage.person('Alice')
  const first = await openDocument(alice.page, { url: stage.url, document: 'first-tab' })
  await first.types('one ')
  const page = await alice.context.newPage()
  const second = await openDocument(page, { url: stage.url, document: 'first-tab' })
  await alice.page.close()
  await second.types('two ')
  await expect.poll(() => second.unsentEdits()).toBe(0)
  await expect.poll(() => second.connection()).toMatchObject({ state: 'connected' })
  expect(await second.text()).toContain('two ')
})
