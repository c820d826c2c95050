import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import { launchBrowser, type TestBrowser } from './browser.ts'

let server: SpawnedServer
let browser: TestBrowser

beforeAll(async () => {
  server = await spawnServer()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function newDocument(title: string, content = ''): Promise<string> {
  const response = await fetch(`${server.url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title, content }),
  })
  const { id } = (await response.json()) as { id: string }
  return id
}

const pageOf = (id: string): string => `${server.url}/d/${id}`
const text = (page: Page) => page.locator('.cm-content')
const chip = (page: Page) => page.locator('encke-status .chip')
const faces = (page: Page) => page.locator('encke-presence .face')
const title = (page: Page) => page.getByRole('textbox', { name: 'Title of the document' })

/** What axe finds in the page as it is, by rule and place. */
async function violations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's Content-Security-Policy does not stop.
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    return (await axe.run(document, { resultTypes: ['violations'] })).violations
  })
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`))
}

test('a document comes with one click, takes its title, and is listed with who is in it', async () => {
  await using alice = await browser.person('Alice')
  await using bob = await browser.person('Bob')
  await alice.page.goto(server.url)
  await alice.page.getByRole('button', { name: 'New document' }).click()
  // Whoever made a document came to write.
  await alice.page.locator('.cm-focused').waitFor()
  await alice.page.keyboard.type('First line')
  await expect.poll(() => text(alice.page).innerText()).toBe('First line')
  await title(alice.page).fill('  Steering   group ')
  await title(alice.page).press('Enter')
  await expect.poll(() => alice.page.title()).toBe('Steering group · Encke')
  await alice.page.keyboard.type('!')
  await expect.poll(() => text(alice.page).innerText()).toContain('!')
  await expect.poll(() => chip(alice.page).innerText()).toBe('Saved')

  await bob.page.goto(server.url)
  const row = bob.page.getByRole('listitem').filter({ hasText: 'Steering group' })
  await row.locator('.face').waitFor()
  await row.getByRole('link').click()
  await expect.poll(() => title(bob.page).inputValue()).toBe('Steering group')
  await expect.poll(() => faces(bob.page).count()).toBe(2)
  await bob.page.getByRole('link', { name: 'All documents' }).click()
  await row.locator('.face').waitFor()
  await alice.page.goto('about:blank')
  await row.locator('.face').waitFor({ state: 'detached' })
  expect([...alice.problems, ...bob.problems].filter((problem) => !problem.includes('404'))).toEqual([])
})

test('the list asks for no editor', async () => {
  await newDocument('Quick')
  await using alice = await browser.person('Alice')
  const scripts: string[] = []
  alice.page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url())
  })
  await alice.page.goto(server.url)
  await alice.page.getByRole('link', { name: 'Quick' }).waitFor()
  expect(scripts.filter((url) => url.includes('editor'))).toEqual([])
  expect(alice.problems).toEqual([])
})

test('the list is searched, and walked with the arrow keys', async () => {
  await newDocument('Café notes')
  await newDocument('Letter to the observatory')
  await using alice = await browser.person('Alice')
  await alice.page.goto(server.url)
  const search = alice.page.getByRole('searchbox', { name: 'Search titles' })
  await search.fill('cafe')
  await expect.poll(() => alice.page.locator('.row').count()).toBe(1)
  await search.press('ArrowDown')
  await alice.page.keyboard.press('Enter')
  await expect.poll(() => title(alice.page).inputValue()).toBe('Café notes')
  await alice.page.goBack()
  await search.fill('nothing of the kind')
  await alice.page.getByText('No title contains “nothing of the kind”.').waitFor()
})

test('a new name and colour reach the others at once, and stay', async () => {
  const id = await newDocument('Names')
  await using alice = await browser.person('Alice')
  await using bob = await browser.person('Bob')
  await alice.page.goto(pageOf(id))
  await bob.page.goto(pageOf(id))
  await expect.poll(() => faces(bob.page).count()).toBe(2)
  await alice.page.getByRole('button', { name: /, you\. Change name and colour$/ }).click()
  await alice.page.getByRole('textbox', { name: 'Name' }).fill('Alice Moreau')
  await alice.page.getByRole('radio', { name: 'Blue' }).check()
  await alice.page.getByRole('button', { name: 'Done' }).click()
  await bob.page.getByRole('button', { name: /^Alice Moreau, / }).waitFor()
  await alice.page.reload()
  await alice.page.getByRole('button', { name: 'Alice Moreau, you. Change name and colour' }).waitFor()
})

test('a face jumps to where its person writes', async () => {
  const id = await newDocument('Long', 'line\n'.repeat(400))
  await using alice = await browser.person('Alice')
  await using bob = await browser.person('Bob')
  await alice.page.goto(pageOf(id))
  await text(alice.page).click()
  await alice.page.keyboard.press('Control+End')
  await alice.page.keyboard.type('the end')
  await bob.page.goto(pageOf(id))
  await expect.poll(() => faces(bob.page).count()).toBe(2)
  await bob.page.getByRole('button', { name: /Jump to$/ }).click()
  await bob.page.locator('.cm-line', { hasText: 'the end' }).waitFor()
})

test('a lost connection is told in words, and Try now brings it back', async () => {
  await using own = await spawnServer()
  await using alice = await browser.person('Alice')
  await alice.page.goto(`${own.url}/d/lost`)
  await text(alice.page).click()
  await alice.page.keyboard.type('safe')
  await expect.poll(() => chip(alice.page).innerText()).toBe('Saved')
  await own.kill()
  await alice.page.keyboard.type(' not safe')
  await expect.poll(() => chip(alice.page).innerText(), { timeout: 10_000 }).toMatch(/not yet safe · Reconnecting/)
  expect(await alice.page.locator('encke-status [role=status]').innerText()).toMatch(/not yet safe · Reconnecting…$/)
  await own.start()
  await alice.page.getByRole('button', { name: 'Try now' }).click()
  await expect.poll(() => chip(alice.page).innerText(), { timeout: 10_000 }).toBe('Saved')
  await chip(alice.page).click()
  expect(await alice.page.locator('encke-status .details').innerText()).toMatch(/Transport\s+WebSocket/)
})

test.each([
  ['websocket', 'WebSocket'],
  ['sse', 'Event stream'],
  ['long-poll', 'Long polling'],
  ['poll', 'Polling'],
])('?transport=%s is what the chip names', async (transport, name) => {
  const id = await newDocument('Ways')
  await using alice = await browser.person('Alice')
  await alice.page.goto(`${pageOf(id)}?transport=${transport}`)
  await expect.poll(() => chip(alice.page).innerText(), { timeout: 10_000 }).toBe('Saved')
  await expect.poll(() => chip(alice.page).getAttribute('title')).toBe(name)
})

test('a deleted document is said to be gone, and leaves the text to who has it open', async () => {
  const id = await newDocument('Gone', 'what was written')
  await using alice = await browser.person('Alice')
  await alice.page.goto(pageOf(id))
  await expect.poll(() => text(alice.page).innerText()).toBe('what was written')
  await fetch(`${server.url}/api/documents/${id}`, { method: 'DELETE' })
  await alice.page.getByText('Somebody deleted this document.').waitFor()
  expect(await text(alice.page).innerText()).toBe('what was written')
  await alice.page.reload()
  await alice.page.getByRole('heading', { name: 'There is no document here' }).waitFor()
  expect(await alice.page.locator('encke-editor').count()).toBe(0)
})

test('a link that cannot be one says so', async () => {
  await using alice = await browser.person('Alice')
  await alice.page.goto(`${server.url}/d/a*b`)
  await alice.page.getByRole('heading', { name: 'This link is not right' }).waitFor()
})

test('the list says why it cannot be shown, and tries again', async () => {
  await newDocument('Hidden at first')
  await using alice = await browser.person('Alice')
  await alice.page.route('**/api/documents?*', (route) => route.fulfill({ status: 503, body: '{}' }))
  await alice.page.goto(server.url)
  await alice.page.getByRole('alert').filter({ hasText: 'The server is busy or restarting.' }).waitFor()
  await alice.page.unroute('**/api/documents?*')
  await alice.page.getByRole('button', { name: 'Try again' }).click()
  await alice.page.getByRole('link', { name: 'Hidden at first' }).waitFor()
})

test('on another site, one script and two tags: who is there, and the text', async () => {
  const id = await newDocument('Embedded', 'from the server')
  await using alice = await browser.person('Alice')
  await using bob = await browser.person('Bob')
  await alice.page.goto(pageOf(id))
  await faces(alice.page).first().waitFor()
  const policy = [
    "default-src 'none'",
    `script-src ${server.url}`,
    "style-src 'self'",
    `connect-src ${server.url} ${server.url.replace('http', 'ws')}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
  ]
  // A real server, on another port: an answer that is made up has no address, and a browser lets it reach no local one.
  const site = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy.join('; ') })
    response.end(`<!doctype html><html lang="en"><title>Another site</title><link rel="icon" href="data:">
      <script type="module" src="${server.url}/encke.js?v=1"></script>
      <encke-presence document="${id}" server="${server.url}"></encke-presence>
      <encke-editor document="${id}"></encke-editor>`)
  })
  onTestFinished(() => void site.close())
  await once(site.listen(0, '127.0.0.1'), 'listening')
  await bob.page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
  await bob.page.locator('encke-presence .face').first().waitFor()
  await expect.poll(() => text(bob.page).innerText()).toBe('from the server')
  await expect.poll(() => bob.page.locator('encke-presence .face').count()).toBe(2)
  expect(bob.problems).toEqual([])
})

const looks = ['en-US', 'ru-RU'].flatMap((locale) =>
  (['light', 'dark'] as const).map((colorScheme) => [locale, colorScheme] as const),
)

test.each(looks)('axe finds nothing: %s, %s', async (locale, colorScheme) => {
  const id = await newDocument('Accessible', '# Heading\n\nText with *emphasis* and [a link](https://example.org).\n')
  // Without motion nothing is measured half-way through a transition.
  const look = { locale, colorScheme, reducedMotion: 'reduce' as const }
  await using alice = await browser.person('Alice', look)
  await using bob = await browser.person('Bob', look)
  const { page } = alice
  await bob.page.goto(pageOf(id))
  await page.goto(pageOf(id))
  await expect.poll(() => faces(page).count()).toBe(2)
  expect(await violations(page)).toEqual([])
  await chip(page).click()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await faces(page).last().click()
  await page.locator('you-dialog dialog[open]').waitFor()
  expect(await violations(page)).toEqual([])
  await page.goto(server.url)
  await page.locator('.row .face').first().waitFor()
  expect(await violations(page)).toEqual([])
  await page.goto(`${server.url}/d/a*b`)
  await page.getByRole('heading').waitFor()
  expect(await violations(page)).toEqual([])
})

test('on a phone nothing is wider than the screen', async () => {
  const id = await newDocument('A title that is rather long for such a small screen', 'word '.repeat(200))
  await using alice = await browser.person('Alice', {
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
    locale: 'ru-RU',
  })
  const { page } = alice
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  await page.goto(pageOf(id))
  await faces(page).first().waitFor()
  expect(await overflow()).toBeLessThanOrEqual(0)
  expect(await violations(page)).toEqual([])
  await page.goto(server.url)
  await page.locator('.row').first().waitFor()
  expect(await overflow()).toBeLessThanOrEqual(0)
  expect(await violations(page)).toEqual([])
})
