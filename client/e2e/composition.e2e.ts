import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { spawnServer } from '../../server/test/spawned-server.ts'
import { BundledStage } from './bundled-stage.ts'
import { openNetwork } from './network.ts'
import { createDocument, openDocument } from './writer.ts'

const stage = new BundledStage({
  entry: 'two-editors.ts',
  html: '<div id="alice"></div><div id="bob"></div>',
  style: 'body { display: flex } div { width: 400px; height: 300px }',
})

/** What an input method does in a tab. */
async function inputMethod(tab: Page) {
  const session = await tab.context().newCDPSession(tab)
  return {
    /** The word that is being composed becomes another one; none cancels it. */
    compose: (text: string) =>
      session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    choose: (text: string) => session.send('Input.insertText', { text }),
  }
}

/** Alice composes behind "line " of the second line, and Bob has the same text. */
async function writers() {
  const reader = await stage.person('Reader')
  reader.leavesWithTest()
  await stage.page.open(reader)
  const { page: tab, problems } = reader
  await tab.evaluate(() => {
    window.alice.ytext.insert(0, 'above\nline of both\nbelow')
    window.alice.view.focus()
    window.alice.view.dispatch({ selection: { anchor: 11 } })
  })
  const texts = () =>
    tab.evaluate(() => [window.alice, window.bob].flatMap(({ text, view }) => [text, `${view.state.doc}`]))
  return {
    tab,
    problems,
    ...(await inputMethod(tab)),
    bobInserts: (before: string, text: string) =>
      tab.evaluate(([before, text]) => window.bob.ytext.insert(window.bob.text.indexOf(before), text), [
        before,
        text,
      ] as const),
    /** What Alice's page shows of the text. */
    shown: () => tab.evaluate(() => window.alice.view.contentDOM.innerText),
    isComposing: () => tab.evaluate(() => window.alice.view.composing),
    expectBoth: (text: string) => expect.poll(async () => new Set(await texts())).toEqual(new Set([text])),
  }
}

test('a word is chosen once, whatever somebody writes before, in and behind it', async () => {
  const { tab, problems, compose, choose, bobInserts, shown, isComposing, expectBoth } = await writers()
  await compose('に')
  await bobInserts('line', 'Bob: ')
  await compose('にほ')
  await bobInserts('ほ', '-')
  await bobInserts('both', 'us ')
  await compose('にほん')
  expect(await isComposing()).toBe(true)
  await expect.poll(shown).toContain('line にほんof both')
  // Alice's letters are with Bob all the while.
  await expect.poll(() => tab.evaluate(() => window.bob.text)).toBe('above\nBob: line に-ほんof us both\nbelow')
  await choose('日本')
  await tab.keyboard.type('.')
  // What Bob wrote into the reading stays beside the word that took its place.
  await expectBoth('above\nBob: line -日本.of us both\nbelow')
  await expect.poll(shown).toContain('Bob: line -日本.of us both')
  expect(problems).toEqual([])
})

test('lines around it change at once, and a caret in the line stays with its letters', async () => {
  const { tab, compose, choose, bobInserts, isComposing, shown, expectBoth } = await writers()
  await compose('に')
  await bobInserts('below', 'far ')
  await bobInserts('above', 'new\n')
  await expect.poll(shown).toMatch(/^new\nabove\nline にof both\nfar below/)
  await bobInserts('both', 'new ')
  await tab.evaluate(() => window.bob.select(window.bob.text.indexOf('both')))
  await compose('にほ')
  expect(await isComposing()).toBe(true)
  await choose('日本')
  await expectBoth('new\nabove\nline 日本of new both\nfar below')
  const place = () => tab.evaluate(() => window.alice.drawn('.encke-caret')[0]?.getBoundingClientRect().left)
  const expected = () => tab.evaluate(() => window.alice.view.coordsAtPos(window.alice.text.indexOf('both'))!.left)
  await expect.poll(async () => Math.abs((await place())! - (await expected()))).toBeLessThan(2)
})

test('syllable after syllable, each composed as soon as the last is done; undo takes back one’s own alone', async () => {
  const { tab, compose, choose, bobInserts, expectBoth } = await writers()
  for (const syllable of ['한', '국', '어']) {
    await compose(syllable)
    await bobInserts('of', '.')
    await choose(syllable)
  }
  await expectBoth('above\nline 한국어...of both\nbelow')
  await tab.keyboard.press('ControlOrMeta+z')
  await expect
    .poll(() => tab.evaluate(() => window.alice.text.replace(/[한국어]/g, '')))
    .toBe('above\nline ...of both\nbelow')
})

test('a composition that is cancelled leaves nothing but what the other wrote', async () => {
  const { compose, bobInserts, isComposing, expectBoth } = await writers()
  await compose('に')
  await bobInserts('of', 'x')
  await compose('')
  await expectBoth('above\nline xof both\nbelow')
  await expect.poll(isComposing).toBe(false)
})

test('after two seconds the line is everybody’s: the word stays as it is, once, and the next one is composed', async () => {
  const { tab, problems, compose, choose, bobInserts, isComposing, shown, expectBoth } = await writers()
  await tab.evaluate(() => {
    const focus: string[] = []
    for (const type of ['focusin', 'focusout']) document.body.addEventListener(type, () => focus.push(type))
    Object.assign(window, { focus })
  })
  await compose('に')
  await bobInserts('に', 'x')
  await compose('にほ')
  await bobInserts('above', 'then ')
  expect(await shown()).toMatch(/^above\nline にほof both/)
  await tab.evaluate(() => window.alice.twoSecondsPass())
  await expectBoth('then above\nline xにほof both\nbelow')
  await expect.poll(isComposing).toBe(false)
  expect(await tab.evaluate(() => window.alice.view.hasFocus)).toBe(true)
  expect(await tab.evaluate(() => Reflect.get(window, 'focus'))).toEqual([])
  await compose('か')
  await choose('蚊')
  await tab.keyboard.type('.')
  await expectBoth('then above\nline xにほ蚊.of both\nbelow')
  expect(problems).toEqual([])
})

test('who loses the connection while they compose loses neither their word nor what came before', async () => {
  await using server = await spawnServer()
  await using network = await openNetwork(server.url)
  await createDocument(server.url, { id: 'ime', content: 'line of both' })
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await Promise.all([
    openDocument(alice.page, { url: network.url, document: 'ime' }),
    openDocument(bob.page, { url: server.url, document: 'ime' }),
  ])
  const { compose, choose } = await inputMethod(alice.page)
  await his.selects(0)
  await hers.selects(5)
  // What knows of others has been loaded.
  await expect.poll(async () => (await hers.carets()).length).toBe(1)
  // What waits does so for two seconds: here for as long as a busy machine may need.
  await alice.page.evaluate(() => {
    const { setTimeout } = window
    const held = (does: () => void, ms?: number) => setTimeout(does, ms === 2_000 ? 60_000 : ms)
    Object.assign(window, { setTimeout: held })
  })
  await compose('に')
  await expect.poll(() => his.text()).toBe('line にof both')
  await his.editor.evaluate((editor: HTMLElement & { ytext: { insert(at: number, text: string): void } }) =>
    editor.ytext.insert(9, 'all '),
  )
  // It has come, and waits.
  const waits = () =>
    hers.editor.evaluate(
      (editor: HTMLElement & { provider: { arrivals: { isWaiting: boolean } } }) => editor.provider.arrivals.isWaiting,
    )
  await expect.poll(waits).toBe(true)
  network.cut()
  await choose('日本')
  await expect.poll(() => hers.text()).toBe('line 日本of all both')
  network.mend()
  await expect.poll(() => his.text()).toBe('line 日本of all both')
  await expect.poll(() => hers.unsentEdits()).toBe(0)
  expect(await hers.text()).toBe('line 日本of all both')
})
