import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Person } from './browser.ts'
import { openSite } from './foreign-site.ts'
import { hostileMarkdown } from './hostile-markdown.ts'
import { violations } from './page-faults.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument, Writer } from './writer.ts'

const stage = new Stage()

/** Opens a new document on its page. */
async function open(person: Person, id: string, content: string): Promise<Writer> {
  await createDocument(stage.url, { id, content })
  return openDocument(person.page, { url: stage.url, document: id })
}

const show = (writer: Writer, view: string) =>
  writer.editor.evaluate((editor: EnckeEditor, view) => editor.setAttribute('view', view), view)
const preview = (page: Page) => page.locator('.preview')
const scrollTo = (page: Page, selector: string, top: number) =>
  page.locator(selector).evaluate((element, top) => {
    // What a reader's wheel does.
    element.dispatchEvent(new WheelEvent('wheel', { bubbles: true }))
    element.scrollTop = top
  }, top)

test('what is written is shown, a task writes itself down, and the source is a double click away', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const text = '# Plan\n\n- [ ] tea\n- [x] map\n\n```\none\ntwo\n```\n'
  const hers = await open(alice, 'plan', text)
  const his = await openDocument(bob.page, { url: stage.url, document: 'plan' })
  expect(await preview(alice.page).count()).toBe(0)
  await alice.page.getByRole('button', { name: 'Side by side' }).click()
  const pane = preview(alice.page)
  await pane.getByRole('heading', { name: 'Plan' }).waitFor()

  await his.selects(text.length)
  await his.types('Now **this**.')
  await expect.poll(() => pane.locator('strong').allTextContents()).toEqual(['this'])

  // While somebody else moves the lines. Not with the mouse, which would meet what has moved under it.
  await his.selects(0)
  await his.types('Title above\n\n')
  await pane.getByRole('checkbox', { name: 'tea' }).evaluate((box: HTMLInputElement) => box.click())
  await expect.poll(() => his.text()).toContain('- [x] tea\n- [x] map')
  await expect.poll(() => pane.getByRole('checkbox', { name: 'tea' }).isChecked()).toBe(true)
  await hers.undoes()
  await expect.poll(() => his.text()).toContain('- [ ] tea\n- [x] map')
  expect(await his.text()).toContain('Title above')
  await expect.poll(() => pane.getByRole('checkbox', { name: 'tea' }).isChecked()).toBe(false)
  await pane.getByRole('checkbox', { name: 'tea' }).focus()
  await alice.page.keyboard.press('Space')
  await expect.poll(() => his.text()).toContain('- [x] tea')
  await expect
    .poll(() => pane.getByRole('checkbox', { name: 'tea' }).evaluate((box) => box.matches(':focus')))
    .toBe(true)

  await pane
    .locator('pre')
    .getByText('two')
    .dblclick({ position: { x: 20, y: 36 } })
  const line = () =>
    hers.editor.evaluate(({ view }: EnckeEditor) => view!.state.doc.lineAt(view!.state.selection.main.head).text)
  await expect.poll(line).toBe('two')

  await hers.editor.evaluate((editor: EnckeEditor) => {
    editor.readOnly = true
  })
  await expect.poll(() => pane.getByRole('checkbox', { name: 'map' }).isDisabled()).toBe(true)
  expect(alice.problems).toEqual([])
})

test('both sides keep the same line at their top, whichever is scrolled', async () => {
  await using alice = await stage.person('Alice', { viewport: { width: 1280, height: 800 } })
  const words = 'words and words that fill a line and go on to another one '.repeat(6)
  const part = (index: number) =>
    `## Part ${index}\n\n${index % 3 ? words : '```\ncode\n\n\n\n\nmore\n```'}\n\n- one\n- two\n\n|a|b|\n|-|-|\n|1|2|\n`
  const writer = await open(alice, 'long', Array.from({ length: 120 }, (_, index) => part(index)).join('\n'))
  await show(writer, 'split')
  await preview(alice.page).getByRole('heading', { name: 'Part 0' }).waitFor()
  const { page } = alice
  for (const [leader, follower] of [
    ['.cm-scroller', '.preview'],
    ['.preview', '.cm-scroller'],
  ] as const) {
    for (const top of [9_000, 4_000, 12_000]) {
      await scrollTo(page, leader, top)
      const isTogether = async () => {
        const [one, other] = [await firstPart(page, leader), await firstPart(page, follower)]
        // A heading at the very edge may be just above it on the other side.
        return one !== null && other !== null && (one.name === other.name || Math.min(one.top, other.top) < 40)
      }
      await expect.poll(isTogether, { message: `${leader} at ${top}` }).toBe(true)
    }
  }
  await scrollTo(page, '.preview', 0)
  await expect.poll(() => page.locator('.cm-scroller').evaluate((scroller) => scroller.scrollTop)).toBe(0)
  // The way back from the preview alone leads to what was read.
  await show(writer, 'preview')
  await scrollTo(page, '.preview', 8_000)
  // What is above may still be rendered, and be as high as it is only then.
  let read = await firstPart(page, '.preview')
  const isSettled = async () => {
    const before = read
    read = await firstPart(page, '.preview')
    return read !== null && read.name === before?.name && read.top === before.top
  }
  await expect.poll(isSettled).toBe(true)
  await show(writer, 'edit')
  const isThere = async () => {
    const found = await firstPart(page, '.cm-scroller')
    if (found === null || read === null) return false
    const [one, other] = [found, read].map(({ name }) => Number(name.slice('Part '.length)))
    // A heading at the very edge may be just above it on the other side.
    return one === other || (Math.abs(one! - other!) === 1 && Math.min(found.top, read.top) < 40)
  }
  await expect.poll(isThere).toBe(true)
  await expect.poll(() => preview(page).count()).toBe(0)
})

/** The first heading that can be seen in a pane, and how far below its top it is, in pixels. */
async function firstPart(page: Page, pane: string): Promise<{ name: string; top: number } | null> {
  return page.locator(pane).evaluate((scroller) => {
    const { top } = scroller.getBoundingClientRect()
    const marked = [...scroller.querySelectorAll('h2, .cm-line')].filter(({ textContent }) =>
      /Part \d+$/.test(textContent!),
    )
    const first = marked.find((heading) => heading.getBoundingClientRect().top >= top - 1)
    return first
      ? { name: /Part \d+/.exec(first.textContent!)![0], top: first.getBoundingClientRect().top - top }
      : null
  })
}

test('hostile Markdown is shown and does nothing, on a page that trusts no HTML', async () => {
  const editor = `<encke-editor server="${stage.url}" document="hostile" label="Text" view="preview"></encke-editor>`
  const policy = [
    "default-src 'none'",
    `script-src ${stage.url}`,
    `connect-src ${stage.url} ${stage.url.replace('http', 'ws')}`,
    "style-src 'self'",
    'img-src data:',
    "require-trusted-types-for 'script'",
    'trusted-types lit-html encke-preview',
  ]
  const body = `<script type="module" src="${stage.url}/encke.js"></script>${editor}`
  await createDocument(stage.url, { id: 'hostile', content: hostileMarkdown.join('\n\n---\n\n') })
  await using site = await openSite({ body, policy })
  await using mallory = await stage.person('Mallory')
  const { page } = mallory
  await page.addInitScript(() => {
    const told: string[] = []
    Object.assign(window, { told, pwned: () => told.push('pwned') })
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => told.push(effectiveDirective))
  })
  await page.goto(site.url)
  await new Writer(page).synced()
  // The last of what is drawn.
  await preview(page).locator('ol.notes').waitFor({ state: 'attached' })
  expect(await preview(page).locator('hr').count()).toBe(hostileMarkdown.length - 1)
  const found = await preview(page).evaluate((pane) => {
    const elements = [...pane.querySelectorAll('*')]
    for (const element of elements) {
      element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
      if (element.localName === 'a' && !element.hasAttribute('target')) (element as HTMLElement).click()
    }
    return {
      tags: [...new Set(elements.map(({ localName }) => localName))],
      attributes: [...new Set(elements.flatMap((element) => element.getAttributeNames()))],
      addresses: elements.map((element) => element.getAttribute('href') ?? element.getAttribute('src')).filter(Boolean),
      ids: elements.map(({ id }) => id).filter(Boolean),
      text: pane.textContent,
    }
  })
  const calm = 'div strong p hr a img code pre h1 table thead tbody tr th td ul ol li input br kbd sup span'.split(' ')
  expect(found.tags.filter((tag) => !calm.includes(tag))).toEqual([])
  expect(found.attributes.filter((name) => /^on|^style$|^name$|^action$/.test(name))).toEqual(['style']) // our own heights
  expect(found.addresses.filter((address) => /^\W*(javascript|vbscript|data):/i.test(address!))).toEqual([])
  expect(found.ids.every((id) => id.startsWith('user-content-'))).toBe(true)
  expect(found.text).toContain('<script>pwned()</script>')
  // The images that are nowhere are refused by the site's own rule; nothing else is tried.
  expect((await page.evaluate(() => window.told)).filter((what) => what !== 'img-src')).toEqual([])
  expect(await page.evaluate(() => [location.pathname, document.querySelectorAll('base, style').length])).toEqual([
    '/',
    0,
  ])
})

test('a view is chosen by key, is kept for the next visit, and has no fault', async () => {
  await using alice = await stage.person('Alice')
  const { page } = alice
  const writer = await open(
    alice,
    'keys',
    '# Title\n\nText with [a link](https://example.org)\n\n| a |\n|---|\n| b |\n\n```\ncode\n```\n\n- [ ] task',
  )
  await writer.knows('view.preview')
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+Alt+p')
  await preview(page).getByRole('heading').waitFor()
  await expect.poll(() => preview(page).evaluate((pane) => pane.matches(':focus'))).toBe(true)
  await expect.poll(() => page.locator('.cm-content').isVisible()).toBe(false)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page)).toEqual([])
  }
  await page.reload()
  await preview(page).getByRole('heading').waitFor()
  await preview(page).focus()
  await page.keyboard.press('Control+Alt+p')
  await expect.poll(() => page.locator('.cm-content').evaluate((content) => content.matches(':focus'))).toBe(true)
  await expect.poll(() => preview(page).count()).toBe(0)
  await page.keyboard.press('Control+\\')
  await preview(page).getByRole('heading').waitFor()
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Document menu' }).click()
  // What the bar has room for is not in the menu as well.
  const share = page.locator('header').getByRole('button', { name: 'Share' })
  expect(await share.isVisible()).toBe(true)
  expect(await page.getByRole('menuitem', { name: 'Share' }).count()).toBe(0)
  await page.getByRole('menuitem', { name: 'Preview' }).click()
  await preview(page).getByRole('heading').waitFor()
  await expect.poll(() => page.locator('.cm-content').isVisible()).toBe(false)
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: 320, height: 640 })
  await expect.poll(() => share.isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Document menu' }).click()
  await page.getByRole('menuitem', { name: 'Share' }).click()
  await page.getByRole('dialog').getByRole('tab').first().waitFor()
  expect(alice.problems).toEqual([])
})
