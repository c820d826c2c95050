import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { spawnServer } from '../../server/test/spawned-server.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { launchProfile } from './chromium.ts'
import { type Network, openNetwork } from './network.ts'
import { violations } from './page-faults.ts'
import { Stage } from './stage.ts'
import { createDocument, introduce, openDocument, pageOf, Writer } from './writer.ts'

const stage = new Stage()

test('500 edits without a server are there after a reload, at once and counted, and arrive exactly once', async () => {
  await using network = await openNetwork(stage.url)
  await using alice = await stage.person('Alice')
  const hers = await begin(alice.page, network, 'reloaded')
  const written = Array.from({ length: 100 }, (_, index) => `w${100 + index} `).join('')
  await hers.editor.evaluate((editor: EnckeEditor, written) => {
    const view = editor.view!
    for (const letter of written) view.dispatch(view.state.replaceSelection(letter), { userEvent: 'input.type' })
  }, written)
  expect(await hers.unsentEdits()).toBe(500)
  await expect.poll(async () => (await hers.connection()).keepsEdits).toBe(true)

  // Nobody asks: nothing would be lost.
  await alice.page.reload()
  await expect.poll(() => hers.text()).toBe(`Before. ${written}`)
  await expect.poll(() => hers.unsentEdits()).toBe(500)
  await expect.poll(() => hers.chipWords()).toMatch(/^500 edits not yet safe · /)
  await hers.selects(`Before. ${written}`.length)
  await hers.types('After.')
  expect(await hers.unsentEdits()).toBe(506)

  // The list says of which documents the browser has edits.
  await alice.page.goto(network.url)
  const row = alice.page.locator('li[data-id=reloaded]')
  await expect.poll(() => row.innerText()).toMatch(/506 edits not yet safe/)
  await reopen(alice.page, network, 'reloaded')
  await mend(network, hers)
  await expect.poll(() => hers.unsentEdits()).toBe(0)
  await expect.poll(() => contentOf('reloaded')).toBe(`Before. ${written}After.`)
  await expect.poll(() => hers.text()).toBe(`Before. ${written}After.`)
  await expect.poll(() => rowsIn(alice.page)).toBe(0)
  expect(alice.problems.filter((problem) => !/net::ERR|WebSocket/.test(problem))).toEqual([])
})

test('edits that are unsafe when the browser is killed are there when it is started again, and arrive', async () => {
  await using network = await openNetwork(stage.url)
  const profile = await mkdtemp(join(tmpdir(), 'encke-profile-'))
  const first = await launchProfile(profile)
  const hers = await begin(first.pages()[0]!, network, 'killed')
  await hers.types('Killed. ')
  await expect.poll(() => editsIn(hers.page)).toBe('Killed. '.length)
  await kill(first)

  const second = await launchProfile(profile)
  try {
    const again = await reopen(second.pages()[0]!, network, 'killed')
    await expect.poll(() => again.text()).toBe('Before. Killed. ')
    await expect.poll(() => again.unsentEdits()).toBe('Killed. '.length)
    await mend(network, again)
    await expect.poll(() => again.unsentEdits()).toBe(0)
    expect(await contentOf('killed')).toBe('Before. Killed. ')
  } finally {
    await second.close()
    await rm(profile, { recursive: true, force: true })
  }
})

test('of two tabs each counts its own, and the one that stays takes over what the other leaves', async () => {
  await using network = await openNetwork(stage.url)
  await using alice = await stage.person('Alice')
  const one = await begin(alice.page, network, 'tabs')
  await one.types('One. ')
  const other = await reopen(await alice.context.newPage(), network, 'tabs')
  await expect.poll(async () => (await other.connection()).keepsEdits).toBe(true)
  await other.types('Other. ')
  await expect.poll(() => editsIn(alice.page)).toBe('One. Other. '.length)
  expect([await one.unsentEdits(), await other.unsentEdits()]).toEqual([5, 7])

  await one.page.reload()
  await expect.poll(() => one.text()).toBe('Before. One. ')
  await expect.poll(() => one.unsentEdits()).toBe(5)
  await other.page.close()
  await mend(network, one)
  await expect.poll(() => contentOf('tabs')).toMatch(/Other/)
  await expect.poll(() => one.unsentEdits()).toBe(0)
  const text = await contentOf('tabs')
  expect([...text].sort()).toEqual([...'Before. One. Other. '].sort())
  await expect.poll(() => one.text()).toBe(text)
  await expect.poll(() => rowsIn(alice.page)).toBe(0)
})

test('[D4] edits of another history are not merged: they are kept as a text beside the new one', async () => {
  await using old = await spawnServer()
  await using network = await openNetwork(old.url)
  await using alice = await stage.person('Alice')
  const hers = await begin(alice.page, network, 'replaced', old.url)
  await hers.types('Mine. ')
  await expect.poll(() => rowsIn(alice.page)).toBeGreaterThan(0)
  await createDocument(stage.url, { id: 'replaced', content: 'Another text.' })

  // First while the page is open, then for one that is loaded later.
  network.lead(stage.url)
  await mend(network, hers)
  const note = alice.page.locator('earlier-text section')
  await expect.poll(() => note.innerText()).toMatch(/6 edits of yours .* kept in this browser/)
  await expect.poll(() => hers.text()).toBe('Another text.')
  await expect.poll(() => hers.chipWords()).toBe('Saved')
  expect(await contentOf('replaced')).toBe('Another text.')
  expect(await violations(alice.page)).toEqual([])

  await alice.page.reload()
  await note.getByText('Show the earlier text').click()
  expect(await note.locator('pre').innerText()).toBe('Before. Mine. ')
  // An editor on a page that does not offer it does so itself, once.
  await alice.page.evaluate(() => {
    const editor = document.createElement('encke-editor')
    editor.document = 'replaced'
    document.body.append(editor)
  })
  const own = alice.page.locator('body > encke-editor encke-earlier section')
  await own.getByRole('button', { name: 'Download' }).waitFor()
  expect(await own.getByRole('button', { name: 'Make it a new document' }).count()).toBe(0)
  expect(await alice.page.locator('#editor encke-earlier').count()).toBe(0)
  await alice.page.evaluate(() => document.querySelector('body > encke-editor')!.remove())
  await note.getByRole('button', { name: 'Make it a new document' }).click()
  const made = await note.getByRole('link', { name: 'Open it' }).getAttribute('href')
  expect(await contentOf(decodeURIComponent(made!.slice('/d/'.length)))).toBe('Before. Mine. ')
  await alice.page.reload()
  await hers.synced()
  expect(await hers.text()).toBe('Another text.')
  expect(await note.count()).toBe(0)
})

test.each([
  ['there is no IndexedDB', () => Object.defineProperty(window, 'indexedDB', { value: undefined })],
  [
    'it is full',
    () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    },
  ],
])('where %s one writes on, is told the truth, and is asked before a tab with edits is closed', async (_, breaks) => {
  await using network = await openNetwork(stage.url)
  await using alice = await stage.person('Alice')
  await alice.context.addInitScript(breaks)
  const document = `kept by nobody ${breaks.toString().length}`
  const hers = await begin(alice.page, network, document)
  await hers.types('Here.')
  await expect.poll(async () => (await hers.connection()).keepsEdits).toBe(false)
  const banner = alice.page.locator('connection-banner .trouble')
  await expect.poll(() => banner.innerText()).toMatch(/5 edits wait in this tab/)
  const question = alice.page.waitForEvent('dialog')
  await alice.page.close({ runBeforeUnload: true })
  const dialog = await question
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await mend(network, hers)
  await expect.poll(() => contentOf(document)).toBe('Before. Here.')
})

test('nothing is left of a document whose link was revoked, or that was deleted for good', async () => {
  await using network = await openNetwork(stage.url)
  await using alice = await stage.person('Alice')
  await createDocument(stage.url, { id: 'lent', content: 'Before. ' })
  const made = await ask('POST', 'lent/links', { role: 'editor' })
  const { id, url } = (await made.json()) as { id: string; url: string }
  await alice.page.goto(`${network.url}${url}`)
  const hers = new Writer(alice.page)
  await hers.synced()
  await hers.selects(8)
  network.servePagesOnly()
  await hers.types('Mine.')
  await expect.poll(() => rowsIn(alice.page)).toBeGreaterThan(0)
  expect(await stored(alice.page)).not.toContain(url.slice('/s/'.length))
  await ask('DELETE', `lent/links/${id}`)
  await mend(network, hers)
  await expect.poll(async () => (await hers.connection()).error?.code).toBe(4403)
  await expect.poll(() => rowsIn(alice.page)).toBe(0)
  await expect.poll(async () => (await hers.connection()).keepsEdits).toBe(false)
  expect(await hers.text()).toBe('Before. Mine.')

  const other = await begin(await alice.context.newPage(), network, 'gone')
  await other.types('Mine.')
  await expect.poll(() => rowsIn(alice.page)).toBeGreaterThan(0)
  await ask('DELETE', 'gone?permanently')
  await mend(network, other)
  await expect.poll(async () => (await other.connection()).error?.code).toBe(4404)
  await expect.poll(() => rowsIn(alice.page)).toBe(0)
})

test('edits of a document that was put into the trash wait for it to be restored', async () => {
  await using network = await openNetwork(stage.url)
  await using alice = await stage.person('Alice')
  const hers = await begin(alice.page, network, 'binned')
  await hers.types('Mine.')
  await expect.poll(() => rowsIn(alice.page)).toBeGreaterThan(0)
  await ask('DELETE', 'binned')
  await mend(network, hers)
  await expect.poll(async () => (await hers.connection()).error?.code).toBe(4404)
  await alice.page.getByRole('button', { name: 'Restore' }).click()
  await expect.poll(() => contentOf('binned')).toBe('Before. Mine.')
  await expect.poll(() => rowsIn(alice.page)).toBe(0)
})

test('with offline="off" nothing is written', async () => {
  await using network = await openNetwork(stage.url)
  await using alice = await stage.person('Alice')
  const hers = await begin(alice.page, network, 'off', stage.url, (editor) => editor.setAttribute('offline', 'off'))
  await hers.types('Here.')
  expect(await hers.connection()).toMatchObject({ unsentEdits: 5, keepsEdits: false })
  expect(await rowsIn(alice.page)).toBe(0)
})

/** Somebody has a new document open, with the caret at its end, and then there is no way to its server any more. */
async function begin(
  page: Page,
  network: Network,
  document: string,
  url = stage.url,
  prepare?: (editor: EnckeEditor) => void,
): Promise<Writer> {
  await introduce(page.context(), { name: 'Alice' })
  await createDocument(url, { id: document, content: 'Before. ' })
  const writer = await openDocument(page, { url: network.url, document })
  if (prepare) await writer.editor.evaluate(prepare)
  await writer.synced()
  await writer.selects('Before. '.length)
  network.servePagesOnly()
  await expect.poll(async () => (await writer.connection()).state).not.toBe('connected')
  return writer
}

/** Opens a document's page where there is no way to its text. */
async function reopen(page: Page, network: Network, document: string): Promise<Writer> {
  await page.goto(pageOf({ url: network.url, document }))
  await page.evaluate(() => customElements.whenDefined('encke-editor').then(() => {}))
  return new Writer(page)
}

function ask(method: string, path: string, body?: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${stage.url}/api/documents/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
}

async function contentOf(document: string): Promise<string> {
  const headers = { accept: 'text/plain' }
  const response = await fetch(`${stage.url}/api/documents/${encodeURIComponent(document)}/content`, { headers })
  return response.text()
}

/** There is a way again, and nobody waits for the next attempt: when that comes is chance. */
async function mend(network: Network, { editor }: Writer): Promise<void> {
  network.mend()
  await editor.evaluate((editor: EnckeEditor) => editor.provider!.retryNow())
}

/** How many edits the browser keeps, of all documents. */
async function editsIn(page: Page): Promise<number> {
  const rows = JSON.parse(await stored(page)) as { edits: number }[]
  return rows.reduce((sum, { edits }) => sum + edits, 0)
}

/** How many rows the browser keeps, of all documents. */
async function rowsIn(page: Page): Promise<number> {
  return (JSON.parse(await stored(page)) as unknown[]).length
}

/** All rows that the browser keeps. */
function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const opened = indexedDB.open('encke:journal')
    await new Promise((resolve) => opened.addEventListener('success', resolve))
    const found = opened.result.transaction('rows').objectStore('rows').getAll()
    await new Promise((resolve) => found.addEventListener('success', resolve))
    opened.result.close()
    return JSON.stringify(found.result)
  })
}

/** Ends a browser as the system does when it needs the memory. */
async function kill(context: BrowserContext): Promise<void> {
  const session = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const gone = new Promise((resolve) => context.once('close', resolve))
  process.kill(processInfo.find(({ type }) => type === 'browser')!.id, 'SIGKILL')
  await gone
}
