import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { launchBrowser, type Person } from './browser.ts'
import { AT_ONCE_MS } from './meeting.ts'
import { Stage } from './stage.ts'
import { createDocument, facesIn, introduce, openDocument, pageOf, Writer } from './writer.ts'

const lines = ['The comet comes back.', 'Every three years and four months.', 'Nobody has to wait long.']
const content = lines.join('\n')

const stage = new Stage()

test('a caret is seen where its person has it, with their name, and moves with the text', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('caret', alice, bob)
  const end = lines[0]!.length
  await his.selects(end)
  await expectCaret(hers, end)

  await his.types('!!')
  await expect.poll(() => hers.text()).toBe(content.replace('\n', '!!\n'))
  await expectCaret(hers, end + 2)

  // What she writes in front of it pushes it along, without a word from him.
  await hers.selects(0)
  await hers.types('Look: ')
  await expectCaret(hers, end + 2 + 'Look: '.length)
  await expect.poll(() => his.carets()).toHaveLength(1)
})

test('a caret stays at its letter when the italics come late', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const italics = '*Words that lean, and words that lean.* Then others.'
  const fonts = Promise.withResolvers<void>()
  await alice.context.route(/italic.*\.woff2$/, async (route) => {
    await fonts.promise
    await route.continue()
  })
  const address = { url: stage.url, document: 'late italics' }
  await introduce(bob.context, bob)
  await createDocument(stage.url, { id: address.document, content: italics })
  const [hers, his] = [new Writer(alice.page), await openDocument(bob.page, address)]
  // The page is loaded when its fonts are.
  await alice.page.goto(pageOf(address), { waitUntil: 'commit' })
  await hers.synced()
  const end = italics.length
  await his.selects(end)
  await expectCaret(hers, end)
  // Nothing else draws it anew from now on.
  const label = hers.editor.locator('.encke-caret-label')
  await expect.poll(() => label.evaluate((element) => getComputedStyle(element).visibility)).toBe('hidden')
  const before = (await hers.placeOf(end)).left
  fonts.resolve()
  await expect.poll(async () => Math.abs((await hers.placeOf(end)).left - before)).toBeGreaterThan(2)
  await expectCaret(hers, end)
})

test('a selection is seen over the text that it selects', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('selection', alice, bob)
  const from = content.indexOf('comet')
  await his.selects(from, from + 'comet'.length)

  const selection = hers.editor.locator('.encke-remote-selection')
  await expect.poll(() => selection.count()).toBe(1)
  const isOverIt = async () => {
    const [box, left, right] = await Promise.all([
      selection.boundingBox(),
      hers.placeOf(from),
      hers.placeOf(from + 'comet'.length),
    ])
    const { x, y, width } = box!
    return Math.abs(x - left.left) < 2 && Math.abs(x + width - right.left) < 2 && y < left.top + 4
  }
  await expect.poll(isOverIt).toBe(true)

  await his.selects(from)
  await expect.poll(() => selection.count()).toBe(0)
})

test('a face says who is there and that they type, and a click on it goes to their place', async () => {
  await using alice = await stage.person('Alice', { viewport: { width: 900, height: 500 } })
  await using bob = await stage.person('Bob')
  const long = `${content}\n`.repeat(60)
  const [hers, his] = await meet('faces', alice, bob, long)
  await expect.poll(() => hers.faces()).toEqual(['Alice, you. Change name and colour', 'Bob, here. Jump to'])

  await his.selects(long.length)
  await expect
    .poll(async () => {
      await his.types('The end.')
      return hers.faces()
    })
    .toContain('Bob, typing. Jump to')
  await expect.poll(() => hers.faces()).toContain('Bob, here. Jump to')

  expect(await hers.carets()).toEqual([])
  await hers.page.getByRole('button', { name: 'Bob, here. Jump to' }).click()
  await expect.poll(async () => (await hers.carets()).map(({ name }) => name)).toEqual(['Bob'])
  await expect.poll(async () => (await hers.text()) === (await his.text())).toBe(true)
})

test('face and caret go at once with the page that is closed', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('closed', alice, bob)
  await his.selects(3)
  await expectCaret(hers, 3)
  const closed = bob.page.waitForEvent('close')
  await bob.page.close({ runBeforeUnload: true })
  await closed
  await expectAlone(hers, AT_ONCE_MS)
})

test('face and caret go at once with the page that is left for another', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('left', alice, bob)
  await his.selects(3)
  await expectCaret(hers, 3)
  await bob.page.goto(`${stage.url}/`)
  await expectAlone(hers, AT_ONCE_MS)
})

test('[A4] face and caret of a browser that died go within twelve seconds', async () => {
  await using alice = await stage.person('Alice')
  const doomed = await launchBrowser()
  const bob = await doomed.person('Bob')
  const [hers, his] = await meet('died', alice, bob)
  await his.selects(3)
  await expectCaret(hers, 3)
  await doomed.kill()
  await expectAlone(hers, 12_000)
})

test('two tabs of one person are one face', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('tabs', alice, bob)
  const address = { url: stage.url, document: 'tabs' }
  const second = await openDocument(await bob.context.newPage(), address)
  await second.types('From my other tab. ')
  await expect.poll(() => hers.text()).toContain('From my other tab.')
  const tabs = () =>
    hers.editor.evaluate((editor: EnckeEditor) => editor.users.map(({ clientIds }) => clientIds.length))
  await expect.poll(tabs).toEqual([1, 2])
  for (const writer of [hers, his]) await expect.poll(() => writer.faces()).toHaveLength(2)

  await second.page.close({ runBeforeUnload: true })
  await expect.poll(tabs).toEqual([1, 1])
  await expect.poll(() => hers.faces()).toHaveLength(2)
})

test('the list of documents shows who is in each, without opening any', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const { url } = stage
  for (const id of ['shown', 'empty']) await createDocument(url, { id, title: `The ${id} one`, content })
  await Promise.all([introduce(alice.context, alice), introduce(bob.context, bob)])
  await alice.page.goto(url)
  const row = (title: string) => alice.page.getByRole('listitem').filter({ hasText: title })
  await row('The empty one').waitFor()

  const his = await openDocument(bob.page, { url, document: 'shown' })
  const faces = () => facesIn(row('The shown one').locator('encke-presence'))
  await expect.poll(faces).toEqual(['Bob, here'])
  await expect
    .poll(async () => {
      await his.types('Hello. ')
      return faces()
    })
    .toEqual(['Bob, typing'])
  expect(await row('The empty one').locator('.face').count()).toBe(0)
  // She is nobody's company: looking at the list opens nothing.
  expect(await his.faces()).toHaveLength(1)

  await bob.page.close({ runBeforeUnload: true })
  await expect.poll(faces).toEqual([])
  expect(alice.problems).toEqual([])
})

/** Alice and Bob have opened a new document, and each knows of the other. */
async function meet(document: string, alice: Person, bob: Person, text = content): Promise<[Writer, Writer]> {
  const { url } = stage
  await createDocument(url, { id: document, content: text })
  await Promise.all([introduce(alice.context, alice), introduce(bob.context, bob)])
  const hers = await openDocument(alice.page, { url, document })
  const his = await openDocument(bob.page, { url, document })
  for (const writer of [hers, his]) await expect.poll(() => writer.faces()).toHaveLength(2)
  return [hers, his]
}

/** One caret is drawn, Bob's, at that position of the text. */
async function expectCaret(writer: Writer, position: number): Promise<void> {
  const look = async () => {
    const [carets, place] = await Promise.all([writer.carets(), writer.placeOf(position)])
    return carets.map(({ name, left, top }) => ({
      name,
      isThere: Math.abs(left - place.left) < 2 && Math.abs(top - place.top) < 6,
    }))
  }
  await expect.poll(look).toEqual([{ name: 'Bob', isThere: true }])
}

async function expectAlone(writer: Writer, timeout: number): Promise<void> {
  const company = async () => [...(await writer.carets()), ...(await writer.faces()).slice(1)]
  await expect.poll(company, { timeout }).toEqual([])
  await expect.poll(() => writer.faces()).toEqual(['Alice, you. Change name and colour'])
}
