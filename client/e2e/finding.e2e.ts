import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { launchBrowser, type TestBrowser } from './browser.ts'
import { violations } from './page-faults.ts'
import { createDocument, openDocument } from './writer.ts'

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

const mode = (page: Page) => page.locator('encke-editor').evaluate((editor: EnckeEditor) => editor.textMode)

test('a text becomes code for everybody, is announced, kept, and follows to the page to read and the file', async () => {
  await createDocument(server.url, { id: 'sums', title: 'Sums', content: '# a comment\ndef f():\n    return 1\n' })
  await using alice = await browser.person('Alice')
  await using bob = await browser.person('Bob')
  const address = { url: server.url, document: 'sums' }
  const [ours] = await Promise.all([openDocument(alice.page, address), openDocument(bob.page, address)])
  await bob.page.locator('encke-editor [data-id=mode]').waitFor()

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
    expect(await page.locator('view-switch').count()).toBe(0)
  }
  await expect
    .poll(() => bob.page.locator('encke-editor [role=status]').allInnerTexts())
    .toContain('The text is now python.')
  await bob.page.locator('encke-editor').evaluate((editor: EnckeEditor) => editor.flush())
  await bob.page.reload()
  await expect.poll(() => mode(bob.page)).toBe('python')

  const links = `${server.url}/api/documents/sums/links`
  const made = await fetch(links, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"role":"viewer"}',
  })
  const { url } = (await made.json()) as { url: string }
  await bob.page.goto(server.url + url)
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
