import { expect, test } from 'vitest'
import type { Person } from './browser.ts'
import { BundledStage } from './bundled-stage.ts'

const stage = new BundledStage({
  entry: 'two-editors.ts',
  html: '<div id="alice"></div><div id="bob"></div>',
  style: 'body { display: flex } div { width: 400px; height: 300px }',
})

/** A reader with two editors, side by side, in which Alice and Bob write one text. */
async function reader(text: string): Promise<Person> {
  const person = await stage.person('Reader')
  person.leavesWithTest()
  await stage.page.open(person)
  await person.page.evaluate((inserted) => window.alice.ytext.insert(0, inserted), text)
  return person
}

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join('\n')

test('somebody’s caret has their colour and says their name for a moment, under a strict CSP', async () => {
  const { page: tab, problems } = await reader('Hello, world')
  await tab.evaluate(() => window.bob.select(7, 12))
  const caret = tab.locator('#alice .encke-caret')
  await expect.poll(() => caret.count()).toBe(1)
  const look = (selector: string) =>
    tab.locator(selector).evaluate((element) => {
      const { backgroundColor, color, visibility } = getComputedStyle(element)
      return { backgroundColor, color, visibility }
    })
  await expect.poll(() => look('#alice .encke-caret')).toMatchObject({ backgroundColor: 'rgb(210, 46, 51)' })
  const label = '#alice .encke-caret-label'
  expect(await tab.locator(label).textContent()).toBe('Bob')
  expect(await look(label)).toMatchObject({ color: 'rgb(255, 255, 255)', backgroundColor: 'rgb(210, 46, 51)' })
  await expect.poll(() => look(label)).toMatchObject({ visibility: 'visible' })
  await tab.evaluate(() => window.alice.twoSecondsPass())
  await expect.poll(() => look(label)).toMatchObject({ visibility: 'hidden' })
  await caret.hover({ force: true })
  await expect.poll(() => look(label)).toMatchObject({ visibility: 'visible' })
  expect(await tab.locator('#alice .encke-remote-selection').count()).toBe(1)
  expect(await tab.locator('#alice .cm-layer:not([aria-hidden=true])').count()).toBe(0)
  expect(problems).toEqual([])
})

test('a label keeps inside the editor: below in the first row, to the left at the right edge', async () => {
  const { page: tab } = await reader(`${'wide '.repeat(14)}\n${lines(100)}`)
  const caret = tab.locator('#alice .encke-caret')
  await tab.evaluate(() => {
    window.alice.view.scrollDOM.scrollTop = 30
    window.bob.select(40)
  })
  await expect.poll(() => caret.getAttribute('class')).toContain('encke-caret-left')
  await expect.poll(() => caret.getAttribute('class')).toContain('encke-caret-below')
  await tab.evaluate(() => window.bob.select(90))
  await expect.poll(() => caret.getAttribute('class')).not.toContain('encke-caret-left')
  await expect.poll(() => caret.getAttribute('class')).not.toContain('encke-caret-below')
})

test('further rows of an item, a quotation and a task from the right hang behind the mark, and carets stand in them', async () => {
  const kinds = [
    { mark: '- ', words: 'ivy '.repeat(40), side: 'left' },
    { mark: '> > ', words: 'oak '.repeat(40), side: 'left' },
    { mark: '- [ ] ', words: 'עץ '.repeat(60), side: 'right' },
  ] as const
  const { page: tab, problems } = await reader(kinds.map(({ mark, words }) => mark + words).join('\n'))
  let start = 0
  for (const { mark, words, side } of kinds) {
    const begin = start + mark.length
    start = begin + words.length + 1
    // The first letter of the first row, and that of the second, as the browser draws them.
    const rows = () =>
      tab.evaluate(
        ({ begin, end, side }) => {
          const { view } = window.alice
          const letter = (position: number) => {
            const { node, offset } = view.domAtPos(position)
            const range = document.createRange()
            range.setStart(node, offset)
            range.setEnd(node, offset + 1)
            const box = range.getBoundingClientRect()
            const end = side === 'left' ? box.right : box.left
            return { position, edge: box[side], end, top: box.top, bottom: box.bottom }
          }
          const first = letter(begin)
          let second = first
          for (let at = begin; at < end && second.top < first.bottom; at++) second = letter(at)
          return { first, second }
        },
        { begin, end: begin + words.length - 1, side },
      )
    const aside = async () => {
      const { first, second } = await rows()
      return second.top < first.bottom ? null : Math.abs(second.edge - first.edge)
    }
    await expect.poll(aside).toBeLessThanOrEqual(1)
    await tab.evaluate((head) => window.bob.select(head), (await rows()).second.position + 1)
    // Behind that letter.
    const off = async () => {
      const { second } = await rows()
      const boxes = await tab.evaluate(() =>
        window.alice.drawn('.encke-caret').map((caret) => {
          const { left, width, top } = caret.getBoundingClientRect()
          return { left: left + width / 2, top }
        }),
      )
      const [caret] = boxes
      return boxes.length === 1 && caret
        ? Math.max(Math.abs(caret.left - second.end), Math.abs(caret.top - second.top))
        : Number.POSITIVE_INFINITY
    }
    await expect.poll(off).toBeLessThanOrEqual(2)
  }
  expect(problems).toEqual([])
})

test('of a selection of a hundred thousand lines only what is on the screen is drawn', async () => {
  const { page: tab, problems } = await reader(lines(100_000))
  await tab.evaluate(() => window.bob.select(0, window.bob.text.length))
  const drawn = () => tab.evaluate(() => window.alice.drawn('.encke-remote-selection').map((box) => box.offsetHeight))
  await expect.poll(async () => (await drawn()).length).toBeGreaterThan(0)
  const heights = await drawn()
  expect(heights.length).toBeLessThanOrEqual(3)
  expect(Math.max(...heights)).toBeLessThan(3_000)
  expect(problems).toEqual([])
})

test('after a jump far into a text what is written there is Markdown, though no key waits for that', async () => {
  const { page: tab, problems } = await reader('# Heading\n\nsome *words*\n\n'.repeat(30_000))
  await tab.evaluate(() => {
    const { view } = window.alice
    view.focus()
    view.dispatch({ selection: { anchor: view.state.doc.length - 2 }, scrollIntoView: true })
  })
  await tab.keyboard.type(' _and_ more')
  const isMarkdown = () =>
    tab.evaluate(() => {
      const spans = [...window.alice.view.contentDOM.querySelectorAll('span')]
      const lookOf = (text: string) => {
        const span = spans.findLast(({ textContent }) => textContent?.includes(text))
        return span ? getComputedStyle(span).fontWeight + getComputedStyle(span).fontStyle : null
      }
      return [lookOf('Heading'), lookOf('and')]
    })
  await expect.poll(isMarkdown).toEqual(['650normal', '400italic'])
  expect(problems).toEqual([])
})

test('an edit above what is read moves nothing', async () => {
  const { page: tab } = await reader(lines(1_000))
  const first = () => tab.evaluate(() => window.alice.view.state.doc.lineAt(window.alice.firstVisible).text)
  await tab.evaluate(() => {
    window.alice.view.focus()
    window.alice.view.scrollDOM.scrollTop = 9_000
  })
  const twoFrames = () =>
    tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  await expect.poll(first).not.toBe('line 0')
  // The view takes note of a new scroll position with the next frame.
  await twoFrames()
  const before = await first()
  await tab.evaluate(() => window.bob.ytext.insert(0, 'new\n'.repeat(30)))
  await expect.poll(() => tab.evaluate(() => window.alice.text.startsWith('new'))).toBe(true)
  await twoFrames()
  expect(await first()).toBe(before)
})

test('undo takes back one’s own words and leaves those of the other', async () => {
  const { page: tab } = await reader('')
  const text = () => tab.evaluate(() => [window.alice.text, window.bob.text])
  await tab.locator('#alice .cm-content').click()
  // At once: a pause between two letters, on a busy machine, would make two steps of them.
  await tab.keyboard.insertText('from Alice ')
  await tab.locator('#bob .cm-content').click()
  await tab.keyboard.press('ControlOrMeta+End')
  await tab.keyboard.type('from Bob')
  await tab.locator('#alice .cm-content').click()
  await tab.keyboard.press('ControlOrMeta+z')
  await expect.poll(text).toEqual(['from Bob', 'from Bob'])
  await tab.keyboard.press('ControlOrMeta+Shift+Z')
  await expect.poll(text).toEqual(['from Alice from Bob', 'from Alice from Bob'])
})

test('pasted carriage returns become line feeds, and both sides stay equal', async () => {
  const { page: tab } = await reader('')
  await tab.locator('#alice .cm-content').click()
  await tab.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'one\r\ntwo\rthree')
    window.alice.view.contentDOM.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  })
  await tab.keyboard.type('!')
  const texts = () =>
    tab.evaluate(() => [window.alice, window.bob].flatMap(({ text, view }) => [text, `${view.state.doc}`]))
  await expect.poll(async () => new Set(await texts())).toEqual(new Set(['one\ntwo\nthree!']))
})

test('the own caret is told to the others while typing', async () => {
  const { page: tab } = await reader('')
  await tab.locator('#bob .cm-content').click()
  await tab.keyboard.type('abc')
  const place = () =>
    tab.evaluate(() => window.alice.drawn('.encke-caret').map((caret) => Math.round(caret.offsetLeft)))
  await expect.poll(async () => (await place()).length).toBe(1)
  const own = () =>
    tab.evaluate(() => {
      const { view } = window.bob
      const left = view.coordsAtPos(3)!.left - view.scrollDOM.getBoundingClientRect().left
      return Math.round(left - 1)
    })
  await expect.poll(async () => (await place())[0]! - (await own())).toBe(0)
})
