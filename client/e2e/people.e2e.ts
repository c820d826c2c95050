import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { follows, hears, meet } from './meeting.ts'
import { openNetwork } from './network.ts'
import { violations } from './page-faults.ts'
import { Stage } from './stage.ts'
import { introduce, openDocument, type Writer } from './writer.ts'

const content = Array.from({ length: 200 }, (_, index) => `Line ${index + 1} of the log.`).join('\n')
const startOf = (line: number) =>
  content
    .split('\n')
    .slice(0, line - 1)
    .join('\n').length + (line > 1 ? 1 : 0)

const stage = new Stage()

test('who is followed is kept in sight until one moves by oneself, and knows that somebody follows', async () => {
  await using alice = await stage.person('Alice', { viewport: { width: 900, height: 500 } })
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ url: stage.url, document: 'followed', content, alice, bob })
  const events = await follows(hers)
  await his.selects(startOf(150))
  await expect.poll(() => caretLine(hers, 'Bob')).toBe(150)

  // By the face, with Shift.
  await hers.page.getByRole('button', { name: /^Bob/ }).click({ modifiers: ['Shift'] })
  await expect.poll(() => hers.page.locator('.encke-banner').innerText()).toMatch(/^Following Bob/)
  await expect.poll(() => sees(hers, 150)).toBe(true)
  await expect.poll(() => his.faces()).toContain('Bob, you. 1 person follows you. Change name and colour')

  // A move inside what she sees scrolls nothing; one out of it does.
  const top = () => hers.editor.evaluate((editor: EnckeEditor) => editor.view!.scrollDOM.scrollTop)
  let before = await top()
  // What scrolls to him may still be at it.
  const hasStopped = async () => {
    const last = before
    before = await top()
    return before === last
  }
  await expect.poll(hasStopped).toBe(true)
  await his.selects(startOf(151))
  await expect.poll(() => caretLine(hers, 'Bob')).toBe(151)
  expect(await top()).toBe(before)
  await his.selects(startOf(10))
  await expect.poll(() => sees(hers, 10)).toBe(true)

  await hers.page.keyboard.press('Escape')
  await expect.poll(() => hers.page.locator('.encke-banner').innerText()).toMatch(/^No longer following Bob/)
  await expect.poll(() => his.faces()).toContain('Bob, you. Change name and colour')
  await his.selects(startOf(190))
  await expect.poll(() => caretLine(hers, 'Bob')).toBe(190)
  expect(await sees(hers, 190)).toBe(false)
  await hers.page.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(() => sees(hers, 190)).toBe(true)

  // Her own key ends it, and so does his leaving.
  await hers.types('x')
  await expect.poll(() => hers.editor.getAttribute('follow')).toBeNull()
  await hers.editor.evaluate((editor: EnckeEditor, id) => editor.followUser(id), 'bob')
  await expect.poll(() => hers.editor.getAttribute('follow')).toBe('bob')
  await bob.page.close({ runBeforeUnload: true })
  await expect.poll(() => hers.page.locator('.encke-banner').innerText()).toBe('Bob has left')
  await expect
    .poll(events)
    .toEqual(['bob asked', 'null own-move', 'bob asked', 'null own-move', 'bob asked', 'null left'])
  expect(alice.problems).toEqual([])
})

test('following goes on over a connection that was cut, and meanwhile nobody is seen typing', async () => {
  await using network = await openNetwork(stage.url)
  await using alice = await stage.person('Alice', { viewport: { width: 900, height: 500 } })
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ url: stage.url, document: 'cut', content, alice, bob, by: { alice: network.url } })
  await hers.editor.evaluate((editor: EnckeEditor) => editor.followUser('bob'))
  await his.selects(startOf(150))
  await expect.poll(() => sees(hers, 150)).toBe(true)
  await expect
    .poll(async () => {
      await his.types('typing ')
      return hers.faces()
    })
    .toContain('Bob, typing. Jump to')
  network.cut()
  await expect
    .poll(() => hers.faces())
    .toEqual(['Alice, you. reconnecting. Change name and colour', 'Bob, here, as last seen. Jump to'])
  await his.selects(startOf(20))
  network.mend()
  await hers.editor.evaluate((editor: EnckeEditor) => editor.provider!.retryNow())
  await expect.poll(() => hers.faces()).toEqual(['Alice, you. Change name and colour', 'Bob, here. Jump to'])
  await expect.poll(() => sees(hers, 20)).toBe(true)
  expect(await hers.editor.getAttribute('follow')).toBe('bob')
})

test('the list of everybody says who is where, follows, and hides their carets; chips at the edge lead to them', async () => {
  await using alice = await stage.person('Alice', { viewport: { width: 900, height: 500 } })
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ url: stage.url, document: 'list', content, alice, bob })
  await his.selects(startOf(120))
  const chip = hers.page.locator('.encke-edge button')
  await expect.poll(() => chip.allInnerTexts()).toEqual([expect.stringMatching(/Bob\s*↓ 120/)])
  await chip.click()
  await expect.poll(() => sees(hers, 120)).toBe(true)
  await expect.poll(() => chip.count()).toBe(0)

  await hers.page.getByRole('button', { name: 'Everybody here' }).click()
  const menu = hers.page.locator('#everybody')
  await expect
    .poll(() => menu.locator('.row').allInnerTexts())
    .toEqual([expect.stringMatching(/Alice \(you\)\s+here/), expect.stringMatching(/Bob\s+here · line 120/)])
  await his.selects(startOf(121))
  await expect.poll(() => menu.innerText()).toContain('line 121')
  await withoutViolations(hers.page)
  await menu.getByRole('switch').uncheck()
  await expect.poll(() => hers.carets()).toEqual([])
  await menu.getByRole('button', { name: 'Follow Bob' }).click()
  await expect.poll(() => hers.editor.getAttribute('follow')).toBe('bob')
  await hers.page.reload()
  await hers.synced()
  await expect.poll(() => hers.faces()).toHaveLength(2)
  expect(await hers.carets()).toEqual([])
})

test('what others do is heard outside the text, and can be asked for by keys', async () => {
  await using alice = await stage.person('Alice', { viewport: { width: 900, height: 500 } })
  await using bob = await stage.person('Bob')
  await using carol = await stage.person('Carol')
  const [hers, his] = await meet({ url: stage.url, document: 'heard', content, alice, bob })
  const said = await hears(hers)
  await hers.selects(startOf(5))
  await his.selects(startOf(7))
  await his.types('Look: ')
  await expect.poll(said).toContainEqual(expect.stringContaining('Bob is editing 2 lines below you.'))
  await introduce(carol.context, carol)
  await openDocument(carol.page, { url: stage.url, document: 'heard' })
  await expect.poll(said).toContainEqual(expect.stringContaining('Carol joined. 3 people.'))

  await hers.page.keyboard.press('Alt+Shift+U')
  await expect.poll(said).toContainEqual(expect.stringMatching(/^3 people\. Bob: \w+, line 7\. Carol: here\.$/))
  await hers.page.keyboard.press('Alt+Shift+PageDown')
  await expect.poll(said).toContain('Bob, line 7')
  await hers.page.keyboard.press('Alt+Shift+H')
  await expect.poll(said).toContain('Bob, line 7: Look:')
  expect(await hers.editor.locator('.cm-content [aria-live], .cm-content [role=status]').count()).toBe(0)
  const description = await hers.editor.locator('.cm-content').evaluate((text) => {
    return (text.getRootNode() as ShadowRoot).getElementById(text.getAttribute('aria-describedby')!)?.textContent
  })
  expect(description).toMatch(/^Tab leaves the text/)
  await withoutViolations(hers.page)

  const commands = await hers.editor.evaluate((editor: EnckeEditor) => editor.commands.all.map(({ id }) => id))
  expect(commands).toEqual(expect.arrayContaining(['people.where', 'people.follow.bob', 'people.jump.bob']))
  // Between the parts of the page.
  const focused = () => hers.page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName)
  await hers.page.keyboard.press('Shift+F6')
  await expect.poll(focused).toBe('a')
  await hers.page.keyboard.press('F6')
  await expect.poll(focused).toBe('encke-editor')
})

/** As the page is now: in the light and in the dark, with forced colours, in both languages. */
async function withoutViolations(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([])
  for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
    await page.emulateMedia(media)
    expect(await violations(page)).toEqual([])
  }
  await page.evaluate(() => document.documentElement.setAttribute('lang', 'ru'))
  expect(await violations(page)).toEqual([])
  await page.evaluate(() => document.documentElement.setAttribute('lang', 'en'))
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
}

function caretLine({ editor }: Writer, name: string): Promise<number | null> {
  return editor.evaluate((editor: EnckeEditor, name) => editor.lineOfUser(name.toLowerCase()), name)
}

/** Whether the start of a line is on the screen. */
function sees({ editor }: Writer, line: number): Promise<boolean> {
  return editor.evaluate((editor: EnckeEditor, line) => {
    const view = editor.view!
    const place = view.coordsAtPos(view.state.doc.line(line).from)
    const box = view.scrollDOM.getBoundingClientRect()
    return place !== null && place.top >= box.top && place.bottom <= box.bottom
  }, line)
}
