import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { follows, hears, meet } from './meeting.ts'
import { openNetwork } from './network.ts'
import { violations } from './page-faults.ts'
import { Stage } from './stage.ts'
import { facesIn, type Writer } from './writer.ts'

const content = 'The comet comes back.\nEvery three years and four months.\nNobody has to wait long.\n'

const stage = new Stage()

test('whose line is cut is seen and heard to reconnect, says on what they have to say, and is back as they were', async () => {
  await using network = await openNetwork(stage.url)
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ url: stage.url, document: 'cut', content, alice, bob, by: { bob: network.url } })
  const said = await hears(hers)
  const list = await alice.context.newPage()
  await list.goto(stage.url)
  await hers.page.bringToFront()
  await hers.selects(content.indexOf('Nobody'))
  await hers.editor.evaluate((editor: EnckeEditor) => editor.followUser('bob'))
  await his.selects(0)
  await expect
    .poll(async () => {
      await his.types('Look: ')
      return hers.faces()
    })
    .toContain('Bob, typing. Jump to')
  await expect.poll(() => opacityOfCarets(his)).toBe('1')
  await hers.page.getByRole('button', { name: 'Everybody here' }).click()
  await hers.page.locator('#everybody .row').last().waitFor()
  network.cut()

  // As others see it, all at once: in 8 s he has left.
  const caret = hers.editor.locator('.encke-caret-lost')
  const followed = hers.page.locator('.encke-banner')
  const row = hers.page.locator('#everybody .row').last()
  await Promise.all([
    expect.poll(() => hers.faces()).toContain('Bob, reconnecting. Jump to'),
    expect.poll(() => facesIn(list.locator('encke-presence'))).toContain('Bob, reconnecting'),
    expect.poll(() => lookOf(caret)).toMatchObject({ border: 'dashed', label: '" · reconnecting"' }),
    expect.poll(said).toContainEqual(expect.stringContaining('Bob is reconnecting.')),
    expect.poll(() => followed.innerText()).toMatch(/^Following Bob · reconnecting/),
    expect.poll(() => row.innerText()).toMatch(/Bob\s+reconnecting · line 1/),
  ])
  await hers.page.keyboard.press('Escape')

  // As he sees it: the others stand where they were seen last, and what he says waits.
  await expect.poll(() => opacityOfCarets(his)).toBe('0.45')
  await his.selects(0, 'Look'.length)
  await his.page.keyboard.press('ControlOrMeta+Alt+m')
  await his.page.getByRole('textbox', { name: 'New comment' }).fill('Written in a tunnel.')
  await his.page.keyboard.press('ControlOrMeta+Enter')
  const comments = his.page.locator('encke-comments')
  await comments.getByRole('tab', { name: 'Chat' }).click()
  await comments.getByRole('textbox', { name: 'Chat' }).fill('Said in a tunnel.')
  await his.page.keyboard.press('Enter')
  await expect.poll(async () => (await his.connection()).unsentEdits).toBeGreaterThan(0)

  network.mend()
  await his.editor.evaluate((editor: EnckeEditor) => editor.provider!.retryNow())
  await expect.poll(() => hers.faces()).toContainEqual(expect.stringMatching(/^Bob, (here|typing)\. Jump to$/))
  await expect.poll(() => caret.count()).toBe(0)
  await expect.poll(() => opacityOfCarets(his)).toBe('1')
  await expect.poll(() => his.chipWords()).toBe('Saved')
  const button = hers.page.locator('comments-button').getByRole('button')
  await expect.poll(() => button.getAttribute('aria-label')).toBe('Comments: 1 open, 2 new')
  await button.click()
  await hers.page.locator('encke-comments').getByRole('tab', { name: 'Chat' }).click()
  const messages = hers.page.locator('encke-comments').locator('encke-comment-message .text')
  await expect.poll(() => messages.allInnerTexts()).toEqual(['Said in a tunnel.'])
  await hers.page.locator('encke-comments').getByRole('tab', { name: 'Comments' }).click()
  await expect.poll(() => messages.allInnerTexts()).toEqual(['Written in a tunnel.'])
  expect(alice.problems).toEqual([])
})

test('who edits one line with somebody else is told so, calmly, and not when they only stand there', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ url: stage.url, document: 'collision', content, alice, bob })
  const said = await hears(hers)
  const bar = hers.editor.locator('.encke-same-line')
  const label = hers.editor.locator('.encke-caret-worded .encke-caret-label')
  await his.selects(0)
  await his.types('Look: ')
  await hers.selects(content.indexOf('comes'))
  await expect.poll(() => hers.text()).toMatch(/^Look: /)
  expect(await bar.count()).toBe(0)
  const left = await hers.placeOf(0)
  await hers.types('also ')
  await his.types('now ')
  await expect.poll(() => bar.count()).toBe(1)
  await expect.poll(() => label.getAttribute('data-word')).toBe('in your line')
  expect(await hers.placeOf(0)).toEqual(left)
  const [place, text] = await Promise.all([bar.boundingBox(), hers.placeOf(0)])
  expect(place!.x + place!.width).toBeLessThan(text.left)
  expect(place!.x).toBeGreaterThan(0)
  await expect.poll(said).toContainEqual(expect.stringContaining('Bob is editing your line.'))

  // Below is another line.
  await hers.selects(content.length)
  await expect.poll(() => bar.count()).toBe(0)
  await expect.poll(() => label.count()).toBe(0)

  // In code the key for the help makes a comment, and the help is elsewhere.
  await hers.editor.evaluate((editor: EnckeEditor) => editor.setAttribute('mode', 'python'))
  const knowsComments = () =>
    hers.editor.evaluate((editor: EnckeEditor) => editor.commands.find('line.comment')?.isAvailable?.())
  await expect.poll(knowsComments).toBe(true)
  await hers.selects(0)
  await hers.page.keyboard.press('Control+/')
  await expect.poll(() => hers.text()).toMatch(/^# /)
  expect(await hers.page.locator('keys-dialog dialog[open]').count()).toBe(0)
  await hers.page.keyboard.press('F1')
  await hers.page.getByRole('combobox').and(hers.page.locator(':focus')).waitFor()
  await hers.page.keyboard.type('Keyboard sh')
  await hers.page.keyboard.press('Enter')
  await hers.page.locator('keys-dialog dialog[open]').waitFor()
  expect(alice.problems).toEqual([])
})

test('while the server cannot save, the page says so after 10 s, and goes on being written', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  // The connection is kept by a worker, which goes by the time of day.
  await alice.page.clock.install()
  const [hers, his] = await meet({ url: stage.url, document: 'stuck', content, alice, bob })
  const banner = hers.page.locator('connection-banner .trouble')
  const database = new DatabaseSync(join(stage.server.dataDir, 'encke.sqlite'), { timeout: 10_000 })
  database.exec('BEGIN IMMEDIATE')
  try {
    await hers.types('Not safe. ')
    await expect.poll(() => his.text()).toContain('Not safe. ')
    await expect.poll(() => hers.chipWords()).toMatch(/^(Saving|10 edits not yet safe)/)
    await hers.page.clock.fastForward(10_000)
    await expect.poll(() => banner.innerText()).toMatch(/^10 edits are not saved yet\./)
    expect(await violations(hers.page)).toEqual([])
    await hers.types('But read. ')
    await expect.poll(() => his.text()).toContain('But read. ')
    expect((await hers.connection()).state).toBe('connected')
  } finally {
    database.exec('ROLLBACK')
    database.close()
  }
  await expect.poll(() => hers.chipWords()).toBe('Saved')
  await expect.poll(() => banner.count()).toBe(0)
})

test('who is followed may change transports: they are kept in sight, and nobody sees them go', async () => {
  await using network = await openNetwork(stage.url)
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ url: stage.url, document: 'moving', content, alice, bob, by: { bob: network.url } })
  const events = await follows(hers)
  await hers.editor.evaluate((editor: EnckeEditor) => editor.followUser('bob'))
  await expect.poll(async () => (await his.connection()).transport).toBe('websocket')
  // WebSockets are cut, and none is let through any more: the session goes on over another transport.
  network.webSockets = 'refused'
  network.cut()
  network.mend()
  await his.types('Still here. ')
  await expect.poll(async () => (await his.connection()).transport).toMatch(/sse|poll/)
  await expect.poll(() => hers.text()).toContain('Still here.')
  await his.selects(0)
  await expect.poll(() => hers.editor.evaluate((editor: EnckeEditor) => editor.lineOfUser('bob'))).toBe(1)
  expect(await hers.editor.getAttribute('follow')).toBe('bob')
  // Who left would be followed no longer.
  expect(await events()).toEqual(['bob asked'])
})

function opacityOfCarets({ editor }: Writer): Promise<string> {
  return editor.locator('.encke-carets').evaluate((layer) => getComputedStyle(layer).opacity)
}

function lookOf(caret: Locator): Promise<{ border: string; label: string }> {
  return caret.evaluate((caret) => {
    const label = caret.querySelector('.encke-caret-label')!
    return {
      border: getComputedStyle(caret).borderInlineStartStyle,
      label: getComputedStyle(label, '::after').content,
    }
  })
}
