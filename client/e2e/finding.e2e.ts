import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { violations } from './page-faults.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument } from './writer.ts'

const stage = new Stage()

const mode = (page: Page) => page.locator('encke-editor').evaluate((editor: EnckeEditor) => editor.textMode)

test('a text becomes code for everybody, is announced, kept, and follows to the page to read and the file', async () => {
  await createDocument(stage.url, { id: 'sums', title: 'Sums', content: '# a comment\ndef f():\n    return 1\n' })
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const address = { url: stage.url, document: 'sums' }
  const [ours] = await Promise.all([openDocument(alice.page, address), openDocument(bob.page, address)])
  await bob.page.locator('encke-editor [data-id=mode]').waitFor()
  // What is said of others comes after the text.
  await bob.page.locator('encke-editor [role=status]').getByText('is here.').waitFor({ state: 'attached' })

  // By the keyboard alone, through all commands.
  await ours.editor.evaluate((editor: EnckeEditor) => editor.focus())
  await alice.page.keyboard.press('F1')
  await alice.page.keyboard.type('what the text is')
  await alice.page.keyboard.press('Enter')
  const dialog = alice.page.getByRole('dialog', { name: 'What is this text?' })
  await dialog.waitFor()
  expect(await violations(alice.page)).toEqual([])
  await alice.page.keyboard.type('.py')
  await alice.page.keyboard.press('Enter')

  for (const { page } of [alice, bob]) {
    await expect.poll(() => mode(page)).toBe('python')
    await page.locator('.cm-line[data-line]').first().waitFor()
    await page.getByRole('button', { name: 'Python: change what the text is' }).waitFor()
    await expect.poll(() => page.locator('view-switch').count()).toBe(0)
  }
  await expect
    .poll(() => bob.page.locator('encke-editor [role=status]').allInnerTexts())
    .toContain('The text is now python.')
  await bob.page.locator('encke-editor').evaluate((editor: EnckeEditor) => editor.flush())
  await bob.page.reload()
  await expect.poll(() => mode(bob.page)).toBe('python')

  const links = `${stage.url}/api/documents/sums/links`
  const made = await fetch(links, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"role":"viewer"}',
  })
  const { url } = (await made.json()) as { url: string }
  await bob.page.goto(stage.url + url)
  await bob.page.locator('pre.written').getByText('return 1').waitFor()

  await alice.page.getByRole('button', { name: 'Document menu' }).click()
  const download = alice.page.waitForEvent('download')
  await alice.page.getByRole('menuitem', { name: 'Download the file' }).click()
  expect((await download).suggestedFilename()).toBe('Sums.py')

  // And back, by the word beside the number of words.
  await alice.page.getByRole('button', { name: 'Python: change what the text is' }).click()
  await alice.page.getByRole('option', { name: 'Markdown' }).click()
  await alice.page.getByRole('button', { name: 'Markdown: change what the text is' }).waitFor()
  await bob.page.locator('main.text h1').getByText('a comment').waitFor()
  expect([...alice.problems, ...bob.problems]).toEqual([])
})

test('words are found in texts within seconds, marked, walked by keys, and led to', async () => {
  await createDocument(stage.url, { id: 'whales', title: 'Whales', content: `${'One more line.\n'.repeat(200)}` })
  await createDocument(stage.url, { id: 'els', content: '# Ёлки\n\nThe narwhal, сырое дерево.' })
  await using alice = await stage.person('Alice')
  const { page } = alice
  const writer = await openDocument(page, { url: stage.url, document: 'whales' })
  await writer.selects(1400)
  await writer.types('the *narwhal* is here ')
  const typedAt = performance.now()
  await page.goto(stage.url)
  await page.locator('.row').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('NARW')
  const rows = page.locator('.row')
  await expect.poll(() => rows.count()).toBe(2)
  process.stderr.write(`found ${Math.round(performance.now() - typedAt)} ms after it was typed\n`)
  await page.getByText('2 documents').waitFor()
  const whales = rows.filter({ hasText: 'Whales' })
  await expect.poll(() => whales.locator('mark').allInnerTexts()).toEqual(['narw'])
  expect(await violations(page)).toEqual([])

  await page.getByRole('searchbox').fill('елки дер')
  await expect.poll(() => rows.locator('mark').allInnerTexts()).toEqual(['Ёлки', 'Ёлки', 'дер'])
  await page.getByRole('searchbox').fill('nothing "of AND')
  const nothing = page.getByText('No document says “nothing "of AND”, nor is called so.')
  await nothing.waitFor()
  expect((await nothing.boundingBox())!.y).toBeLessThan(400)
  await page.getByRole('button', { name: 'Show all documents' }).click()
  await page.getByRole('searchbox').fill('narwhal')
  await expect.poll(() => rows.count()).toBe(2)
  // Down to the row, and on.
  await page.getByRole('searchbox').press('ArrowDown')
  if ((await whales.locator('a:focus').count()) === 0) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.locator('encke-editor .cm-searchMatch-selected').getByText('narwhal').waitFor()
  await page.getByText('1 of 1').waitFor()

  // What was opened here, the last first, is a list of its own; what is deleted is not on it.
  await openDocument(page, { url: stage.url, document: 'els' })
  await page.goto(stage.url)
  await page.getByLabel('Sort by').selectOption('Opened by me')
  const names = () => page.locator('.row .name').allInnerTexts()
  await expect.poll(names).toEqual(['Ёлки', 'Whales'])
  await fetch(`${stage.url}/api/documents/els`, { method: 'DELETE' })
  // The others are on it from the first moment, though there be no room for them among the newest.
  await page.route('**/api/documents?limit=*', async (route) => {
    const listed = (await (await route.fetch()).json()) as { documents: { id: string }[] }
    await route.fulfill({ json: { documents: listed.documents.filter(({ id }) => id !== 'whales') } })
  })
  await page.reload()
  await expect.poll(names).toEqual(['Whales'])
  await using bob = await stage.person('Bob')
  await bob.page.goto(stage.url)
  await bob.page.getByLabel('Sort by').selectOption('Opened by me')
  await bob.page.getByText('What you open in this browser is listed here.').waitFor()
  expect([...alice.problems, ...bob.problems]).toEqual([])
})
