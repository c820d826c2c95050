import { expect, test } from 'vitest'
import { transportNames } from '../../protocol/transport-name.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { DrivenWriter } from './driven-writer.ts'
import { content, type FlowStage } from './flow-stage.ts'
import { openNetwork } from './network.ts'

/** What people do beside each other, Alice in one engine and Bob in Chromium. */
export function companyFlows(stage: FlowStage): void {
  test.each(transportNames)('over %s they write at once, and see each other’s carets', async (transport) => {
    const [hers, his] = await stage.meet({ document: transport, transport })
    await his.selects(content.indexOf('\n') + 1)
    await Promise.all([hers.types('Alice was here. '), his.types('Bob was there. ')])
    for (const writer of [hers, his]) {
      await expect.poll(() => writer.text()).toMatch(/^Alice was here\. The .*\nBob was there\. Every .*\n$/)
      await expect.poll(() => writer.connection()).toMatchObject({ state: 'connected', transport })
      await expect.poll(() => writer.chipWords()).toBe('Saved')
    }
    await expect.poll(async () => (await hers.carets()).map(({ name }) => name)).toEqual(['Bob'])
    await expect.poll(async () => (await his.carets()).map(({ name }) => name)).toEqual(['Alice'])
    const place = (await hers.text()).indexOf('Every')
    const distance = async () => Math.abs((await hers.carets())[0]!.left - (await hers.placeOf(place)).x)
    await expect.poll(distance).toBeLessThan(2)
    stage.expectNoProblems()
  })

  test('a comment of one is marked, read and answered by the other', async () => {
    const [hers, his] = await stage.meet({ document: 'commented' })
    await stage.bob.page.locator('encke-comments:defined').waitFor({ state: 'attached' })
    const at = content.indexOf('three years')
    await hers.knows('comments.add')
    await hers.selects(at, at + 'three years'.length)
    await hers.page.press('Control+Alt+m')
    await expect.poll(() => hers.reads('textarea[aria-label="New comment"]:focus')).not.toEqual([])
    await hers.page.type('Three point three.')
    await hers.page.press('Control+Enter')
    await expect.poll(() => his.editor.locator('.encke-comment').allInnerTexts()).toEqual(['three years'])
    const comments = stage.bob.page.locator('encke-comments')
    await stage.bob.page.locator('comments-button').getByRole('button').click()
    await his.editor.locator('.encke-comment').click()
    await comments.getByText('Three point three.').waitFor()
    await comments.getByRole('textbox', { name: 'Reply' }).fill('Thank you')
    await stage.bob.page.keyboard.press('Control+Enter')
    await expect.poll(() => hers.reads('.text')).toContain('Thank you')
    stage.expectNoProblems()
  })

  test('a link to read is made and copied, shows what is written meanwhile, and writes nothing', async () => {
    const [hers, his] = await stage.meet({ document: 'shared' })
    await hers.clicks('button', 'Share')
    await hers.clicks('button', 'Make and copy link')
    const address = () => hers.page.evaluate(() => localStorage.getItem('encke:links') ?? '{}')
    await expect.poll(async () => Object.values(JSON.parse(await address()))).toHaveLength(1)
    const [token] = Object.values(JSON.parse(await address()))
    const url = `${stage.url}/v/${token}`
    const { page } = stage.alice
    await expect.poll(() => said(hers)).toContain('Link made and copied.')
    await page.press('Escape')
    await hers.selects(0)
    await page.press('Control+v')
    await expect.poll(() => his.text()).toBe(url + content)
    await page.goto(url)
    await expect.poll(() => hers.reads('main')).toEqual([expect.stringContaining('The comet comes back.')])
    await his.selects(0)
    await his.types('# News\n\n')
    await expect.poll(() => hers.reads('main h1')).toContain('News')
    expect(await page.evaluate((everywhere) => everywhere('[contenteditable], encke-editor').length)).toBe(0)
    stage.expectNoProblems()
  })

  test('who is followed is kept in sight, and the list of everybody leads to them', async () => {
    const lines = Array.from({ length: 200 }, (_, index) => `Line ${index + 1}.`).join('\n')
    const [hers, his] = await stage.meet({ document: 'followed', text: lines })
    const sees = (line: number) => () =>
      hers.page.evaluate((everywhere, line) => {
        const view = everywhere<EnckeEditor>('encke-editor')[0]!.view!
        const place = view.coordsAtPos(view.state.doc.line(line).from)
        const box = view.scrollDOM.getBoundingClientRect()
        return place !== null && place.top >= box.top && place.bottom <= box.bottom
      }, line)
    await his.selects(lines.indexOf('Line 150.'))
    await expect.poll(() => hers.reads('.encke-edge button')).toEqual([expect.stringMatching(/Bob\s*↓ 150/)])
    await hers.clicks('.encke-edge button')
    await expect.poll(sees(150)).toBe(true)
    await hers.clicks('button', 'Everybody here')
    await expect
      .poll(() => hers.reads('#everybody .row'))
      .toEqual([expect.stringMatching(/Alice \(you\)/), expect.stringMatching(/Bob\s+here · line 150/)])
    await hers.clicks('button', 'Follow Bob')
    await his.selects(lines.indexOf('Line 20.'))
    await expect.poll(sees(20)).toBe(true)
    await expect.poll(() => his.faces()).toContain('Bob, you. 1 person follows you. Change name and colour')
    stage.expectNoProblems()
  })

  test('without a connection it is said so, one writes on, and all of it arrives', async () => {
    await using network = await openNetwork(stage.url)
    const [hers, his] = await stage.meet({ document: 'cut' }, network.url)
    network.cut()
    await hers.types('Meanwhile. ')
    await expect.poll(() => hers.chipWords()).toMatch(/^11 edits not yet safe · Reconnecting/)
    await expect
      .poll(() => hers.reads('.trouble'))
      .toEqual([expect.stringMatching(/^No connection to the server\. .*11 edits/s)])
    network.mend()
    // Not with the button: the connection may come back by itself under the pointer.
    await hers.page.evaluate((everywhere) => everywhere<EnckeEditor>('encke-editor')[0]!.provider!.retryNow())
    await expect.poll(() => his.text()).toMatch(/^Meanwhile\. The/)
    await expect.poll(() => hers.chipWords()).toBe('Saved')
    await expect.poll(() => hers.reads('.trouble')).toEqual([])
  })

  test('settings hold at once, and what is moved to the trash comes back', async () => {
    const [hers, his] = await stage.meet({ document: 'kept' })
    const choose = async (item: string) => {
      await hers.clicks('button', 'Document menu')
      await hers.clicks('[role=menuitem]', item)
    }
    await choose('Settings')
    await hers.clicks('label.choice', 'Dark')
    const ground = () => hers.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    await expect.poll(ground).toBe('rgb(30, 30, 30)')
    await hers.page.press('Escape')
    await choose('Move to trash')
    await stage.bob.page.locator('.banner').waitFor()
    // She is led to the list, and one way must be over before the next one begins.
    const place = () => hers.page.evaluate(() => `${location.pathname} ${document.readyState}`)
    await expect.poll(place).toBe('/ complete')
    await hers.page.goto(`${stage.url}/trash`)
    expect(await ground()).toBe('rgb(30, 30, 30)')
    await hers.clicks('button', 'Restore: ')
    await expect.poll(() => hers.reads('h1, h2')).toContain('The trash is empty')
    await hers.opens({ url: stage.url, document: 'kept' })
    expect(await hers.text()).toBe(content)
    expect(await his.text()).toBe(content)
  })

  test('two tabs are one person, and what is typed as one of them is closed arrives', async () => {
    const [hers, his] = await stage.meet({ document: 'tabs' })
    const tab = await stage.alice.opens({ url: stage.url, document: 'tabs' }, await stage.alice.newPage())
    // Not with keys: WebKit gives them to its first tab alone.
    const puts = (words: string) =>
      tab.page.evaluate((everywhere, words) => {
        const [editor] = everywhere<EnckeEditor>('encke-editor')
        editor!.value = words + editor!.value
      }, words)
    await puts('A')
    for (const writer of [hers, his]) await expect.poll(() => writer.text()).toMatch(/^A/)
    expect(await his.faces()).toHaveLength(2)
    await puts('Last words. ')
    await tab.page.close()
    for (const writer of [hers, his]) await expect.poll(() => writer.text()).toMatch(/^Last words\. /)
    await hers.selects(0)
    await hers.types('B')
    await expect.poll(() => his.text()).toMatch(/^BLast words\. /)
    expect(await his.faces()).toHaveLength(2)
    stage.expectNoProblems()
  })

  test('every page comes without a complaint', async () => {
    const [hers] = await stage.meet({ document: 'pages' })
    for (const [path, landmark] of [
      ['/', '.row'],
      ['/trash', 'h1, h2'],
      ['/status', 'h1'],
    ] as const) {
      await hers.page.goto(stage.url + path)
      await expect.poll(() => hers.reads(landmark), { message: path }).not.toEqual([])
    }
    stage.expectNoProblems()
  })

  test('who leaves is seen to go, and to come back', async () => {
    const [hers, his] = await stage.meet({ document: 'left' })
    await hers.types('Before. ')
    await hers.page.goto(`${stage.url}/`)
    // Long before her silence would be noticed, which takes 20 s.
    await expect.poll(() => his.faces(), { timeout: 5_000 }).toEqual(['Bob, you. Change name and colour'])
    await expect.poll(() => his.text()).toMatch(/^Before\. /)
    await his.types('Meanwhile. ')
    await hers.page.goBack()
    await hers.synced()
    await expect.poll(() => hers.text()).toContain('Meanwhile. ')
    await expect.poll(() => his.faces()).toHaveLength(2)
  })
}

/** What is read out. */
function said({ page }: DrivenWriter): Promise<string[]> {
  return page.evaluate((everywhere) => everywhere('[role=status]').map(({ textContent }) => textContent!.trim()))
}
