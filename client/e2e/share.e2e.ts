import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { violations } from './page-faults.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument, Writer } from './writer.ts'

const stage = new Stage()
let documents = 0

/** Enough of them that the page has to be scrolled. */
const paragraphs = Array.from({ length: 60 }, (_, index) => `Paragraph ${index}, of some words.`).join('\n\n')

async function newDocument(content = `# Plans\n\n${paragraphs}\n`): Promise<string> {
  documents += 1
  const id = `hidden-name-${documents}`
  await createDocument(stage.url, { id, title: 'Our plans', content })
  return id
}

/** Makes a link as a program would. */
async function newLink(id: string, role: 'viewer' | 'editor', more: object = {}): Promise<{ id: string; url: string }> {
  const response = await fetch(`${stage.url}/api/documents/${id}/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role, ...more }),
  })
  const link = (await response.json()) as { id: string; url: string }
  return { ...link, url: stage.url + link.url }
}

const revoke = (id: string, link: { id: string }) =>
  fetch(`${stage.url}/api/documents/${id}/links/${link.id}`, { method: 'DELETE' })

const share = (page: Page) => page.getByRole('button', { name: 'Share' })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Share' })
const links = (page: Page) => dialog(page).getByRole('listitem')
const text = (page: Page) => page.getByRole('main')
/** Closes the dialog, which gives the focus back to what opened it. */
const closes = async (page: Page) => {
  await page.keyboard.press('Escape')
  await share(page).and(page.locator(':focus')).waitFor()
}
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

describe('the share dialog', () => {
  test('makes a link with the keyboard, copies it, and ends it after a question', async () => {
    const id = await newDocument()
    await using alice = await stage.person('Alice', { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = alice
    await openDocument(page, { url: stage.url, document: id })
    await page.getByRole('button', { name: 'Copy link' }).click()
    await expect.poll(() => clipboard(page)).toBe(`${stage.url}/d/${id}`)

    await share(page).focus()
    await page.keyboard.press('Enter')
    await dialog(page).getByText('No links yet').waitFor()
    await dialog(page).getByLabel('For whom').fill('The board')
    await page.keyboard.press('Enter')
    await dialog(page).getByText('Link made and copied.').waitFor({ state: 'attached' })
    expect(await clipboard(page)).toMatch(new RegExp(`^${stage.url}/v/[\\w-]{24}$`))
    expect(await links(page).innerText()).toContain('The board')

    // It is still known to this browser after a reload.
    const made = await clipboard(page)
    await page.reload()
    await share(page).click()
    await dialog(page).getByRole('button', { name: 'Copy link: The board' }).click()
    await expect.poll(() => clipboard(page)).toBe(made)

    await dialog(page).getByRole('button', { name: 'End link: The board' }).click()
    await page.keyboard.press('Escape')
    expect(await links(page).count()).toBe(1)
    await dialog(page).getByRole('button', { name: 'End link: The board' }).press('Enter')
    await page.keyboard.press('Enter')
    await dialog(page).getByText('No links yet').waitFor()
    expect((await fetch(made)).status).toBe(403)
    await closes(page)
    expect(alice.problems).toEqual([])
  })

  test('shows the QR code of a link, and saves it', async () => {
    const id = await newDocument()
    await using alice = await stage.person('Alice', { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = alice
    await openDocument(page, { url: stage.url, document: id })
    await share(page).click()
    await dialog(page).getByLabel('For whom').fill('The board')
    await page.keyboard.press('Enter')
    await dialog(page).getByText('Link made and copied.').waitFor({ state: 'attached' })
    const toggle = dialog(page).getByRole('button', { name: 'QR code: The board' })
    await toggle.press('Enter')
    const code = dialog(page).getByRole('img', { name: `QR code that leads to ${await clipboard(page)}` })
    await code.waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violations(page)).toEqual([])
    }
    const fills = await code.evaluate((svg) => [...svg.children].map((shape) => getComputedStyle(shape).fill))
    expect(fills).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)'])
    for (const format of ['PNG', 'SVG']) {
      const saved = page.waitForEvent('download')
      await dialog(page)
        .getByRole('button', { name: `Save QR code as ${format}` })
        .click()
      expect((await saved).suggestedFilename()).toBe(`Our plans.${format.toLowerCase()}`)
    }
    await toggle.press('Enter')
    await expect.poll(() => code.count()).toBe(0)
    await dialog(page).getByRole('button', { name: 'QR code', exact: true }).click()
    await dialog(page)
      .getByRole('img', { name: `QR code that leads to ${stage.url}/d/${id}` })
      .waitFor()
    expect(alice.problems).toEqual([])
  })

  test('shows how the document looks where it is embedded, by a link that only reads', async () => {
    const id = await newDocument('Embed me')
    await using alice = await stage.person('Alice', { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = alice
    await openDocument(page, { url: stage.url, document: id })
    await share(page).click()
    await dialog(page).getByRole('button', { name: 'Make and copy link' }).click()
    await dialog(page).getByText('Link made and copied.').waitFor({ state: 'attached' })
    const token = (await clipboard(page)).split('/').at(-1)
    await dialog(page).getByRole('tab', { name: 'Links' }).focus()
    await page.keyboard.press('ArrowRight')
    const preview = dialog(page).locator('encke-editor')
    await expect.poll(() => preview.evaluate((editor: EnckeEditor) => editor.value)).toBe('Embed me')
    expect(await preview.evaluate((editor: EnckeEditor) => editor.connection.role)).toBe('viewer')
    await dialog(page).getByRole('radio', { name: 'React' }).check()
    await dialog(page).getByLabel('Colours').selectOption('dark')
    await dialog(page).getByRole('button', { name: 'Copy code' }).click()
    await expect.poll(() => clipboard(page)).toContain(`document="link:${token}" label="Our plans" theme="dark" />`)
    expect(alice.problems).toEqual([])
  })

  test('copies without HTTPS as well, where a page has no clipboard', async () => {
    const id = await newDocument('')
    await using alice = await stage.person('Alice')
    const { page } = alice
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
    const writer = await openDocument(page, { url: stage.url, document: id })
    await share(page).click()
    await dialog(page).getByRole('button', { name: 'Make and copy link' }).click()
    await dialog(page).getByText('Link made and copied.').waitFor({ state: 'attached' })
    await closes(page)
    await writer.selects(0)
    await page.keyboard.press('Control+v')
    await expect.poll(() => writer.text()).toMatch(new RegExp(`^${stage.url}/v/[\\w-]{24}$`))
  })

  test('says what is wrong, and tries again', async () => {
    const id = await newDocument()
    await newLink(id, 'viewer', { label: 'Made elsewhere' })
    await using alice = await stage.person('Alice')
    const { page } = alice
    await openDocument(page, { url: stage.url, document: id })
    await page.route('**/links', (route) => route.abort())
    await share(page).click()
    await dialog(page).getByRole('alert').filter({ hasText: 'The server cannot be reached.' }).waitFor()
    await page.unroute('**/links')
    await dialog(page).getByRole('button', { name: 'Try again' }).click()
    await links(page).filter({ hasText: 'its address is known only to those who have it' }).waitFor()
    await dialog(page).getByLabel('Works').selectOption('date')
    await dialog(page).getByRole('button', { name: 'Make and copy link' }).click()
    await dialog(page).getByText('Choose a day from today on.').waitFor()
  })
})

describe('a link to read', () => {
  test('shows the text, follows it without moving what is read, and keeps it when the link is ended', async () => {
    const id = await newDocument()
    const link = await newLink(id, 'viewer')
    await using alice = await stage.person('Alice')
    await using bob = await stage.person('Bob')
    const seen: string[] = []
    bob.page.on('response', async (response) => {
      const body = await response.text().catch(() => '')
      seen.push(`${response.url()} ${JSON.stringify(response.headers())} ${body}`)
    })
    await bob.page.goto(link.url)
    expect(await bob.page.title()).toBe('Our plans · Encke')
    await bob.page.getByText('Read only').waitFor()
    await bob.page.locator('main > div > h1').waitFor()

    const marked = bob.page.getByText('Paragraph 40,')
    await marked.evaluate((element) => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 120))
    const place = () => marked.evaluate((element) => Math.round(element.getBoundingClientRect().top))
    const before = await place()
    const writer = await openDocument(alice.page, { url: stage.url, document: id })
    await writer.selects(0)
    await writer.types('# A new beginning\n\nWith **some** more words.\n\n')
    await text(bob.page).locator('strong', { hasText: 'some' }).waitFor()
    await bob.page.getByRole('heading', { name: 'A new beginning' }).waitFor()
    expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(1)

    await revoke(id, link)
    await bob.page.getByText('This link is no longer valid.').waitFor()
    expect(await text(bob.page).innerText()).toContain('Paragraph 59')
    // Neither an address, nor a header, nor a body has named the document.
    await expect.poll(() => seen.length).toBeGreaterThan(5)
    expect(seen.filter((answer) => answer.includes(id))).toEqual([])
    await bob.page.reload()
    await bob.page.getByRole('heading', { name: 'This link is not valid' }).waitFor()
    expect(bob.problems.filter((problem) => !problem.includes('403'))).toEqual([])
  })

  test('can be read without scripts, and hardly needs any', async () => {
    const id = await newDocument('# Plans\n\n<b>no tag</b> &amp;\n')
    const link = await newLink(id, 'viewer')
    await using bare = await stage.person('Bare', { javaScriptEnabled: false })
    await bare.page.goto(link.url)
    expect(await bare.page.locator('h1').innerText()).toBe('Plans')
    expect(await text(bare.page).innerText()).toContain('<b>no tag</b> &amp;')

    await using bob = await stage.person('Bob')
    let bytes = 0
    bob.page.on('requestfinished', async (request) => {
      // What renders Markdown comes when the text can be read already.
      if (request.resourceType() !== 'script' || /view-text|sanitizer/.test(request.url())) return
      bytes += (await request.sizes()).responseBodySize
    })
    await bob.page.goto(link.url)
    await bob.page.getByText('Read only').waitFor()
    expect(bytes).toBeLessThan(30_000)
    expect(await bob.page.getByRole('link', { name: 'Edit' }).count()).toBe(0)
  })
})

test('a link to write opens the editor, and takes what is typed no more when it is ended', async () => {
  const id = await newDocument('')
  const link = await newLink(id, 'editor')
  await using bob = await stage.person('Bob')
  const { page } = bob
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(link.url.replace('/s/', '/v/'))
  await page.getByRole('link', { name: 'Edit' }).click()
  const writer = new Writer(page)
  await writer.synced()
  await writer.types('by Bob')
  await expect.poll(() => writer.chipWords()).toBe('Saved')
  await page.getByRole('textbox', { name: 'Title of the document' }).fill('Renamed by Bob')
  await page.keyboard.press('Enter')
  const titleNow = async () => (await (await fetch(`${stage.url}/api/documents/${id}`)).json()) as { title: string }
  await expect.poll(async () => (await titleNow()).title).toBe('Renamed by Bob')
  await share(page).click()
  await dialog(page).getByText('You came by a link').waitFor()
  expect(await dialog(page).getByRole('tab').count()).toBe(0)
  await closes(page)

  await writer.types(', and')
  await revoke(id, link)
  await page.getByRole('alert').filter({ hasText: 'This link is no longer valid' }).waitFor()
  await writer.types(' on')
  expect(await writer.text()).toBe('by Bob, and on')
  await page.reload()
  await page.getByRole('heading', { name: 'This link is not valid' }).waitFor()
  expect(requests.filter((url) => url.includes(id))).toEqual([])
})
