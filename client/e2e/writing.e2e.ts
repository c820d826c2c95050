import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Person } from './browser.ts'
import { BundledStage } from './bundled-stage.ts'
import { violations } from './page-faults.ts'

const stage = new BundledStage({
  entry: 'plain-page.ts',
  html: '<main><h1>Page</h1><button>Before</button><encke-editor label="Notes"></encke-editor><button>After</button></main>',
  style: 'encke-editor { height: 400px; width: 800px }',
})
let visitor: Person
/** One page for most of the tests: each sets its own text. */
let tab: Page

/** Somebody with an editor on their page. `‸` in the text is a caret, `«…»` a selection. */
async function writes(marked: string, attributes: Record<string, string> = {}): Promise<void> {
  if (!visitor) {
    visitor = await stage.person('Visitor')
    tab = visitor.page
    await open(visitor)
  }
  await write(tab, marked, attributes)
}

async function open(person: Person): Promise<void> {
  await stage.page.open(person)
  await person.page.evaluate(() => {
    window.defineEditor()
    return document.querySelector('encke-editor')!.updateComplete
  })
  await expect
    .poll(() => person.page.evaluate(() => document.querySelector('encke-editor')!.commands.all.length))
    .toBeGreaterThan(20)
}

async function write(tab: Page, marked: string, attributes: Record<string, string>): Promise<void> {
  const ranges: { anchor: number; head: number }[] = []
  let text = ''
  let anchor = 0
  for (const character of marked) {
    if (character === '«') anchor = text.length
    else if (character === '»') ranges.push({ anchor, head: text.length })
    else if (character === '‸') ranges.push({ anchor: text.length, head: text.length })
    else text += character
  }
  await tab.evaluate(
    async ({ text, ranges, attributes }) => {
      const editor = document.querySelector('encke-editor')!
      for (const name of ['mode', 'toolbar', 'readonly', 'tab-indents']) {
        const value = attributes[name]
        if (value === undefined) editor.removeAttribute(name)
        else editor.setAttribute(name, value)
      }
      await editor.updateComplete
      editor.value = text
      editor.focus()
      const { view } = editor
      const [first = { anchor: 0, head: 0 }, ...rest] = ranges
      const { EditorSelection } = { EditorSelection: view!.state.selection.constructor as unknown as SelectionFactory }
      view!.dispatch({
        selection: EditorSelection.create(
          [first, ...rest].map(({ anchor, head }) => EditorSelection.range(anchor, head)),
        ),
      })
    },
    { text, ranges, attributes },
  )
}

interface SelectionFactory {
  create(ranges: readonly unknown[]): never
  range(anchor: number, head: number): unknown
}

const text = () => tab.evaluate(() => document.querySelector('encke-editor')!.value)
const button = (name: string) => tab.getByRole('toolbar').getByRole('button', { name, exact: true })
const pageFocus = () => tab.evaluate(() => document.activeElement?.textContent)
const hasFocus = () => tab.evaluate(() => document.querySelector('encke-editor')!.view!.hasFocus)

test('a button formats all that is selected, as one step, and says when it is on', async () => {
  await writes('«one» two «three»')
  await button('Bold').click()
  await expect.poll(text).toBe('**one** two **three**')
  await expect.poll(hasFocus).toBe(true)
  await expect.poll(() => button('Bold').getAttribute('aria-pressed')).toBe('true')
  await tab.keyboard.press('Control+i')
  await expect.poll(text).toBe('***one*** two ***three***')
  await tab.keyboard.press('Control+z')
  await expect.poll(text).toBe('**one** two **three**')
  await tab.keyboard.press('Control+z')
  await expect.poll(text).toBe('one two three')
  await button('Heading').click()
  await tab.getByRole('menuitemcheckbox', { name: 'Heading 2' }).click()
  await expect.poll(text).toBe('## one two three')
  expect(visitor.problems).toEqual([])
})

test('the toolbar is one stop of Tab, and Alt-F10 leads there and Escape back', async () => {
  await writes('‸')
  await button('Heading').waitFor()
  await tab.keyboard.press('Alt+F10')
  const focused = () =>
    tab.evaluate(() => document.querySelector('encke-editor')!.shadowRoot!.activeElement?.getAttribute('aria-label'))
  await expect.poll(focused).toBe('Heading')
  await tab.keyboard.press('ArrowRight')
  await expect.poll(focused).toBe('Bold')
  await tab.keyboard.press('End')
  await expect.poll(focused).toBe('Markdown: change what the text is')
  await tab.keyboard.press('ArrowLeft')
  await expect.poll(focused).toBe('More')
  await tab.keyboard.press('Enter')
  await expect.poll(focused).toBe(null)
  expect(await tab.locator('.encke-menu :focus').innerText()).toContain('Horizontal line')
  expect(await violations(tab)).toEqual([])
  await tab.keyboard.press('Escape')
  await expect.poll(focused).toBe('More')
  await tab.keyboard.press('Escape')
  await expect.poll(hasFocus).toBe(true)
  await tab.keyboard.press('Shift+Tab')
  await expect.poll(focused).toBe('More')
  await tab.keyboard.press('Shift+Tab')
  await expect.poll(pageFocus).toBe('Before')
})

test('lists go on, tables are walked through, and Tab leaves all else', async () => {
  await writes('1. one‸\n2. two')
  await tab.keyboard.press('Enter')
  await tab.keyboard.type('new')
  await expect.poll(text).toBe('1. one\n2. new\n3. two')
  await writes('| a‸ | b |\n|-|-|')
  await tab.keyboard.press('Tab')
  await tab.keyboard.type('B')
  await tab.keyboard.press('Tab')
  await tab.keyboard.type('1')
  await expect.poll(text).toBe('| a   | B   |\n| --- | --- |\n| 1    |     |')
  await writes('words‸')
  await tab.keyboard.press('Tab')
  await expect.poll(pageFocus).toBe('After')
  await writes('words‸', { 'tab-indents': '' })
  await tab.keyboard.press('Tab')
  await expect.poll(text).toBe('  words')
})

test('the palette finds what is asked for, also what the page has added', async () => {
  await writes('one «two»')
  await tab.keyboard.press('F1')
  await tab.keyboard.type('strike')
  await tab.keyboard.press('Enter')
  await expect.poll(text).toBe('one ~~two~~')
  await tab.evaluate(() => {
    const editor = document.querySelector('encke-editor')!
    const run = () => {
      editor.value = 'from the page'
    }
    editor.commands.add({ id: 'page.own', label: 'Something of the page', key: 'Mod-Alt-y', run })
  })
  await tab.keyboard.press('Control+Shift+p')
  await tab.keyboard.type('of the page')
  await expect
    .poll(() => tab.getByRole('option').allInnerTexts())
    .toEqual([expect.stringContaining('Something of the page')])
  await tab.keyboard.press('Enter')
  await expect.poll(text).toBe('from the page')
  await writes('again')
  await tab.keyboard.press('Control+Alt+y')
  await expect.poll(text).toBe('from the page')
  await tab.keyboard.press('F1')
  await tab.keyboard.press('Escape')
  await expect.poll(hasFocus).toBe(true)
})

test('find and replace says how many there are, and what is no regular expression', async () => {
  await writes('one two one ONE one‸')
  await tab.keyboard.press('Control+f')
  const state = () => tab.locator('#encke-search-state').innerText()
  await tab.keyboard.type('one')
  await expect.poll(state).toBe('4 found')
  await tab.keyboard.press('Enter')
  await expect.poll(state).toBe('1 of 4')
  await tab.keyboard.press('Shift+Enter')
  await expect.poll(state).toBe('4 of 4')
  await tab.getByRole('button', { name: 'Match case' }).click()
  await expect.poll(state).toBe('3 of 3')
  await tab.getByRole('button', { name: 'Regular expression' }).click()
  await tab.getByLabel('Find', { exact: true }).fill('(')
  await expect.poll(state).toBe('This is no regular expression.')
  expect(await violations(tab)).toEqual([])
  await tab.getByLabel('Find', { exact: true }).fill('o(n)e')
  await tab.keyboard.press('Control+h')
  await tab.getByLabel('Replace with').fill('[$1]')
  await tab.getByRole('button', { name: 'Replace all' }).click()
  await expect.poll(text).toBe('[n] two [n] ONE [n]')
  await expect.poll(state).toBe('3 matches replaced')
  await tab.keyboard.press('Escape')
  await expect.poll(hasFocus).toBe(true)
  await tab.keyboard.press('Control+z')
  await expect.poll(text).toBe('one two one ONE one')
})

test('code has its own letters, numbers and colours, and a language that nobody knows is code as well', async () => {
  await writes('def f():\n  return 1‸', { mode: 'python' })
  await expect.poll(() => tab.locator('.cm-line span', { hasText: 'def' }).count()).toBe(1)
  const content = tab.getByRole('textbox', { name: 'Notes' })
  expect(await content.getAttribute('spellcheck')).toBe('false')
  await expect.poll(() => tab.locator('.cm-line').last().getAttribute('data-line')).toBe('2')
  await expect.poll(() => button('Bold').count()).toBe(0)
  const wraps = () => content.evaluate((element) => getComputedStyle(element).whiteSpace)
  await expect.poll(wraps).toBe('pre')
  await tab.keyboard.press('Alt+z')
  await expect.poll(wraps).toBe('break-spaces')
  await tab.keyboard.press('Alt+z')
  await writes('a = 1‸\nb = 2\nc = 3‸', { mode: 'python' })
  await tab.keyboard.press('Control+/')
  await expect.poll(text).toBe('# a = 1\nb = 2\n# c = 3')
  await tab.keyboard.press('Control+/')
  await expect.poll(text).toBe('a = 1\nb = 2\nc = 3')
  await writes('words', { mode: 'no such language' })
  await tab.keyboard.type('more ')
  await expect.poll(text).toBe('more words')
  await writes('- one‸', { mode: 'plain' })
  await tab.keyboard.press('Enter')
  await expect.poll(text).toBe('- one\n')
  expect(await content.getAttribute('spellcheck')).toBe('true')
  expect(visitor.problems).toEqual([])
})

test('each line runs in its own direction', async () => {
  await writes('שלום עולם\nwords')
  const directions = () =>
    tab.locator('.cm-line').evaluateAll((lines) => lines.map((line) => getComputedStyle(line).direction))
  await expect.poll(directions).toEqual(['rtl', 'ltr'])
})

test('words are counted when there is time', async () => {
  await writes('# One two\n\n«three»')
  await expect.poll(() => tab.locator('.tools .count').innerText()).toBe('1 of 3 words')
})

test('what may only be read has no toolbar, and what the page does not want neither', async () => {
  await writes('words', { readonly: '' })
  await expect.poll(() => tab.getByRole('toolbar').isVisible()).toBe(false)
  await tab.keyboard.press('Control+b')
  await tab.keyboard.press('Control+f')
  await tab.keyboard.type('word')
  await expect.poll(() => tab.locator('#encke-search-state').innerText()).toBe('1 found')
  // Each key is done with before the next one comes.
  expect(await text()).toBe('words')
  expect(await tab.getByRole('button', { name: 'Show replacing' }).count()).toBe(0)
  await tab.keyboard.press('Escape')
  await writes('«words»', { toolbar: 'none' })
  await expect.poll(() => tab.getByRole('toolbar').isVisible()).toBe(false)
  await tab.keyboard.press('Control+b')
  await expect.poll(text).toBe('**words**')
})

test('the text leaves as a file', async () => {
  await writes('# A *plan*\n\n<script>alert(1)</script>')
  const read = (format: 'md' | 'html') =>
    tab.evaluate(async (format) => (await document.querySelector('encke-editor')!.exportAs(format))!.text(), format)
  expect(await read('md')).toBe(await text())
  const [download] = await Promise.all([
    tab.waitForEvent('download'),
    tab.evaluate(() => document.querySelector('encke-editor')!.commands.find('file.md')!.run()),
  ])
  expect(download.suggestedFilename()).toBe('A plan.md')
})

test('halves of characters, NUL and carriage returns are made harmless as they come in', async () => {
  await writes('')
  await paste('a\ud83d\r\nb\u0000c')
  await expect.poll(text).toBe('a\ufffd\nb\u0000c')
  await writes('value')
  await tab.evaluate(() => {
    document.querySelector('encke-editor')!.value = '\ude00\r'
  })
  await expect.poll(text).toBe('\ufffd\n')
})

test('ten megabytes are taken, more is refused with a word, and a line of a million letters can be written in', async () => {
  await writes('')
  await paste('x', 10_000_001)
  await tab.getByRole('alert').getByText('This text is too large: 10 MB. Up to 10 MB can be pasted at once.').waitFor()
  expect(await text()).toBe('')
  await paste(`${'words '.repeat(20)}\n`, 82_000)
  await tab.keyboard.type('end')
  const end = (length: number) =>
    tab.evaluate((length) => document.querySelector('encke-editor')!.value.slice(-length), length)
  await expect.poll(() => end(10)).toBe('words \nend')
  await writes('')
  await paste('long ', 200_000)
  await tab.keyboard.type('end')
  await expect.poll(() => end(8)).toBe('long end')
  await writes('')
})

async function paste(pasted: string, times = 1): Promise<void> {
  await tab.evaluate(
    ({ pasted, times }) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted.repeat(times))
      const { view } = document.querySelector('encke-editor')!
      view!.contentDOM.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    },
    { pasted, times },
  )
}

test('under a finger the toolbar is above the keyboard, while somebody writes', async () => {
  await using reader = await stage.person('Phone', {
    viewport: { width: 390, height: 700 },
    isMobile: true,
    hasTouch: true,
  })
  await open(reader)
  const bar = reader.page.getByRole('toolbar')
  expect(await bar.isVisible()).toBe(false)
  await write(reader.page, 'one «two»', {})
  await bar.waitFor()
  const bottom = () => bar.evaluate((element) => element.getBoundingClientRect().bottom)
  await expect.poll(bottom).toBeGreaterThan(690)
  const bold = bar.getByRole('button', { name: 'Bold' })
  await expect.poll(async () => (await bold.boundingBox())?.width).toBe(44)
  await bold.tap()
  const value = () => reader.page.locator('encke-editor').evaluate((editor: EnckeEditor) => editor.value)
  await expect.poll(value).toBe('one **two**')
  await bar.getByRole('button', { name: 'Undo' }).tap()
  await expect.poll(value).toBe('one two')
  await reader.page.evaluate(() => document.querySelector('encke-editor')!.view!.contentDOM.blur())
  await expect.poll(() => bar.isVisible()).toBe(false)
})
