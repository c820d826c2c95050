import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument, type Writer } from './writer.ts'

const stage = new Stage()

/** What a program gives to the text, as a paste or as files that are dropped at its beginning. */
async function gets(
  writer: Writer,
  how: 'paste' | 'drop',
  { text, files = [] }: { text?: string; files?: { name: string; type: string; bytes: number[] }[] },
): Promise<void> {
  await writer.editor.evaluate(
    (editor: EnckeEditor, { how, text, files }) => {
      const data = new DataTransfer()
      if (text !== undefined) data.setData('text/plain', text)
      for (const { name, type, bytes } of files) data.items.add(new File([new Uint8Array(bytes)], name, { type }))
      const options = { bubbles: true, composed: true, cancelable: true }
      const { left, top } = editor.view!.coordsAtPos(0)!
      const event =
        how === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data, clientX: left + 1, clientY: top + 4 })
          : new ClipboardEvent('paste', { ...options, clipboardData: data })
      editor.view!.contentDOM.dispatchEvent(event)
    },
    { how, text, files },
  )
}

const png = [
  ...Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==',
    'base64',
  ),
]

test('what cannot be seen in a text is shown, the same to everybody', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  await createDocument(stage.url, { id: 'odd', content: '' })
  const hers = await openDocument(alice.page, { url: stage.url, document: 'odd' })
  const his = await openDocument(bob.page, { url: stage.url, document: 'odd' })
  await alice.page.getByRole('toolbar').waitFor()
  await gets(hers, 'paste', { text: 'half \ud83d\r\nnothing \u0000\rturned \u202egnp.exe\r\n' })
  for (const { editor } of [hers, his]) {
    const lines = editor.locator('.cm-line')
    await expect.poll(() => lines.count()).toBe(4)
    await expect.poll(() => lines.first().innerText()).toBe('half \ufffd')
    const special = editor.locator('.cm-specialChar')
    await expect
      .poll(() => special.evaluateAll((marks) => marks.map((mark) => mark.getAttribute('title'))))
      .toEqual(['Control character null', 'Control character right-to-left override'])
  }
  expect(await his.text()).toBe(await hers.text())
  await his.editor.evaluate((editor: EnckeEditor) => editor.setAttribute('view', 'preview'))
  const preview = bob.page.locator('.preview')
  await expect.poll(() => preview.innerText()).toContain('half \ufffd')
  expect(await preview.innerText()).toContain('nothing')
  expect([...alice.problems, ...bob.problems]).toEqual([])
})

test('names that are markup are words: of people, documents and files', async () => {
  const evil = '"><img src=x onerror=pwned()>'
  await using mallory = await stage.person(evil)
  await using bob = await stage.person('Bob')
  for (const { page } of [mallory, bob]) {
    await page.addInitScript(() =>
      Object.assign(window, { pwned: () => document.documentElement.setAttribute('data-pwned', '') }),
    )
  }
  await mallory.page.addInitScript((name) => {
    localStorage.setItem('encke:identity', JSON.stringify({ id: 'm', name, color: '#0073c7', colorChosen: true }))
  }, `\u202e${evil}`)
  await createDocument(stage.url, { id: 'names', title: evil, content: '' })
  const hers = await openDocument(mallory.page, { url: stage.url, document: 'names' })
  const his = await openDocument(bob.page, { url: stage.url, document: 'names' })
  await expect.poll(() => his.faces()).toContainEqual(expect.stringContaining(evil))
  expect((await his.faces()).join('')).not.toContain('\u202e')
  await mallory.page.getByRole('toolbar').waitFor()
  await gets(hers, 'drop', { files: [{ name: `${evil}.png`, type: 'image/png', bytes: png }] })
  await expect.poll(() => his.text()).toMatch(/^!\[[^\]]*\]\(\/api\/files\/[^()<>"\s]*\)$/)
  await his.editor.evaluate((editor: EnckeEditor) => editor.setAttribute('view', 'preview'))
  const image = bob.page.locator('.preview img')
  await expect.poll(() => image.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(5)
  expect(await image.getAttribute('onerror')).toBeNull()
  await bob.page.goto(stage.url)
  await bob.page.getByRole('link', { name: evil }).first().waitFor()
  for (const { page } of [mallory, bob]) expect(await page.locator('html[data-pwned]').count()).toBe(0)
  expect(bob.problems).toEqual([])
})

test('a file that says that it is a text and is none is refused with a word, and one of another alphabet is read', async () => {
  await using alice = await stage.person('Alice')
  const { page } = alice
  await createDocument(stage.url, { id: 'files', content: '' })
  const writer = await openDocument(page, { url: stage.url, document: 'files' })
  await page.getByRole('toolbar').waitFor()
  const says = (words: string) => page.locator('.encke-notice').getByText(words).waitFor()
  await gets(writer, 'drop', { files: [{ name: 'program.txt', type: 'text/plain', bytes: [0x7f, 0x45, 0, 0, 255] }] })
  await says('program.txt: this is not text')
  await gets(writer, 'drop', { files: [{ name: 'broken.md', type: '', bytes: [0x61, 0xff, 0xfe, 0x62] }] })
  await says('broken.md: this is not text')
  expect(await writer.text()).toBe('')
  const utf16 = [0xff, 0xfe, ...Buffer.from('# Привет\r\nмир', 'utf16le')]
  await gets(writer, 'drop', { files: [{ name: 'windows.txt', type: 'text/plain', bytes: utf16 }] })
  await expect.poll(() => writer.text()).toBe('# Привет\nмир')
  await writer.editor.evaluate((editor: EnckeEditor) => {
    editor.value = ''
  })
  const marked = [0xef, 0xbb, 0xbf, ...Buffer.from('a\r\nb')]
  await gets(writer, 'drop', { files: [{ name: 'bom.md', type: '', bytes: marked }] })
  await expect.poll(() => writer.text()).toBe('a\nb')
  expect(alice.problems).toEqual([])
})

test('a picture keeps its place while the text around it is written, and a line of a million letters can be read', async () => {
  await using alice = await stage.person('Alice')
  const { page } = alice
  const large = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"/>`
  await page.route('https://pictures.example/**', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: large }),
  )
  const content = `Look: ![](https://pictures.example/a.svg)\n\nBelow.\n\n${'long '.repeat(200_000)}`
  await createDocument(stage.url, { id: 'picture', content })
  const writer = await openDocument(page, { url: stage.url, document: 'picture' })
  await writer.editor.evaluate((editor: EnckeEditor) => editor.setAttribute('view', 'split'))
  const image = page.locator('.preview img')
  await expect.poll(() => image.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(300)
  await writer.selects(0)
  await writer.types('Now ')
  await page.locator('.preview').getByText('Now Look').waitFor()
  // It was drawn anew with the words around it.
  const size = () => image.evaluate((image: HTMLImageElement) => [image.width, image.getAttribute('height')])
  await expect.poll(size).toEqual([300, '200'])
  expect(await page.locator('.preview .plain').first().innerText()).toContain('long long')
  expect(alice.problems).toEqual([])
})

test('what is typed over words of any look is an edit like others, and no violation of the policy', async () => {
  const content = '# **Comet** `x`\n\n- [comes](https://example.org) back\n'
  await createDocument(stage.url, { id: 'over', content })
  await using alice = await stage.person('Alice')
  const { page } = alice
  const hers = await openDocument(page, { url: stage.url, document: 'over' })
  const { keyboard } = page
  for (const [from, to] of [
    [0, content.length],
    [0, 11],
    [12, 15],
    [17, content.length],
  ] as const) {
    await hers.selects(from, to)
    await keyboard.type('on')
    await expect.poll(() => hers.text()).toBe(`${content.slice(0, from)}on${content.slice(to)}`)
    await hers.undoes()
    await expect.poll(() => hers.text()).toBe(content)
  }
  await hers.selects(content.indexOf('Comet'), content.indexOf('Comet') + 5)
  await keyboard.press('Shift+End')
  await keyboard.type('Ω')
  await expect.poll(() => hers.text()).toBe(content.replace('Comet** `x`', 'Ω'))
  expect(alice.problems).toEqual([])
})
