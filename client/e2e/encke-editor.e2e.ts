import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Person } from './browser.ts'
import { BundledStage } from './bundled-stage.ts'

const stage = new BundledStage({
  entry: 'plain-page.ts',
  html: `<form><input name="first"><encke-editor name="text" label="Notes"></encke-editor><button>Send</button></form>
    <div id="elsewhere"></div>`,
  style: 'encke-editor { height: 300px; width: 500px }',
})

/** A page of somebody else with an editor of its own text in a form. */
async function visitor({ value }: { value?: string } = {}): Promise<Person> {
  const person = await stage.person('Visitor')
  person.leavesWithTest()
  await stage.page.open(person)
  await person.page.evaluate(async (text) => {
    const editor = document.querySelector('encke-editor')!
    if (text !== undefined) editor.value = text
    window.defineEditor()
    await editor.updateComplete
  }, value)
  return person
}

const textOf = (tab: Page) => tab.evaluate(() => document.querySelector('encke-editor')!.value)
const twoFrames = (tab: Page) =>
  tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join('\n')

test('what was set before the tag was known is taken over, with line feeds', async () => {
  const { page: tab, problems } = await visitor({ value: 'one\r\ntwo' })
  expect(await textOf(tab)).toBe('one\ntwo')
  expect(await tab.locator('.cm-line').allTextContents()).toEqual(['one', 'two'])
  expect(await tab.getByRole('textbox', { name: 'Notes' }).count()).toBe(1)
  expect(problems).toEqual([])
})

test('tells of what the reader does as a textarea does', async () => {
  const { page: tab } = await visitor()
  await tab.evaluate(() => {
    const told: string[] = []
    for (const name of ['input', 'change', 'encke-change'] as const) {
      document.addEventListener(name, ({ target }) => {
        const { localName, value } = target as HTMLInputElement
        told.push(`${name} ${localName} ${value}`)
      })
    }
    Object.assign(window, { told })
  })
  await tab.locator('.cm-content').click()
  await tab.keyboard.type('a')
  await tab.keyboard.press('Enter')
  await tab.keyboard.press('Tab')
  await expect.poll(() => tab.evaluate(() => document.activeElement?.localName)).toBe('button')
  await tab.evaluate(() => {
    document.querySelector('encke-editor')!.value = 'page'
  })
  await expect
    .poll(() => tab.evaluate(() => (window as unknown as { told: string[] }).told))
    .toEqual([
      'input encke-editor a',
      'encke-change encke-editor a',
      'input encke-editor a\n',
      'encke-change encke-editor a\n',
      'change encke-editor a\n',
      'encke-change encke-editor page',
    ])
})

test('is a field of its form, in its place, unless disabled', async () => {
  const { page: tab } = await visitor({ value: 'mine' })
  const entries = () =>
    tab.evaluate(() => [...new FormData(document.forms[0]!)].map(([name, value]) => `${name}=${value}`))
  expect(await entries()).toEqual(['first=', 'text=mine'])
  await tab.locator('.cm-content').click()
  await tab.keyboard.type('!')
  await expect.poll(async () => (await entries())[1]).toMatch(/^text=.*!/)
  await tab.evaluate(() => {
    document.querySelector('encke-editor')!.disabled = true
  })
  await expect.poll(entries).toEqual(['first='])
  await tab.evaluate(() => document.forms[0]!.reset())
  await expect.poll(() => textOf(tab)).toBe('')
})

test.each(['append', 'moveBefore'] as const)(
  '%s moves it without losing caret, scroll position or focus',
  async (how) => {
    const { page: tab } = await visitor({ value: lines(300) })
    const state = () =>
      tab.evaluate(() => {
        const { view } = document.querySelector('encke-editor')!
        const { head } = view!.state.selection.main
        return { head, scrollTop: view!.scrollDOM.scrollTop, focused: view!.hasFocus }
      })
    await tab.locator('.cm-content').click({ position: { x: 60, y: 80 } })
    await tab.keyboard.type('here')
    await expect.poll(() => textOf(tab)).toContain('here')
    // The caret has been shown before the reader scrolls away from it.
    await twoFrames(tab)
    await tab.evaluate(() => {
      document.querySelector('encke-editor')!.view!.scrollDOM.scrollTop = 2_000
    })
    await expect.poll(async () => (await state()).scrollTop).toBeGreaterThan(1_500)
    await twoFrames(tab)
    const before = await state()
    expect(before).toMatchObject({ focused: true })
    await tab.evaluate((method) => {
      const elsewhere = document.getElementById('elsewhere')! as HTMLElement & {
        moveBefore(node: Node, child: null): void
      }
      const editor = document.querySelector('encke-editor')!
      if (method === 'append') elsewhere.append(editor)
      else elsewhere.moveBefore(editor, null)
    }, how)
    await expect.poll(state).toEqual(before)
    await tab.keyboard.type('!')
    await expect.poll(() => textOf(tab)).toContain('here!')
  },
)

test('an element that has been out of the page for long comes back with its text and place', async () => {
  const { page: tab } = await visitor({ value: lines(300) })
  await tab.evaluate(() => {
    const editor = document.querySelector('encke-editor')!
    Object.assign(window, { editor })
    editor.remove()
  })
  const editor = await tab.evaluateHandle(
    () => (window as unknown as { editor: HTMLElementTagNameMap['encke-editor'] }).editor,
  )
  await expect.poll(() => editor.evaluate(({ view }) => view === null)).toBe(true)
  expect(await editor.evaluate(({ value }) => value)).toBe(lines(300))
  await editor.evaluate((element) => document.body.append(element))
  await expect.poll(() => tab.locator('.cm-line').first().textContent()).toBe('line 0')
})

test('a second definition of the tag is told of once and harms nobody', async () => {
  const { page: tab, problems } = await visitor()
  const warnings: string[] = []
  tab.on('console', (message) => warnings.push(message.text()))
  await tab.evaluate(() => {
    const { define } = window as unknown as { define: (tag: string, element: CustomElementConstructor) => void }
    define('encke-editor', class extends HTMLElement {})
    define('encke-editor', class extends HTMLElement {})
  })
  await expect.poll(() => warnings).toEqual([expect.stringContaining('<encke-editor> was already defined')])
  expect(problems).toEqual([])
})
