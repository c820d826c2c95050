import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openNetwork } from './network.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument } from './writer.ts'

const stage = new Stage()

/** What is said of each transport, as it is read out: the name, the health, the finding, the numbers. */
const verdicts = (page: Page): Promise<string[]> => page.locator('.trial').allInnerTexts()
const lead = (page: Page) => page.locator('.lead')
const lines = (page: Page) => page.locator('proxy-advice pre')
const healthy = (page: Page) => page.locator('.trial.good')
const history = (page: Page) => page.locator('session-history :is(dl, ol)').allInnerTexts()

/** Resolves when no trial waits or runs. */
async function finished(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.trial:is(.done, .cancelled)').count()).toBe(4)
}

test('from the chip of a document to four good verdicts and the story of its connection', async () => {
  await using alice = await stage.person('Alice')
  await createDocument(stage.url, { id: 'healthy' })
  await openDocument(alice.page, { url: stage.url, document: 'healthy' })
  await alice.page.locator('encke-status .chip').click()
  const opening = alice.context.waitForEvent('page')
  await alice.page.getByRole('link', { name: 'Check the connection' }).click()
  const doctor = await opening
  expect(new URL(doctor.url()).pathname).toBe('/status')
  await finished(doctor)
  await expect.poll(() => lead(doctor).innerText()).toBe('Everything comes through. Documents use WebSocket.')
  expect(await healthy(doctor).count()).toBe(4)
  const [webSocket] = await verdicts(doctor)
  expect(webSocket).toMatch(/WebSocket\s+Good\.\s+Comes through, and stayed open for 5 s\./)
  expect(webSocket).toMatch(/First byte\s+[\d.]+ ms\s+Round trip\s+[\d.]+ ms/)
  // Of the session that the document in the other tab has.
  await expect
    .poll(async () => (await history(doctor)).slice(0, 2))
    .toEqual([expect.stringMatching(/Now\s+WebSocket/), expect.stringMatching(/WebSocket came through after/)])
  expect(alice.problems).toEqual([])
})

test('a check leaves no session behind, finished, cancelled or left', async () => {
  await using alice = await stage.person('Alice')
  await using network = await openNetwork(stage.url)
  const { page } = alice
  const count = (request: string) => network.requests.filter((seen) => seen === request).length
  const sessions = () => ({ opened: count('POST /session'), ended: count('DELETE /session') })
  await page.goto(`${network.url}/status`)
  await finished(page)
  await expect.poll(sessions).toEqual({ opened: 4, ended: 4 })
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect.poll(() => sessions().opened).toBeGreaterThan(4)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => lead(page).innerText()).toBe('The check was cancelled.')
  await expect.poll(() => sessions().opened - sessions().ended).toBe(0)
  const { opened } = sessions()
  await page.getByRole('button', { name: 'Check again' }).click()
  // One whose name is still on its way from the server cannot be ended by a page that goes: the server does it, later.
  await expect.poll(() => page.getByText(/^(Measuring|Watching)/).count()).toBe(2)
  await page.goto('about:blank')
  await expect.poll(() => sessions().opened - sessions().ended).toBe(0)
  expect(sessions().opened).toBeGreaterThan(opened)
  expect(alice.problems).toEqual([])
})

test('where WebSockets are closed, the lines that pass on the upgrade are to be copied', async () => {
  await using alice = await stage.person('Alice', { permissions: ['clipboard-read', 'clipboard-write'] })
  const { page } = alice
  await page.routeWebSocket('**/session/websocket', (socket) => socket.close({ code: 1011 }))
  await page.goto(`${stage.url}/status`)
  await finished(page)
  expect(await lead(page).innerText()).toMatch(
    /^WebSocket does not come through\. Documents use an event stream instead/,
  )
  expect(await healthy(page).count()).toBe(3)
  expect((await verdicts(page))[0]).toContain('Something on the way refuses the upgrade to WebSocket, or drops it.')
  expect(await lines(page).innerText()).toContain('proxy_set_header Upgrade $http_upgrade;')
  expect(await lines(page).innerText()).not.toContain('proxy_buffering')

  await page.getByRole('radio', { name: 'Apache' }).check()
  expect(await lines(page).innerText()).toContain('ProxyPass "/" "http://127.0.0.1:8080/" upgrade=websocket')
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('upgrade=websocket')
  await page.getByRole('button', { name: 'Copy report' }).click()
  const report = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(report).toMatch(/^Encke connection report/)
  expect(await report()).toMatch(
    /websocket\s+bad: refused; closed with 1011; a plain request for the path reaches Encke/,
  )
})

test('a proxy that names itself and holds streams back is told how to pass them on', async () => {
  await using network = await openNetwork(stage.url)
  network.holdsStreams = true
  network.webSockets = 'refused'
  await using alice = await stage.person('Alice')
  const { page } = alice
  await page.route('**/session', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, headers: { ...response.headers(), via: '1.1 Caddy' } })
  })
  await page.goto(`${network.url}/status`)
  await finished(page)
  expect(await lead(page).innerText()).toMatch(/^Neither WebSocket nor event streams come through/)
  expect((await verdicts(page))[1]).toContain('Something on the way holds the events back.')
  expect(await page.locator('proxy-advice .where').innerText()).toContain('The answers name 1.1 Caddy.')
  expect(await lines(page).innerText()).toContain('flush_interval -1')
})

/** What the page has to name in any language. */
