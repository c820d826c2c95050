import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { memoryKey } from '../socket/path-memory.ts'
import { type Network, openNetwork, type WebSocketFate } from './network.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument, type Writer } from './writer.ts'

const content = 'Encke comes back.'

const stage = new Stage()

beforeAll(() => createDocument(stage.url, { id: 'minutes', content }))

declare global {
  interface Window {
    /** When the text of the server was there, milliseconds since the page was asked for. */
    syncedMs: number
  }
}

/** What was found out about WebSockets, as it is kept. */
interface Standing {
  until: number
  strikes: number[]
}

const fates: [fate: WebSocketFate, keeper: 'a worker' | 'a tab'][] = [
  ['unanswered', 'a worker'],
  ['unanswered', 'a tab'],
  ['refused', 'a worker'],
]

// All at the same time: they wait most of the time, for what is never answered.
test('[T10] where WebSockets do not come through, the next visit does not wait for one, and tries again when they work', async ({
  annotate,
}) => {
  await Promise.all(fates.map((fate) => returns(fate, annotate)))
})

test('[T10] a WebSocket that works again takes over from the event stream in the background', async () => {
  await using network = await openNetwork(stage.url)
  network.webSockets = 'refused'
  await using alice = await stage.person('Alice')
  const first = await visit(alice.context, network)
  await expect.poll(async () => (await standingIn(first.page, network)).strikes.length).toBe(1)
  await leave(first.page)

  network.webSockets = 'work'
  const second = await visit(alice.context, network)
  expect(second.asked).toBe(0)
  await expect.poll(() => second.writer.connection()).toMatchObject({ state: 'connected', transport: 'sse' })
  await second.writer.types('Over the stream. ')
  // After 10 to 12.5 s, by itself; then it has to answer once more.
  await expect.poll(() => second.writer.connection()).toMatchObject({ state: 'connected', transport: 'websocket' })
  await second.writer.types('Over the socket. ')
  await expect.poll(() => second.writer.unsentEdits()).toBe(0)
  expect(await second.writer.text()).toContain('Over the stream. Over the socket. ')
})

/** Four visits: WebSockets fail, are not waited for, are banned, and work again. */
async function returns([fate, keeper]: (typeof fates)[number], annotate: (note: string) => Promise<unknown>) {
  await using network = await openNetwork(stage.url)
  network.webSockets = fate
  await using alice = await stage.person('Alice')
  const { context } = alice
  if (keeper === 'a tab') await context.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'))
  await context.addInitScript(() => {
    document.addEventListener('encke-synced', () => {
      window.syncedMs = performance.now()
    })
  })

  const first = await visit(context, network)
  expect(first.asked).toBe(1)
  await expect.poll(() => first.writer.connection()).toMatchObject({ state: 'connected', transport: 'sse' })
  await expect.poll(async () => (await standingIn(first.page, network)).strikes.length).toBe(1)
  await leave(first.page)

  const second = await visit(context, network)
  expect(second.asked).toBe(0)
  expect(await second.writer.text()).toContain(content)
  await expect.poll(() => second.writer.connection()).toMatchObject({ state: 'connected', transport: 'sse' })
  await annotate(`${fate}, kept by ${keeper}: first text after ${first.syncedMs} ms, then after ${second.syncedMs} ms`)
  // A second strike, and it is banned.
  await look(second.page)
  await expect.poll(async () => (await standingIn(second.page, network)).until).toBeGreaterThan(Date.now() + 9 * 60_000)
  await leave(second.page)

  network.webSockets = 'work'
  const third = await visit(context, network)
  expect(third.asked).toBe(0)
  await expect.poll(() => third.writer.connection()).toMatchObject({ state: 'connected', transport: 'sse' })
  await age(third.page, network, 10 * 60_000)
  await leave(third.page)

  const fourth = await visit(context, network)
  await look(fourth.page)
  await expect.poll(() => fourth.writer.connection()).toMatchObject({ state: 'connected', transport: 'websocket' })
  await fourth.writer.types(`${fate}, ${keeper}. `)
  await expect.poll(() => fourth.writer.unsentEdits()).toBe(0)
}

interface Visit {
  page: Page
  writer: Writer
  /** When the first text was there, and how many WebSockets had been asked for by then. */
  syncedMs: number
  asked: number
}

let opened: Promise<unknown> = Promise.resolve()

/** Opens the document in a new tab. One after the other: what loads many pages at once waits for their workers. */
function visit(context: BrowserContext, network: Network): Promise<Visit> {
  const opens = opened.then(() => open(context, network))
  opened = opens.catch(() => {})
  return opens
}

async function open(context: BrowserContext, network: Network): Promise<Visit> {
  const before = network.webSocketsAsked
  const page = await context.newPage()
  const writer = await openDocument(page, { url: network.url, document: 'minutes' })
  const asked = network.webSocketsAsked - before
  return { page, writer, asked, syncedMs: Math.round(await page.evaluate(() => window.syncedMs)) }
}

/** Closes the tab as a person does: nothing of the visit is left but what is in storage. */
async function leave(page: Page): Promise<void> {
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
}

/** Somebody turns to the tab: what did not work is tried again soon. */
async function look(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
}

function standingIn(page: Page, { url }: Network): Promise<Standing> {
  return page.evaluate(
    (key) => JSON.parse(localStorage.getItem(key) ?? '{}').standings?.websocket ?? { strikes: [] },
    memoryKey(url),
  )
}

/** As if that much time had passed since. */
async function age(page: Page, { url }: Network, ms: number): Promise<void> {
  await page.evaluate(
    ({ key, ms }) => {
      const memory = JSON.parse(localStorage.getItem(key)!)
      memory.standings.websocket.until -= ms
      localStorage.setItem(key, JSON.stringify(memory))
    },
    { key: memoryKey(url), ms },
  )
}
