import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { hostileMarkdown } from './hostile-markdown.ts'
import { violations } from './page-faults.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument } from './writer.ts'

const stage = new Stage()

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
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const { page } = alice
  await createDocument(stage.url, { id: 'plan', content: text })
  const hers = await openDocument(page, { url: stage.url, document: 'plan' })
  const his = await openDocument(bob.page, { url: stage.url, document: 'plan' })
  await hers.editor.evaluate((editor: EnckeEditor) => editor.setAttribute('view', 'preview'))
  // What is out of sight has no inner text: it is not laid out.
  const notes = () => page.locator('.preview .notes > li').allTextContents()
  const [tea, bread] = ['Of three sorts. ↩ ↩2', 'Bread.'].map((words) => expect.stringContaining(words))
  await expect.poll(notes).toEqual([tea, bread])
  // Each language comes by itself.
  await expect
    .poll(() => colors(page, '.preview'))
    .toEqual(expect.arrayContaining(['keyword const', 'string "green"', 'comment // hot', 'keyword select']))
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
  await createDocument(stage.url, { id: 'read', content: text })
  const response = await fetch(`${stage.url}/api/documents/read/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'viewer' }),
  })
  const { url } = (await response.json()) as { url: string }
  await using rita = await stage.person('Rita', { locale: 'ru-RU' })
  const { page } = rita
  await page.goto(stage.url + url)
  await expect.poll(() => colors(page, '.text')).toEqual(expect.arrayContaining(['keyword const', 'string "green"']))
  await page.getByRole('link', { name: 'Примечание 2' }).click()
  await expect.poll(() => isInSight(page, '.notes > li:nth-child(2)')).toBe(true)
  await page.getByRole('link', { name: 'К тексту, от примечания 1', exact: true }).click()
  await expect.poll(() => isInSight(page, 'h1')).toBe(true)
  expect(await violations(page)).toEqual([])
  expect(rita.problems).toEqual([])
})

test('on the page to read, too, hostile Markdown does nothing', async () => {
  await createDocument(stage.url, { id: 'evil', content: hostileMarkdown.join('\n\n---\n\n') })
  const response = await fetch(`${stage.url}/api/documents/evil/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'viewer' }),
  })
  const { url } = (await response.json()) as { url: string }
  await using rita = await stage.person('Rita')
  const { page } = rita
  await page.addInitScript(() => {
    const told: string[] = []
    Object.assign(window, { told, pwned: () => told.push('pwned') })
  })
  await page.goto(stage.url + url)
  await expect.poll(() => page.locator('main hr').count()).toBe(hostileMarkdown.length - 1)
  await expect.poll(() => page.locator('main .notes li').count()).toBeGreaterThan(3)
  expect(await page.evaluate(() => window.told)).toEqual([])
  const ids = await page.locator('main [id]').evaluateAll((elements) => elements.map(({ id }) => id))
  expect(ids.filter((id) => !id.startsWith('user-content-'))).toEqual([])
})

const long = Array.from(
  { length: 400 },
  (_, index) => `## Part ${index}\n\nSome words of part ${index}. ${'More. '.repeat(40)}`,
)

test('the whole text is printed and nothing of the page around it, dark on white, under a strict policy', async () => {
  await using alice = await stage.person('Alice', { colorScheme: 'dark' })
  const { page } = alice
  const content = `# Title\n\n${long.join('\n\n')}\n\n[a link](https://example.org/)\n\n\`\`\`js\nconst last = 1\n\`\`\`\n\nThe very end[^1].\n\n[^1]: A note.`
  await createDocument(stage.url, { id: 'print', content })
  const writer = await openDocument(page, { url: stage.url, document: 'print' })
  // The window in which the reader says how it is printed stays open meanwhile.
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printing', '')
  })
  await writer.selects(0)
  await page.keyboard.press('Control+p')
  await page.locator('body[data-printing]').waitFor({ state: 'attached' })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const sheet = page.locator('.encke-printed')
  expect(await sheet.getByText('The very end').isVisible()).toBe(true)
  expect(await sheet.locator('.notes').innerText()).toContain('A note.')
  expect(
    await page
      .locator('.cm-content, .tools, header')
      .evaluateAll((all) => all.filter((each) => each.checkVisibility()).length),
  ).toBe(0)
  const looks = await sheet.locator('article').evaluate((article) => {
    const [link, code] = [article.querySelector('a')!, article.querySelector('pre span')!]
    return [document.documentElement, article, link, code]
      .map((element) => getComputedStyle(element))
      .map(({ color, backgroundColor, fontWeight }) => [color, backgroundColor, fontWeight].join(' '))
  })
  expect(looks).toEqual([
    expect.stringContaining('rgb(255, 255, 255)'),
    expect.stringMatching(/^rgb\(28, 28, 30\)/),
    expect.stringMatching(/^rgb\(11, 114, 97\)/),
    expect.stringMatching(/ 600$/),
  ])
  const pdf = await page.pdf()
  // Forty pages of words; what is cut at the window has one.
  expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(20)
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  expect(await sheet.count()).toBe(0)
  expect(alice.problems).toEqual([])
})

test('a web page of the text is whole, is valid, needs nothing and does nothing', async () => {
  await using alice = await stage.person('Alice')
  const { page } = alice
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==',
    'base64',
  )
  await createDocument(stage.url, { id: 'export', content: 'x' })
  const kept = await fetch(`${stage.url}/api/documents/export/files`, {
    method: 'POST',
    body: png,
    headers: { 'encke-file-name': 'dot.png' },
  })
  const { url } = (await kept.json()) as { url: string }
  const content = `# Über *alles*\n\n![dot](${url})\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n## Part\n\n## Part\n\nA[^1]\n\n\`\`\`js\nconst a = 1\n\`\`\`\n\n[^1]: Note\n\n${hostileMarkdown.join('\n\n---\n\n')}\n`
  const writer = await openDocument(page, { url: stage.url, document: 'export' })
  const read = (format: 'md' | 'txt' | 'html', value: string) =>
    writer.editor.evaluate(
      async (editor: EnckeEditor, { format, value }) => {
        editor.value = value
        return [...new Uint8Array(await (await editor.exportAs(format))!.arrayBuffer())]
      },
      { format, value },
    )
  for (const format of ['md', 'txt'] as const) {
    const bytes = Buffer.from(await read(format, 'Zeile\r\nzwei 👋\r\n'))
    expect(bytes).toEqual(Buffer.from('Zeile\nzwei 👋\n'))
  }
  const html = Buffer.from(await read('html', content)).toString()
  expect(html).not.toMatch(/\/api\/files\/|data-line| align=| loading=/)
  await page.route('**/exported', (route) => route.fulfill({ contentType: 'text/html', body: html }))
  const told: string[] = []
  await page.exposeFunction('pwned', () => told.push('pwned'))
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${stage.url}/exported`)
  const found = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
    const { naturalWidth } = document.querySelector('img')!
    const color = getComputedStyle(document.querySelector('pre .code-keyword')!).fontWeight
    const last = document.querySelector('td:last-child')!
    return {
      language: document.documentElement.lang,
      title: document.title,
      mode: document.compatMode,
      scripts: document.querySelectorAll('script, iframe, object, embed, base, form, svg, link').length,
      doubled: ids.filter((id, index) => ids.indexOf(id) < index),
      naturalWidth,
      color,
      align: getComputedStyle(last).textAlign,
    }
  })
  expect(found).toEqual({
    language: 'en',
    title: 'Über alles',
    mode: 'CSS1Compat',
    scripts: 0,
    doubled: [],
    naturalWidth: 5,
    color: '600',
    align: 'end',
  })
  expect(told).toEqual([])
  // But for images that a text names, which are on the same site here.
  expect(asked.filter((address) => !address.startsWith(stage.url) && !address.startsWith('data:'))).toEqual([])
  expect(await violations(page)).toEqual([])
})

test('a long text becomes a web page while the page goes on', async () => {
  await using alice = await stage.person('Alice')
  const { page } = alice
  await createDocument(stage.url, { id: 'huge', content: 'x' })
  const writer = await openDocument(page, { url: stage.url, document: 'huge' })
  const { longest, bytes, took } = await writer.editor.evaluate(async (editor: EnckeEditor) => {
    editor.value = '## A heading\n\nSome *words* and [a link](https://example.org), and more of them.\n\n'.repeat(4_000)
    let longest = 0
    const start = performance.now()
    let last = start
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const { size } = (await editor.exportAs('html'))!
    clearInterval(watch)
    return { longest, bytes: size, took: performance.now() - start }
  })
  expect(bytes).toBeGreaterThan(600_000)
  // Compared with all of it: how fast the machine is makes no difference.
  expect(longest).toBeLessThan(took / 3)
})

/** Pastes into the text what another program has copied. */
async function pastes(page: Page, kinds: Record<string, string>): Promise<void> {
  await page.locator('encke-editor').evaluate((editor: EnckeEditor, kinds) => {
    const clipboardData = new DataTransfer()
    for (const [kind, content] of Object.entries(kinds)) clipboardData.setData(kind, content)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    editor.view!.contentDOM.dispatchEvent(event)
  }, kinds)
}

test('what is pasted with a format keeps it as Markdown, and is plain where that is asked for', async () => {
  await using alice = await stage.person('Alice', { permissions: ['clipboard-read', 'clipboard-write'] })
  const { page } = alice
  await page.addInitScript(() => Object.assign(window, { pwned: () => document.body.setAttribute('data-pwned', '') }))
  await createDocument(stage.url, { id: 'paste', content: '' })
  const writer = await openDocument(page, { url: stage.url, document: 'paste' })
  await page.getByRole('toolbar').waitFor()
  const becomes = async (before: string, kinds: Record<string, string>, after: string) => {
    await writer.editor.evaluate((editor: EnckeEditor, before) => {
      editor.value = before.replace('‸', '')
    }, before)
    await writer.selects(before.indexOf('‸'))
    await pastes(page, kinds)
    await expect.poll(() => writer.text()).toBe(after)
  }
  const sheet =
    '<meta charset="utf-8"><table><col width=64><tr><td>Name</td><td>Age</td></tr><tr><td>Ada</td><td>36</td></tr></table>'
  const table = '| Name | Age |\n| ---- | --- |\n| Ada  | 36  |'
  await becomes('a‸b', { 'text/plain': 'Name\tAge\r\nAda\t36\r\n', 'text/html': sheet }, `a\n\n${table}\n\nb`)
  await becomes('‸', { 'text/plain': 'Name\tAge\nAda\t36' }, table)
  await writer.undoes()
  await expect.poll(() => writer.text()).toBe('')
  const html =
    '<h2>Plan <span>B</span></h2><p>Some <b>bold</b>, <i>slanted </i>and <a href="https://example.org/(a)">linked</a> *words*.</p>' +
    '<ul><li>one<ol><li>deep</li></ol></li><li>two</li></ul><blockquote>said</blockquote><pre>a\n  b</pre>'
  const markdown =
    '## Plan B\n\nSome **bold**, *slanted* and [linked](https://example.org/%28a%29) \\*words\\*.\n\n' +
    '- one\n  1. deep\n- two\n\n> said\n\n```\na\n  b\n```'
  await becomes('‸', { 'text/plain': 'Plan B', 'text/html': html }, markdown)
  await becomes(
    'Read ‸.',
    { 'text/plain': 'this', 'text/html': '<a href="https://example.org/">this</a>' },
    'Read [this](https://example.org/).',
  )
  await becomes('‸', { 'text/plain': 'words', 'text/html': '<span style="color:red">words</span>' }, 'words')
  await becomes('```\n‸\n```', { 'text/plain': 'bold', 'text/html': '<b>bold</b>' }, '```\nbold\n```')
  const hostile =
    '<img src=x onerror=pwned()><script>pwned()</script><b onclick=pwned()>safe</b> <a href="javascript:pwned()">link</a>'
  await becomes('‸', { 'text/plain': 'x', 'text/html': hostile }, '**safe** link')
  expect(await page.locator('body[data-pwned]').count()).toBe(0)

  await page.evaluate(async (html) => {
    const kinds = { 'text/plain': 'Plan B', 'text/html': html }
    const item = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })])
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(item))])
  }, '<h2>Plan B</h2>')
  for (const [key, expected] of [
    ['Control+v', '## Plan B'],
    ['Control+Shift+v', 'Plan B'],
  ] as const) {
    await writer.editor.evaluate((editor: EnckeEditor) => {
      editor.value = ''
    })
    await page.keyboard.press(key)
    await expect.poll(() => writer.text()).toBe(expected)
  }
  // The browser names each handler that it meets, also where none could ever run.
  expect(alice.problems.filter((problem) => !problem.includes('inline event handler'))).toEqual([])
})
