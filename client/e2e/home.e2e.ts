import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { dragFiles } from './dropped-files.ts'
import { Stage } from './stage.ts'
import { createDocument } from './writer.ts'

const stage = new Stage()
/** Sets apart from the documents of the other tests: no id that the server makes has an `o` in it. */
let mark: string
let marks = 0

beforeEach(() => {
  marks += 1
  mark = `o${marks}`
})

const make = (name: string, content = '') =>
  createDocument(stage.url, { id: `${mark}-${name.toLowerCase()}`, title: name, content })
const names = (page: Page) => page.locator('.row .name').allInnerTexts()
const row = (page: Page, name: string) => page.locator('.row').filter({ hasText: name })
const notice = (page: Page) => page.locator('page-notice .notice')

/** The list with the documents of this test alone. */
async function openList(page: Page): Promise<void> {
  await page.goto(stage.url)
  await page.getByRole('searchbox').fill(`${mark}-`)
}

test('a document goes into the trash without a question, comes back by Undo, and is deleted for good after one', async () => {
  await make('Plans', 'Kept text')
  await make('Notes')
  await using alice = await stage.person('Alice')
  const { page } = alice
  await openList(page)
  await row(page, 'Plans').hover()
  await page.getByRole('button', { name: 'Actions for Plans' }).click()
  await page.getByRole('menuitem', { name: 'Move to trash' }).click()
  await expect.poll(() => names(page)).toEqual(['Notes'])
  await notice(page).getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => names(page)).toContain('Plans')

  // By keys: the focus goes to the row that comes in its place, and Mod-z brings it back.
  await page.getByRole('searchbox').press('ArrowDown')
  const first = await page.locator('.row .name:focus').innerText()
  await page.keyboard.press('Delete')
  await expect.poll(() => names(page)).not.toContain(first)
  await page.keyboard.press('Control+z')
  await expect.poll(() => names(page)).toContain(first)

  // From its own page: the list offers Undo as well.
  await page.goto(`${stage.url}/d/${mark}-plans`)
  await page.locator('encke-status .saved').waitFor()
  await page.getByRole('button', { name: 'Document menu' }).click()
  await page.getByRole('menuitem', { name: 'Move to trash' }).click()
  await notice(page).getByText('“Plans” is in the trash.').waitFor()

  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Trash' }).click()
  await page.getByRole('button', { name: 'Restore: Plans' }).click()
  await page.getByRole('heading', { name: 'The trash is empty' }).waitFor()
  const kept = async () => (await fetch(`${stage.url}/api/documents/${mark}-plans/content`)).text()
  await expect.poll(kept).toBe('Kept text')
  await fetch(`${stage.url}/api/documents/${mark}-plans`, { method: 'DELETE' })
  await page.reload()
  await page.getByRole('searchbox').fill('nowhere')
  await page.getByText('Nothing in the trash says “nowhere”').waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('kept')
  await page.locator('.excerpt').getByText('Kept').waitFor()
  await page.getByRole('button', { name: 'Delete for good: Plans' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Delete for good: Plans' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
  await page.getByRole('heading', { name: 'The trash is empty' }).waitFor()
  await expect.poll(async () => (await fetch(`${stage.url}/api/documents/${mark}-plans`)).status).toBe(404)
  expect(alice.problems).toEqual([])
})

test('dropped files become documents, and each that is no text is named with the reason', async () => {
  await using alice = await stage.person('Alice')
  const { page } = alice
  await make('Before')
  await openList(page)
  const files = {
    [`${mark}-one.md`]: '# The heading\n\ntext',
    [`${mark}-two.txt`]: 'zwei',
    'photo.png': 'x',
    'nul.txt': 'a\0b',
  }
  await dragFiles(page, { files, on: 'body', event: 'dragenter' })
  await page.getByText('Drop text files to make documents of them').waitFor()
  await dragFiles(page, { files, on: 'body', event: 'drop' })
  await notice(page).getByText('2 documents imported. 2 files were not imported:').waitFor()
  await expect
    .poll(() => notice(page).getByRole('listitem').allInnerTexts())
    .toEqual(['photo.png: only files of text or code can be imported', 'nul.txt: this is not text'])
  await page.getByRole('searchbox').fill('')
  await row(page, `${mark}-two`).waitFor()
  // Nobody gave it a title.
  await row(page, 'The heading').waitFor()
})

test('a document is called by its first heading until somebody names it, in place; the list is sorted', async () => {
  await make('', 'x\n\n# Zebra\n')
  await make('Apple')
  await using alice = await stage.person('Alice')
  const { page } = alice
  await openList(page)
  await expect.poll(() => names(page)).toEqual(['Apple', 'Zebra'])
  await page.getByLabel('Sort by').selectOption('Name')
  await row(page, 'Apple').getByRole('link').focus()
  await page.keyboard.press('F2')
  await page.locator('.rename:focus').waitFor()
  await page.keyboard.type('Zoo')
  await page.keyboard.press('Enter')
  await expect.poll(() => names(page)).toEqual(['Zebra', 'Zoo'])
  const kept = async () => (await fetch(`${stage.url}/api/documents/${mark}-apple`)).json()
  await expect.poll(kept).toMatchObject({ title: 'Zoo' })

  await row(page, 'Zebra').getByRole('link').click()
  const title = page.getByRole('textbox', { name: 'Title of the document' })
  await expect.poll(() => title.getAttribute('placeholder')).toBe('Zebra')
  // What is typed before the text is there may come behind it.
  await page.locator('.cm-content').getByText('Zebra').click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# Live\n')
  await expect.poll(() => page.title()).toBe('Live · Encke')
  await title.fill('By hand')
  await title.press('Enter')
  await expect.poll(() => page.title()).toBe('By hand · Encke')
  expect(alice.problems).toEqual([])
})

test('keys alone: search, help, a row, a new document', async () => {
  await make('Keys')
  await using alice = await stage.person('Alice')
  const { page } = alice
  await page.goto(stage.url)
  await page.locator('.row').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type(`${mark}-`)
  await expect.poll(() => names(page)).toEqual(['Keys'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Move to trash').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await page.locator('.cm-focused').waitFor()
  await page.keyboard.type('?')
  await page.keyboard.press('Control+/')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await help.getByText('Bold').waitFor()
  await help.getByText('Undo your own last edit').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.cm-focused').waitFor()
  await expect.poll(() => page.locator('.cm-content').innerText()).toBe('?')
  expect(alice.problems).toEqual([])
})

test('settings hold at once, in every tab, and from the first paint of the next page on', async () => {
  await make('Settings', 'text')
  await using alice = await stage.person('Alice', { colorScheme: 'light' })
  const { page } = alice
  const other = await alice.context.newPage()
  await other.goto(stage.url)
  // Or each click waits for seconds: the tab in front is the one that draws.
  await page.bringToFront()
  await page.goto(`${stage.url}/d/${mark}-settings`)
  await page.locator('encke-status .saved').waitFor()
  await page.getByRole('button', { name: 'Document menu' }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  const settings = page.locator('settings-dialog dialog')
  const size = () => page.locator('.cm-content').evaluate((content) => getComputedStyle(content).fontSize)
  await expect.poll(size).toBe('17px')
  await settings.getByRole('radio', { name: 'Larger' }).check()
  await expect.poll(size).toBe('22px')
  await settings.getByRole('radio', { name: 'Dark' }).check()
  const ground = (tab: Page) => tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await expect.poll(() => ground(other)).toBe('rgb(30, 30, 30)')
  await other.getByLabel('Sort by').selectOption('Opened by me')
  await row(other, 'Settings').waitFor()
  await settings.getByRole('button', { name: 'Forget which documents I opened' }).click()
  await settings.getByText('Forgotten in this browser.').waitFor()
  await other.getByText('What you open in this browser is listed here.').waitFor()
  await settings.getByRole('button', { name: 'Undo' }).click()
  await row(other, 'Settings').waitFor()
  await settings.getByRole('radio', { name: 'Русский' }).check()
  await other.getByRole('button', { name: 'Новый документ' }).waitFor()
  await settings.locator('[name=transport]').selectOption('poll')
  const transport = () => page.locator('encke-editor').getAttribute('transport')
  await expect.poll(transport).toBe('poll')

  // Before any module has run.
  await other.route('**/assets/index-*.js', (route) => route.abort())
  await other.goto(stage.url)
  expect(await ground(other)).toBe('rgb(30, 30, 30)')
})
