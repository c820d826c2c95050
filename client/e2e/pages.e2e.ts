import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { spawnServer } from '../../server/test/spawned-server.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { dragFiles } from './dropped-files.ts'
import { Stage } from './stage.ts'
import { introduce, openDocument, Writer } from './writer.ts'

const stage = new Stage()

async function newDocument(title: string, content = ''): Promise<string> {
  const response = await fetch(`${stage.url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title, content }),
  })
  const { id } = (await response.json()) as { id: string }
  return id
}

const pageOf = (id: string): string => `${stage.url}/d/${id}`
const text = (page: Page) => page.locator('.cm-content')
const chip = (page: Page) => page.locator('encke-status .chip')
const faces = (page: Page) => page.locator('encke-presence .face')
const title = (page: Page) => page.getByRole('textbox', { name: 'Title of the document' })

/** Presses Tab, or what is given, until what has the focus is called so. */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  const seen: string[] = []
  while (seen.at(-1) !== name) {
    if (seen.length === 20) throw new Error(`20 × ${key} did not reach “${name}” but: ${seen.join(' · ')}`)
    await page.keyboard.press(key)
    const focused = await page.evaluate(() => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
    })
    seen.push(focused.trim())
  }
}

test('a document comes with one click, takes its title, and is listed with who is in it', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  await alice.page.goto(stage.url)
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

  await bob.page.goto(stage.url)
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
  await using alice = await stage.person('Alice')
  const scripts: string[] = []
  alice.page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url())
  })
  await alice.page.goto(stage.url)
  await alice.page.getByRole('link', { name: 'Quick' }).waitFor()
  expect(scripts.filter((url) => url.includes('editor'))).toEqual([])
  expect(alice.problems).toEqual([])
})

test('the list is searched, and walked with the arrow keys', async () => {
  await newDocument('Café notes')
  await newDocument('Letter to the observatory')
  await using alice = await stage.person('Alice')
  await alice.page.goto(stage.url)
  const search = alice.page.getByRole('searchbox', { name: 'Search' })
  await search.fill('cafe')
  await expect.poll(() => alice.page.locator('.row').count()).toBe(1)
  await search.press('ArrowDown')
  await alice.page.keyboard.press('Enter')
  await expect.poll(() => title(alice.page).inputValue()).toBe('Café notes')
  await alice.page.goBack()
  await search.fill('nothing of the kind')
  await alice.page.getByText('No document says “nothing of the kind”, nor is called so.').waitFor()
})

test('a new name and colour reach the others at once, and stay', async () => {
  const id = await newDocument('Names')
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
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

test('a deleted document is said to be gone, and leaves the text to who has it open', async () => {
  const id = await newDocument('Gone', 'what was written')
  await using alice = await stage.person('Alice')
  await alice.page.goto(pageOf(id))
  await expect.poll(() => text(alice.page).innerText()).toBe('what was written')
  await fetch(`${stage.url}/api/documents/${id}`, { method: 'DELETE' })
  await alice.page.getByText('Somebody moved this document to the trash.').waitFor()
  expect(await text(alice.page).innerText()).toBe('what was written')
  await alice.page.reload()
  await alice.page.getByRole('heading', { name: 'This document is in the trash' }).waitFor()
  expect(await alice.page.locator('encke-editor').count()).toBe(0)
  await alice.page.getByRole('button', { name: 'Restore' }).click()
  await expect.poll(() => text(alice.page).innerText()).toBe('what was written')

  await fetch(`${stage.url}/api/documents/${id}?permanently`, { method: 'DELETE' })
  await alice.page.getByText('Somebody deleted this document.').waitFor()
  await alice.page.reload()
  await alice.page.getByRole('heading', { name: 'There is no document here' }).waitFor()
  await alice.page.getByRole('link', { name: 'Encke' }).waitFor()
})

test('a link that cannot be one says so', async () => {
  await using alice = await stage.person('Alice')
  await alice.page.goto(`${stage.url}/d/a*b`)
  await alice.page.getByRole('heading', { name: 'This link is not right' }).waitFor()
})

test('the list says why it cannot be shown, and tries again', async () => {
  await newDocument('Hidden at first')
  await using alice = await stage.person('Alice')
  await alice.page.route('**/api/documents?*', (route) => route.fulfill({ status: 503, body: '{}' }))
  await alice.page.goto(stage.url)
  await alice.page.getByRole('alert').filter({ hasText: 'The server is busy or restarting.' }).waitFor()
  await alice.page.unroute('**/api/documents?*')
  await alice.page.getByRole('button', { name: 'Try again' }).click()
  await alice.page.getByRole('link', { name: 'Hidden at first' }).waitFor()
})

test('what does not load with the text is there later, and not asked for without end', async () => {
  const id = await newDocument('Late')
  await using alice = await stage.person('Alice')
  const { page } = alice
  const parts = /\/assets\/(amenities|company|preview-switch|file-desk)-[^/]+\.js$/
  const refused: Record<string, number[]> = { amenities: [], company: [], 'preview-switch': [], 'file-desk': [] }
  await page.route(parts, (route) => {
    refused[parts.exec(route.request().url())![1]!]!.push(performance.now())
    return route.abort()
  })
  await page.addInitScript(() => localStorage.setItem('encke:view', 'split'))
  await page.goto(pageOf(id))
  const writer = new Writer(page)
  await writer.synced()
  await writer.types('**plain')
  await page.getByText('The preview could not be loaded.').waitFor()
  await dragFiles(page, { files: { 'photo.png': 'x' }, on: '.cm-content', event: 'drop' })
  await page.getByText('Files cannot be added without a connection to the server.').waitFor()
  const span = (times: number[]) => (times.at(-1) ?? 0) - (times[0] ?? 0)
  await expect.poll(() => Object.values(refused).every((times) => span(times) > 2_500)).toBe(true)
  // After 1, 2 and 4 s, and with what else happens on the page.
  expect(Math.max(...Object.values(refused).map(({ length }) => length))).toBeLessThan(15)

  await page.unroute(parts)
  for (const command of ['search.open', 'people.where', 'view.split']) await writer.knows(command)
  await writer.undoes()
  await expect.poll(() => writer.text()).toBe('')
  await page.locator('.preview').waitFor()
  await page.locator('encke-editor [role=alert]').waitFor({ state: 'detached' })
})

test('what is opened without a network for the first time says that it cannot be', async () => {
  const id = await newDocument('Alone')
  await using alice = await stage.person('Alice')
  const { page } = alice
  const writer = await openDocument(page, { url: stage.url, document: id })
  await page.route(/\/assets\/[^/]+\.js$/, (route) => route.abort())
  const says = page.locator('page-notice').getByText('It takes a connection to the server.')
  const closes = async () => {
    await says.first().waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
  }
  await page.keyboard.press('Control+/')
  await closes()
  for (const item of ['Settings', 'Print']) {
    await page.getByRole('button', { name: 'Document menu' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await closes()
  }
  for (const command of ['mode.choose', 'file.html']) {
    await writer.editor.evaluate((editor: EnckeEditor, command) => editor.commands.find(command)!.run(), command)
    const notice = page.locator('.encke-notice')
    await expect.poll(() => notice.innerText()).toMatch('It takes a connection to the server.')
    await notice.evaluate((notice) => notice.remove())
  }
  expect(alice.problems.filter((problem) => !problem.includes('ERR_FAILED'))).toEqual([])
})

test('from an empty list to a written and titled document with the keyboard alone', async () => {
  await using own = await spawnServer()
  await using alice = await stage.person('Alice')
  await introduce(alice.context, alice)
  const { page } = alice
  const { keyboard } = page
  await page.goto(own.url)
  await page.getByRole('heading', { name: 'A blank page' }).waitFor()
  await tabTo(page, 'New document')
  await keyboard.press('Enter')
  await page.locator('.cm-focused').waitFor()
  await keyboard.type('No mouse was used.')

  // Tab leaves the text.
  await tabTo(page, 'Title of the document', 'Shift+Tab')
  await keyboard.type('Keys')
  await keyboard.press('Enter')
  await page.locator('.cm-focused').waitFor()
  await tabTo(page, 'Alice, you. Change name and colour', 'Shift+Tab')
  await keyboard.press('Enter')
  await page.locator('settings-dialog dialog[open]').waitFor()
  await keyboard.type('Alice the typist')
  await keyboard.press('Enter')
  await page.getByRole('button', { name: 'Alice the typist, you. Change name and colour' }).waitFor()
  await expect.poll(() => chip(page).innerText()).toBe('Saved')
  await tabTo(page, 'All documents', 'Shift+Tab')
  await keyboard.press('Enter')
  await page.getByRole('link', { name: 'Keys' }).waitFor()
  await tabTo(page, 'Keys')
  await keyboard.press('Enter')
  // What is written before the text is there may come before or after it.
  await expect.poll(() => text(page).innerText()).toBe('No mouse was used.')
  await tabTo(page, 'Skip to the text')
  await keyboard.press('Enter')
  await page.locator('.cm-focused').waitFor()
  await keyboard.type('Still none. ')
  const value = () => page.locator('encke-editor').evaluate((editor: EnckeEditor) => editor.value)
  await expect.poll(value).toBe('Still none. No mouse was used.')
  expect(alice.problems).toEqual([])
})
