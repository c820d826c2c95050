import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { launchBrowser, type TestBrowser } from './browser.ts'
import { hostileMarkdown } from './hostile-markdown.ts'
import { violations } from './page-faults.ts'
import { createDocument, openDocument } from './writer.ts'

let server: SpawnedServer
let browser: TestBrowser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([spawnServer(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const text = [
  '# Plan',
  'Tea[^tea] and more[^more].',
  '[^tea]: Of *three* sorts.',
  '```js\nconst tea = "green" // hot\n```',
  ...Array.from({ length: 40 }, (_, index) => `## Part\n\nParagraph ${index}.`),
  'Again tea[^tea], see [part](#part-2).',
  '[^more]: Bread.\n\n    ```sql\n    select 1\n    ```',
].join('\n\n')

/** Which words of the code have which class. */
const colors = (page: Page, where: string) =>
  page
    .locator(`${where} pre span`)
    .evaluateAll((spans) => spans.map((span) => [span.className.replace('code-', ''), span.textContent].join(' ')))
const isInSight = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect()
      return top >= 0 && bottom <= innerHeight
    })

test('the preview has footnotes and colours, also of what others write, and links lead to their places', async () => {
  await using alice = await browser.person('Alice')
  await using bob = await browser.person('Bob')
  const { page } = alice
  await createDocument(server.url, { id: 'plan', content: text })
  const hers = await openDocument(page, { url: server.url, document: 'plan' })
  const his = await openDocument(bob.page, { url: server.url, document: 'plan' })
  await hers.editor.evaluate((editor: EnckeEditor) => editor.setAttribute('view', 'preview'))
  // What is out of sight has no inner text: it is not laid out.
  const notes = () => page.locator('.preview .notes > li').allTextContents()
  const [tea, bread] = ['Of three sorts. ↩ ↩2', 'Bread.'].map((words) => expect.stringContaining(words))
  await expect.poll(notes).toEqual([tea, bread])
  await expect.poll(() => colors(page, '.preview')).toContain('keyword const')
  expect(await colors(page, '.preview')).toEqual(
    expect.arrayContaining(['string "green"', 'comment // hot', 'keyword select']),
  )
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page)).toEqual([])
  }

  await page.getByRole('link', { name: 'Note 1' }).first().click()
  await expect.poll(() => isInSight(page, '.preview .notes > li')).toBe(true)
  await page.getByRole('link', { name: 'Back to the text, from note 1', exact: true }).press('Enter')
  await expect.poll(() => isInSight(page, '.preview h1')).toBe(true)
  await page.getByRole('link', { name: 'part' }).click()
  await expect.poll(() => isInSight(page, '.preview :is(p):text-is("Paragraph 2.")')).toBe(true)

  // A note before the others renumbers all of them; code keeps its colours while it is written.
  await his.selects(text.indexOf('const'))
  await his.types('let milk = 1; ')
  await expect.poll(() => colors(page, '.preview')).toContain('keyword let')
  await his.selects(0)
  await his.types('First[^more]. ')
  await expect.poll(notes).toEqual([bread, tea])
  expect([...alice.problems, ...bob.problems]).toEqual([])
})

test('the page to read has them as well, in the language of the reader', async () => {
  await createDocument(server.url, { id: 'read', content: text })
  const response = await fetch(`${server.url}/api/documents/read/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'viewer' }),
  })
  const { url } = (await response.json()) as { url: string }
  await using rita = await browser.person('Rita', { locale: 'ru-RU' })
  const { page } = rita
  await page.goto(server.url + url)
  await expect.poll(() => colors(page, '.text')).toEqual(expect.arrayContaining(['keyword const', 'string "green"']))
  await page.getByRole('link', { name: 'Примечание 2' }).click()
  await expect.poll(() => isInSight(page, '.notes > li:nth-child(2)')).toBe(true)
  await page.getByRole('link', { name: 'К тексту, от примечания 1', exact: true }).click()
  await expect.poll(() => isInSight(page, 'h1')).toBe(true)
  expect(await violations(page)).toEqual([])
  expect(rita.problems).toEqual([])
})

test('on the page to read, too, hostile Markdown does nothing', async () => {
  await createDocument(server.url, { id: 'evil', content: hostileMarkdown.join('\n\n---\n\n') })
  const response = await fetch(`${server.url}/api/documents/evil/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'viewer' }),
  })
  const { url } = (await response.json()) as { url: string }
  await using rita = await browser.person('Rita')
  const { page } = rita
  await page.addInitScript(() => {
    const told: string[] = []
    Object.assign(window, { told, pwned: () => told.push('pwned') })
  })
  await page.goto(server.url + url)
  await expect.poll(() => page.locator('main hr').count()).toBe(hostileMarkdown.length - 1)
  await expect.poll(() => page.locator('main .notes li').count()).toBeGreaterThan(3)
  expect(await page.evaluate(() => window.told)).toEqual([])
  const ids = await page.locator('main [id]').evaluateAll((elements) => elements.map(({ id }) => id))
  expect(ids.filter((id) => !id.startsWith('user-content-'))).toEqual([])
})
