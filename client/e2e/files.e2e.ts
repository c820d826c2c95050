import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { violations } from './page-faults.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument, type Writer } from './writer.ts'

const stage = new Stage({ server: { env: { FILE_MIB: '1' } } })

/** A red dot. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=='

interface Parcel {
  name: string
  type: string
  /** base64, or that many zeros. */
  content: string | number
}

/** Drops files at a place of the text, or pastes them. */
function gives(writer: Writer, how: 'drop' | 'paste', parcels: Parcel[], pos = 0): Promise<void> {
  return writer.editor.evaluate(
    (editor: EnckeEditor, { how, parcels, pos }) => {
      const data = new DataTransfer()
      for (const { name, type, content } of parcels) {
        const bytes =
          typeof content === 'number' ? new Uint8Array(content) : Uint8Array.from(atob(content), (c) => c.charCodeAt(0))
        data.items.add(new File([bytes], name, { type }))
      }
      const options = { bubbles: true, composed: true, cancelable: true }
      const { left, bottom } = editor.view!.coordsAtPos(pos)!
      const event =
        how === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data, clientX: left + 1, clientY: bottom - 4 })
          : new ClipboardEvent('paste', { ...options, clipboardData: data })
      editor.view!.contentDOM.dispatchEvent(event)
    },
    { how, parcels, pos },
  )
}

const image = (name: string): Parcel => ({ name, type: 'image/png', content: png })
const link = (name: string) => `!\\[${name}\\]\\(/api/files/[\\da-f]{32}/[\\da-f]{32}/${name}\\)`

test('an image is sent while others write, is one step of undo, and is shown to everybody', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  await createDocument(stage.url, { id: 'shared', content: 'before after' })
  const hers = await openDocument(alice.page, { url: stage.url, document: 'shared' })
  const his = await openDocument(bob.page, { url: stage.url, document: 'shared' })
  const sent = Promise.withResolvers<void>()
  await alice.page.route('**/files', async (route) => {
    await sent.promise
    await route.continue()
  })
  await gives(hers, 'drop', [image('one.png'), image('two.png')], 7)
  const cards = hers.editor.locator('.encke-file')
  await expect.poll(() => cards.count()).toBe(2)
  expect(await violations(alice.page)).toEqual([])
  expect(await his.editor.locator('.encke-file').count()).toBe(0)
  expect(await hers.text()).toBe('before after')
  await his.selects(0)
  await his.types('Bob, ')
  await expect.poll(() => hers.text()).toBe('Bob, before after')
  sent.resolve()
  await expect.poll(() => his.text()).toMatch(new RegExp(`^Bob, before ${link('one.png')}\n${link('two.png')}after$`))
  await expect.poll(() => cards.count()).toBe(0)

  await his.editor.evaluate((editor: EnckeEditor) => editor.setAttribute('view', 'split'))
  const shown = bob.page.locator('.preview img').first()
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(5)
  await hers.undoes()
  await hers.undoes()
  await expect.poll(() => his.text()).toBe('Bob, before after')
  expect(alice.problems).toEqual([])
})

test('what cannot be kept is said in words, can be tried again and taken away', async () => {
  await using alice = await stage.person('Alice')
  const { page } = alice
  // Nobody has written in it: it comes to exist with the file.
  const writer = await openDocument(page, { url: stage.url, document: 'new-by-file' })
  await gives(writer, 'paste', [
    { name: 'big.zip', type: 'application/zip', content: 3_000_000 },
    { name: 'fake.png', type: 'image/png', content: btoa('<script>') },
  ])
  const cards = writer.editor.locator('.encke-file')
  await expect
    .poll(async () => (await cards.allInnerTexts()).map((text) => text.split('\n')[0]))
    .toEqual([
      'big.zip is too large; the server takes 1 MB',
      expect.stringMatching(/^fake\.png is no image that can be shown/),
    ])
  // It would be refused again.
  expect(await cards.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  await cards.getByRole('button', { name: 'Remove fake.png' }).click()
  await cards.getByRole('button', { name: 'Remove big.zip' }).click()
  await expect.poll(() => cards.count()).toBe(0)
  expect(await writer.text()).toBe('')

  let full = true
  const problem = { code: 'STORE_UNAVAILABLE', detail: 'the disk does not take it' }
  await page.route('**/files', (route) => (full ? route.fulfill({ status: 503, json: problem }) : route.continue()))
  await gives(writer, 'paste', [image('room.png')])
  await cards.getByText('room.png: the server has no room for it at the moment').waitFor()
  full = false
  await cards.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => writer.text()).toMatch(new RegExp(`^${link('room.png')}$`))
  await page.unroute('**/files')
  await writer.undoes()
  await expect.poll(() => writer.text()).toBe('')

  let away = true
  await page.route('**/files', (route) => (away ? route.abort() : route.continue()))
  await gives(writer, 'paste', [image('later.png')])
  await cards.getByText('later.png could not be sent').waitFor()
  away = false
  await cards.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => writer.text()).toMatch(new RegExp(`^${link('later.png')}$`))

  await page.unroute('**/files')
  await page.route('**/files', () => {})
  await gives(writer, 'paste', [image('never.png')])
  await cards.getByRole('button', { name: 'Do not send never.png' }).click()
  await expect.poll(() => cards.count()).toBe(0)
})

test('texts become part of the text, and a page may keep files itself', async () => {
  await using alice = await stage.person('Alice')
  await createDocument(stage.url, { id: 'own', content: 'start end' })
  const writer = await openDocument(alice.page, { url: stage.url, document: 'own' })
  await gives(writer, 'drop', [{ name: 'notes.md', type: '', content: btoa('# One\r\ntwo ') }], 6)
  await expect.poll(() => writer.text()).toBe('start # One\ntwo end')

  await writer.editor.evaluate((editor: EnckeEditor) => {
    editor.addEventListener('encke-upload', (event) => {
      if (event.detail.file.name === 'refused.png') event.preventDefault()
    })
    editor.uploadHandler = async (file, { progress }) => {
      progress(0.5)
      return `https://example.org/${file.name}`
    }
  })
  await writer.selects(0)
  await gives(writer, 'paste', [image('refused.png'), image('mine.png')])
  await expect.poll(() => writer.text()).toBe('![mine.png](https://example.org/mine.png)start # One\ntwo end')
  await writer.editor.evaluate((editor: EnckeEditor) => {
    editor.readOnly = true
  })
  await gives(writer, 'drop', [image('late.png')])
  expect(await writer.editor.locator('.encke-file').count()).toBe(0)
  expect(alice.problems).toEqual([])
})
