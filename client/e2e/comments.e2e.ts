import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Person } from './browser.ts'
import { Stage } from './stage.ts'
import { createDocument, introduce, openDocument, Writer } from './writer.ts'

const content = 'The comet comes back.\nEvery three years and four months.\nNobody has to wait long.\n'

const stage = new Stage()

/** What somebody does with the comments of a page, and what they see of them. */
class Commenter {
  readonly writer: Writer
  readonly page: Page
  readonly comments: Locator

  constructor(writer: Writer) {
    this.writer = writer
    this.page = writer.page
    this.comments = writer.page.locator('encke-comments')
  }

  async opens(room: 'Comments' | 'Chat' = 'Comments'): Promise<void> {
    if ((await this.comments.getAttribute('open')) === null) await this.button.click()
    await this.comments.getByRole('tab', { name: room }).click()
  }

  /** Selects these words and comments on them, with the keyboard alone. */
  async commentsOn(words: string, text: string): Promise<void> {
    await this.selects(words)
    await this.page.keyboard.press('ControlOrMeta+Alt+m')
    await this.typesInto(this.page.getByRole('textbox', { name: 'New comment' }), text)
    await this.page.keyboard.press('ControlOrMeta+Enter')
    await this.thread(words).waitFor()
  }

  /** Types where the focus is about to be. */
  async typesInto(box: Locator, text: string): Promise<void> {
    await this.hasFocus(box)
    await this.page.keyboard.type(text)
  }

  hasFocus(element: Locator): Promise<void> {
    return element.and(this.page.locator(':focus')).waitFor()
  }

  async selects(words: string): Promise<void> {
    const from = (await this.writer.text()).indexOf(words)
    await this.writer.selects(from, from + words.length)
  }

  get button(): Locator {
    return this.page.locator('comments-button').getByRole('button')
  }

  get threads(): Locator {
    return this.comments.locator('encke-comment-thread')
  }

  thread(quote: string): Locator {
    return this.threads.filter({ hasText: quote })
  }

  /** The words that are marked in the text. */
  marks(): Promise<string[]> {
    return this.writer.editor.locator('.encke-comment').allInnerTexts()
  }

  /** What is said in the thread that is open, or in the chat. */
  said(): Promise<string[]> {
    return this.comments.locator(':is([active], encke-comment-chat) encke-comment-message .text').allInnerTexts()
  }
}

async function meet(document: string, alice: Person, bob: Person): Promise<[Commenter, Commenter]> {
  const { url } = stage
  await createDocument(url, { id: document, content })
  await Promise.all([introduce(alice.context, alice), introduce(bob.context, bob)])
  const writers = [
    await openDocument(alice.page, { url, document }),
    await openDocument(bob.page, { url, document }),
  ] as const
  for (const writer of writers) {
    await expect.poll(() => writer.faces()).toHaveLength(2)
    await writer.page.locator('encke-comments:defined').waitFor({ state: 'attached' })
  }
  return [new Commenter(writers[0]), new Commenter(writers[1])]
}

test('a comment stays with its words through everybody’s edits, is answered, resolved and opened again', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('threads', alice, bob)
  await hers.selects('three years')
  await hers.writer.editor.getByRole('button', { name: /^Comment on the selection/ }).click()
  await hers.typesInto(hers.page.getByRole('textbox', { name: 'New comment' }), 'Three point three, to be exact.')
  await hers.comments.getByRole('button', { name: 'Comment', exact: true }).click()
  await hers.writer.editor.locator('.cm-focused').waitFor()
  await expect.poll(() => his.marks()).toEqual(['three years'])
  await expect.poll(() => his.button.getAttribute('aria-label')).toBe('Comments: 1 open, 1 new')
  // A comment is saved as an edit of the text is.
  await expect.poll(() => hers.writer.chipWords()).toBe('Saved')

  await his.writer.selects(0)
  await his.writer.types('Look: ')
  const words = (await his.writer.text()).indexOf('three years')
  await his.writer.selects(words + 'three'.length)
  await his.writer.types(' long')
  await expect.poll(() => hers.marks()).toEqual(['three long years'])

  // The caret in the words brings the thread; there it is answered.
  await his.opens()
  await his.writer.editor.locator('.encke-comment').click()
  await his.comments.locator('encke-comment-thread[active]').waitFor()
  await his.comments.getByRole('textbox', { name: 'Reply' }).fill('See https://example.org/encke.')
  await his.comments.getByRole('button', { name: 'Reply', exact: true }).click()
  await expect.poll(() => hers.said()).toEqual(['Three point three, to be exact.', 'See https://example.org/encke.'])
  expect(await hers.comments.getByRole('link').getAttribute('href')).toBe('https://example.org/encke')
  expect(await hers.comments.getByRole('link').getAttribute('rel')).toContain('noopener')

  // Her own words she changes, takes away and takes back; his she cannot.
  const first = hers.comments.locator('encke-comment-message').first()
  expect(await hers.comments.getByRole('button', { name: 'Edit' }).count()).toBe(1)
  await first.getByRole('button', { name: 'Edit' }).click()
  await first.getByRole('textbox').fill('3.3, to be exact.')
  await first.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => (await his.said())[0]).toBe('3.3, to be exact.')
  await first.getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => his.said()).toEqual(['See https://example.org/encke.'])
  await hers.hasFocus(hers.comments.getByRole('button', { name: 'Undo' }))
  await hers.page.keyboard.press('Enter')
  await expect.poll(() => his.said()).toHaveLength(2)

  // The palette of the editor knows of it.
  await hers.selects('comet')
  await hers.page.keyboard.press('F1')
  await hers.page.getByRole('combobox').fill('Comment')
  await hers.page.keyboard.press('Enter')
  await hers.page.getByRole('textbox', { name: 'New comment' }).waitFor()
  await hers.page.keyboard.press('Escape')
  await hers.threads.click()

  // Without its words it stays, and undo brings them back.
  await his.selects('three long years')
  await his.page.keyboard.press('Delete')
  await hers.comments.getByText('The text was deleted').waitFor()
  await expect.poll(() => hers.marks()).toEqual([])
  await his.writer.undoes()
  await expect.poll(() => hers.marks()).toEqual(['three long years'])

  await hers.comments.getByRole('button', { name: 'Resolve' }).click()
  await expect.poll(() => his.marks()).toEqual([])
  await his.comments.getByText('All comments are resolved').waitFor()
  await his.comments.getByRole('button', { name: 'Resolved 1' }).click()
  await his.comments.getByText('Resolved by Alice').waitFor()
  await his.comments.getByRole('button', { name: 'Reopen' }).click()
  await expect.poll(() => hers.marks()).toEqual(['three long years'])

  // Undo of the text takes back nothing of it.
  await expect
    .poll(async () => {
      // How many there are to take back depends on how fast he typed.
      await his.writer.undoes()
      return hers.writer.text()
    })
    .toBe(content)
  for (let count = 0; count < 2; count++) await his.writer.undoes()
  await his.writer.types('!')
  await expect.poll(() => hers.writer.text()).toContain('!')
  expect(await hers.threads.count()).toBe(1)
  expect([...alice.problems, ...bob.problems]).toEqual([])
})

test('who is mentioned is told quietly, and the chat is heard; both are kept', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('mentions', alice, bob)
  await his.commentsOn('Nobody', 'Really nobody, @al')
  // Sent as it was: nobody was chosen.
  await expect.poll(() => hers.marks()).toEqual(['Nobody'])
  expect(await hers.page.locator('.notice:popover-open').count()).toBe(0)
  await his.comments.getByRole('textbox', { name: 'Reply' }).fill('')
  await his.page.keyboard.type('@al')
  await his.comments.getByRole('option', { name: 'Alice' }).waitFor()
  await his.page.keyboard.press('Enter')
  await his.page.keyboard.type('what do you think?')
  await his.page.keyboard.press('ControlOrMeta+Enter')
  await hers.page.getByText('Bob mentioned you').first().waitFor()
  await hers.comments.getByRole('button', { name: 'Show' }).click()
  await expect.poll(async () => (await hers.said()).at(-1)).toBe('@Alice what do you think?')
  expect(await hers.comments.locator('.mention').allInnerTexts()).toEqual(['@Alice'])

  await his.opens('Chat')
  await his.comments.getByRole('textbox', { name: 'Chat' }).fill('one')
  await his.page.keyboard.press('Shift+Enter')
  await his.page.keyboard.type('line more')
  await his.page.keyboard.press('Enter')
  await expect.poll(() => hers.comments.getByRole('tab', { name: 'Chat' }).innerText()).toContain('1 new')
  await hers.opens('Chat')
  await expect.poll(() => hers.said()).toEqual(['one\nline more'])
  await hers.comments.getByRole('textbox', { name: 'Chat' }).fill('<img src=x onerror=alert(1)>')
  await hers.page.keyboard.press('Enter')
  await expect.poll(async () => (await his.said()).at(-1)).toBe('<img src=x onerror=alert(1)>')
  // Her own words she takes away and takes back here as well.
  const own = hers.comments.locator('encke-comment-message').last()
  expect(await hers.comments.getByRole('button', { name: 'Delete' }).count()).toBe(1)
  await own.hover()
  await own.getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => his.said()).toHaveLength(1)
  await hers.hasFocus(hers.comments.getByRole('button', { name: 'Undo' }))
  await hers.page.keyboard.press('Enter')
  await expect.poll(async () => (await his.said()).at(-1)).toBe('<img src=x onerror=alert(1)>')
  expect(await his.comments.locator('img').count()).toBe(0)
  // Read out while the chat is open.
  await expect.poll(() => his.comments.locator('[role=status]').last().innerText()).toContain('Alice: <img')

  await alice.page.reload()
  await hers.writer.synced()
  await expect.poll(() => hers.button.getAttribute('aria-label')).toBe('Comments: 1 open')
  await hers.opens('Chat')
  await expect.poll(() => hers.said()).toHaveLength(2)
  // What she says in a row has her name once.
  await hers.comments.getByRole('textbox', { name: 'Chat' }).fill('That is no picture.')
  await hers.page.keyboard.press('Enter')
  await expect.poll(() => his.said()).toHaveLength(3)
  await expect.poll(() => his.comments.locator('encke-comment-message .name').allInnerTexts()).toEqual(['Bob', 'Alice'])
  const text = await fetch(`${stage.url}/api/documents/mentions/content`)
  expect(await text.text()).toBe(content)
  expect([...alice.problems, ...bob.problems]).toEqual([])
})

test('with what strangers may have written, it works', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('strangers', alice, bob)
  await hers.opens()
  await his.writer.editor.evaluate((editor: EnckeEditor) => {
    const doc = editor.ydoc!
    const map = doc.getMap<unknown>('comments')
    const anchor = editor.createAnchor(4, 9)!
    doc.transact(() => {
      map.set('number', 7)
      map.set('record', { messages: [{ id: 'a', text: 'plain' }] })
      map.set('__proto__', null)
      doc.getArray('chat').push([1, 'text', { id: 'x', text: 'not shared' }, Number.NaN])
    })
    // A whole one with hostile fields, made of the same classes as the document's own.
    const Shared = map.constructor as new (entries: [string, unknown][]) => unknown
    const List = doc.getArray('chat').constructor as unknown as { from(entries: unknown[]): unknown }
    const author = { id: 'm', name: `\u202e<b>${'Mallory'.repeat(40)}`, color: 'red;}*{display:none' }
    const text = `${'x'.repeat(5_000)} javascript:alert(1)`
    const message = new Shared([
      ['id', 'm'],
      ['author', author],
      ['at', Number.MAX_VALUE],
      ['text', text],
      ['mentions', [7]],
    ])
    map.set(
      'hostile',
      new Shared([
        ['anchor', anchor],
        ['quote', {}],
        ['messages', List.from([message, 3])],
      ]),
    )
  })
  await expect.poll(() => hers.threads.count()).toBe(1)
  await hers.threads.click()
  await expect.poll(async () => (await hers.said())[0]?.length).toBe(4_001)
  await hers.comments.getByRole('button', { name: 'Show all' }).click()
  await expect.poll(async () => (await hers.said())[0]?.length).toBe(5_000 + ' javascript:alert(1)'.length)
  expect(await hers.comments.getByRole('link').count()).toBe(0)
  await expect.poll(() => hers.marks()).toEqual(['comet'])
  const overflow = () => hers.comments.evaluate((element) => element.scrollWidth - element.clientWidth)
  expect(await overflow()).toBeLessThanOrEqual(0)
  const signs = await hers.writer.editor.evaluateHandle((editor: EnckeEditor) => {
    const signs = { count: 0 }
    editor.addEventListener('encke-activity', () => signs.count++)
    return signs
  })
  await hers.commentsOn('Every', 'Beside it.')
  await expect.poll(() => his.marks()).toEqual(['comet', 'Every'])
  // Whoever writes a comment is here: nobody is idle over a long one.
  await expect.poll(() => signs.evaluate(({ count }) => count)).toBeGreaterThan(5)
  // From thread to thread with the arrows.
  await hers.threads.first().locator('.quote').focus()
  const focused = () =>
    hers.threads.evaluateAll((threads) => threads.findIndex((thread) => thread.matches(':focus-within')))
  await hers.page.keyboard.press('ArrowDown')
  await expect.poll(focused).toBe(1)
  await hers.page.keyboard.press('ArrowDown')
  await hers.page.keyboard.press('Home')
  await expect.poll(focused).toBe(0)
  await hers.page.keyboard.press('End')
  await hers.page.keyboard.press('Enter')
  await hers.comments.locator('encke-comment-thread[active]').getByText('Beside it.').waitFor()
  expect([...alice.problems, ...bob.problems]).toEqual([])
})

test('who may only read the document reads its comments, and is told so', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const { url } = stage
  const [hers] = await meet('viewer', alice, bob)
  await hers.commentsOn('comet', 'Which one?')
  const link = await fetch(`${url}/api/documents/viewer/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'viewer' }),
  })
  const { token } = (await link.json()) as { token: string }
  await bob.page.goto(`${url}/s/${token}`)
  const reader = new Commenter(new Writer(bob.page))
  await reader.writer.synced()
  await expect.poll(() => reader.marks()).toEqual(['comet'])
  await reader.opens()
  await reader.threads.click()
  await expect.poll(() => reader.said()).toEqual(['Which one?'])
  await reader.comments.getByText('You can read comments here, but not write them.').waitFor()
  for (const role of ['textbox', 'option'] as const) expect(await reader.comments.getByRole(role).count()).toBe(0)
  for (const name of ['Resolve', 'Edit', 'Delete']) {
    expect(await reader.comments.getByRole('button', { name, exact: true }).count()).toBe(0)
  }
  await reader.selects('Nobody')
  await bob.page.keyboard.press('ControlOrMeta+Alt+m')
  await bob.page.locator('.notice:popover-open').getByText('You can read comments here').waitFor()
  expect(await reader.writer.editor.locator('.encke-comment-button:visible').count()).toBe(0)
  expect((await reader.writer.connection()).state).toBe('connected')
  expect(bob.problems).toEqual([])
})

test('on a phone, in Russian and in the dark: a sheet below the text', async () => {
  const { url } = stage
  await createDocument(url, { id: 'phone', title: 'Заметки', content: 'Комета возвращается.\n'.repeat(40) })
  await using alice = await stage.person('Вера', {
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
    locale: 'ru-RU',
    colorScheme: 'dark',
  })
  const { page } = alice
  await introduce(alice.context, { name: 'Вера' })
  const writer = await openDocument(page, { url, document: 'phone' })
  await page.locator('encke-comments:defined').waitFor({ state: 'attached' })
  const button = page.locator('comments-button').getByRole('button')
  await button.tap()
  await page.getByText('Комментариев пока нет').waitFor()
  await page.getByRole('button', { name: 'Закрыть комментарии' }).tap()
  await writer.selects(21 * 12, 21 * 12 + 6)
  // There is no margin, and a button over the text would cover words: it is in the bar.
  await writer.editor.locator('[data-id="comments.add"]').waitFor()
  await expect.poll(() => writer.editor.locator('.encke-comment-button:visible').count()).toBe(0)
  await writer.editor.locator('[data-id="comments.add"]').tap()
  expect(await writer.editor.locator('.encke-comment-button:visible').count()).toBe(0)
  await page.getByRole('textbox', { name: 'Новый комментарий' }).fill('Когда?')
  await page.getByRole('button', { name: 'Комментировать', exact: true }).tap()
  await page.locator('encke-comment-thread[active]').waitFor()
  // The sheet has not taken the place of the words.
  const places = async () => {
    const found = [writer.editor.locator('.encke-comment').first(), writer.editor, page.locator('encke-comments')]
    const [mark, text, sheet] = await Promise.all(found.map((each) => each.boundingBox()))
    return {
      isBelowText: sheet!.y >= text!.y + text!.height - 1,
      isBelowMark: sheet!.y >= mark!.y + mark!.height,
      width: sheet!.width,
    }
  }
  await expect.poll(places).toEqual({ isBelowText: true, isBelowMark: true, width: 320 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await page.getByRole('tab', { name: 'Чат' }).tap()
  await page.getByRole('textbox', { name: 'Чат' }).fill('Привет')
  await page.keyboard.press('Enter')
  await page.locator('encke-comment-chat encke-comment-message').waitFor()
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('button', { name: 'Закрыть комментарии' }).tap()
  await expect.poll(() => page.locator('encke-comments .panel').count()).toBe(0)
  await button.and(page.locator(':focus')).waitFor()
  expect(alice.problems).toEqual([])
})
