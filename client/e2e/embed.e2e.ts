import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Person } from './browser.ts'
import { type ForeignSite, openSite } from './foreign-site.ts'
import { Stage } from './stage.ts'
import { createDocument, facesIn, introduce, openDocument, Writer } from './writer.ts'

const content = 'Present: Alice, Bob.\nAbsent: nobody.\n'

const stage = new Stage()

declare global {
  interface Window {
    violations: string[]
    told: string[]
  }
}

const script = () => `<script type="module" src="${stage.url}/encke.js"></script>`
const editor = (document: string, more = '') =>
  `<encke-editor server="${stage.url}" document="${document}" label="Minutes" ${more}></encke-editor>`
/** The strictest under which it works; data: is for the site's own icon. */
const policy = () => [
  "default-src 'none'",
  `script-src ${stage.url}`,
  `connect-src ${stage.url} ${stage.url.replace('http', 'ws')}`,
  "style-src 'self'",
  'img-src data:',
  "require-trusted-types-for 'script'",
]

test('one script and one tag on another site under a strict policy are an editor in step with the page', async () => {
  const faces = `<encke-presence server="${stage.url}" document="strict"></encke-presence>`
  const comments = '<encke-comments for="minutes" open></encke-comments>'
  const body = script() + faces + editor('strict', 'id="minutes"') + comments
  await using site = await openSite({ body, policy: policy() })
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ id: 'strict', site, alice, bob })
  expect(await hers.text()).toBe(content)
  await hers.types('From another site. ')
  await expect.poll(() => his.text()).toContain('From another site. ')
  await his.types('From the page. ')
  await expect.poll(() => hers.text()).toContain('From the page. ')
  await expect.poll(async () => (await hers.carets()).map(({ name }) => name)).toEqual(['Bob'])

  await expect.poll(() => facesIn(alice.page.locator('encke-presence'))).toHaveLength(2)

  // Comments and chat beside it, with a list of names in the top layer.
  const place = (await hers.text()).indexOf('Absent')
  await hers.knows('comments.add')
  await hers.selects(place, place + 'Absent'.length)
  await alice.page.keyboard.press('ControlOrMeta+Alt+m')
  await alice.page.locator('textarea[aria-label="New comment"]:focus').waitFor()
  await alice.page.keyboard.type('Who is, @bo')
  await alice.page.getByRole('option', { name: 'Bob' }).click()
  await alice.page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => hers.editor.locator('.encke-comment').allInnerTexts()).toEqual(['Absent'])
  await alice.page.getByRole('tab', { name: 'Chat' }).click()
  await alice.page.getByRole('textbox', { name: 'Chat' }).fill('Said on another site.')
  await alice.page.keyboard.press('Enter')
  await bob.page.getByText('Alice mentioned you').first().waitFor()
  await bob.page.locator('encke-comments').getByRole('button', { name: 'Show' }).click()
  await bob.page.locator('encke-comment-thread[active]').getByText('Who is, @Bob').waitFor()
  await bob.page.getByRole('tab', { name: 'Chat' }).click()
  await bob.page.locator('encke-comment-chat').getByText('Said on another site.').waitFor()

  const textbox = alice.page.getByRole('textbox', { name: 'Minutes' })
  expect(await textbox.evaluate((element) => getComputedStyle(element).whiteSpace)).toMatch(/break-spaces|pre-wrap/)
  expect(await alice.page.evaluate(() => window.violations)).toEqual([])
  expect(alice.problems).toEqual([])
  expect(await alice.context.cookies()).toEqual([])
  await expect.poll(() => hers.connection()).toMatchObject({ state: 'connected', transport: 'websocket' })
})

test('a policy that allows no WebSocket leaves an event stream, and the editor works', async () => {
  const withoutWebSockets = policy().map((rule) => (rule.startsWith('connect') ? `connect-src ${stage.url}` : rule))
  await using site = await openSite({ body: script() + editor('http'), policy: withoutWebSockets })
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ id: 'http', site, alice, bob })
  await hers.types('Without a WebSocket. ')
  await expect.poll(() => his.text()).toContain('Without a WebSocket. ')
  await expect.poll(() => hers.connection()).toMatchObject({ state: 'connected', transport: 'sse' })
  expect(await alice.page.evaluate(() => window.violations)).toEqual(['connect-src'])
})

test('setting value edits what differs, so that carets and other edits stay', async () => {
  await using site = await openSite({ body: script() + editor('value') })
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ id: 'value', site, alice, bob })
  await his.selects(content.length)
  const changes = await his.editor.evaluateHandle(({ ytext }: EnckeEditor) => {
    const changes: unknown[] = []
    ytext!.observe(({ delta }) => changes.push(delta))
    return changes
  })
  await hers.editor.evaluate((editor: EnckeEditor) => {
    editor.value = editor.value.replace('Bob', 'Bob, Carol')
  })
  const changed = content.replace('Bob', 'Bob, Carol')
  await expect.poll(() => his.text()).toBe(changed)
  expect(await changes.jsonValue()).toEqual([[{ retain: content.indexOf('Bob') + 3 }, { insert: ', Carol' }]])
  await his.types('End.')
  await expect.poll(() => hers.text()).toBe(`${changed}End.`)
  await hers.editor.evaluate((editor: EnckeEditor) => editor.undo())
  await expect.poll(() => his.text()).toBe(`${content}End.`)
})

test('properties that were set before the script had come are taken over', async () => {
  await using site = await openSite({ body: script() + editor('early') })
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  await alice.page.addInitScript(() => {
    document.addEventListener('readystatechange', () => {
      if (document.readyState !== 'interactive') return
      const editor = document.querySelector('encke-editor')!
      if (customElements.get('encke-editor')) throw new Error('the tag was defined too early for this test')
      editor.user = { name: 'Alice of Elsewhere' }
      editor.label = 'Set early'
      editor.value = 'never seeded from here'
    })
  })
  const [hers, his] = await meet({ id: 'early', site, alice, bob })
  await expect.poll(() => his.faces()).toContain('Alice of Elsewhere, here. Jump to')
  await expect.poll(() => alice.page.getByRole('textbox', { name: 'Set early' }).count()).toBe(1)
  expect(await hers.text()).toBe(content)
})

test('moving the element keeps its text, caret and connection, and nobody sees it go', async () => {
  await using site = await openSite({ body: `${script()}<main>${editor('moved')}</main><aside></aside>` })
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ id: 'moved', site, alice, bob })
  const sockets: string[] = []
  alice.page.on('websocket', (socket) => sockets.push(socket.url()))
  await hers.selects(8, 13)
  await hers.editor.evaluate((editor: EnckeEditor) => {
    const { provider } = editor
    window.told = []
    editor.addEventListener('encke-status', ({ detail }) => window.told.push(detail.connection.state))
    document.querySelector('aside')!.append(editor)
    if (editor.provider !== provider) window.told.push('another provider')
  })
  await expect.poll(async () => (await his.carets()).length).toBe(1)
  await alice.page.keyboard.type('Everybody')
  const moved = `${content.slice(0, 8)}Everybody${content.slice(13)}`
  await expect.poll(() => hers.text()).toBe(moved)
  await expect.poll(() => his.text()).toBe(moved)
  expect(await his.faces()).toHaveLength(2)
  expect(new Set(await alice.page.evaluate(() => window.told))).toEqual(new Set(['connected']))
  expect(sockets).toEqual([])
})

test('two editors on a page share one connection', async () => {
  await createDocument(stage.url, { id: 'second', content: 'second' })
  await using site = await openSite({ body: script() + editor('first', 'id="one"') + editor('second', 'id="two"') })
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const sockets: string[] = []
  alice.page.on('websocket', (socket) => sockets.push(socket.url()))
  const [, his] = await meet({ id: 'first', site, alice, bob })
  const [one, two] = [new Writer(alice.page, '#one'), new Writer(alice.page, '#two')]
  await two.synced()
  expect(await two.text()).toBe('second')
  await one.types('One. ')
  await two.types('Two. ')
  await expect.poll(() => his.text()).toContain('One. ')
  await expect.poll(() => two.unsentEdits()).toBe(0)
  expect(await one.text()).not.toContain('Two.')
  expect(sockets).toEqual([`${stage.url.replace('http', 'ws')}/session/websocket`])
})

test('the page is told of everything that happens', async () => {
  await using site = await openSite({ body: script() + editor('events') })
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  await alice.page.addInitScript(() => {
    window.told = []
    const names = ['ready', 'change', 'status', 'synced', 'unsent', 'presence', 'error'].map((name) => `encke-${name}`)
    for (const name of [...names, 'input', 'change']) {
      document.addEventListener(name, (event) => {
        const { origin, count } = (event as CustomEvent).detail ?? {}
        window.told.push([name, origin ?? count].join(' ').trim())
      })
    }
  })
  const [hers, his] = await meet({ id: 'events', site, alice, bob })
  const told = () => alice.page.evaluate(() => window.told)
  await expect
    .poll(told)
    .toEqual(expect.arrayContaining(['encke-ready', 'encke-status', 'encke-synced', 'encke-presence']))
  await his.types('Bob. ')
  await expect.poll(told).toContain('encke-change remote')
  expect(await told()).not.toContain('input')

  await hers.types('A')
  await expect.poll(told).toEqual(expect.arrayContaining(['input', 'encke-change local', 'encke-unsent 1']))
  await expect.poll(async () => (await told()).filter((what) => what.includes('unsent')).at(-1)).toBe('encke-unsent 0')
  await hers.editor.evaluate(async (editor: EnckeEditor) => {
    editor.value += 'B'
    await editor.flush()
    window.told.push(`flushed ${editor.connection.unsentEdits}`)
    editor.undo()
  })
  await expect.poll(told).toEqual(expect.arrayContaining(['encke-change api', 'flushed 0', 'encke-change undo']))
  await alice.page.keyboard.press('Tab')
  await expect.poll(told).toContain('change')

  await fetch(`${stage.url}/api/documents/events`, { method: 'DELETE' })
  await expect.poll(told).toContain('encke-error')
  expect(await hers.text()).toContain('Bob. ')
})

test('without a document it is an editor of the page alone, and asks no server for anything', async () => {
  await using site = await openSite({ body: `${script()}<form><encke-editor name="notes"></encke-editor></form>` })
  await using alice = await stage.person('Alice')
  const asked: string[] = []
  alice.page.on('request', (request) => {
    if (request.resourceType() !== 'script') asked.push(request.url())
  })
  await alice.page.goto(site.url)
  const hers = new Writer(alice.page)
  await hers.synced()
  await hers.types('Only mine.')
  const entries = () => alice.page.evaluate(() => [...new FormData(document.forms[0]!)])
  await expect.poll(entries).toEqual([['notes', 'Only mine.']])
  expect(asked).toEqual([site.url])
  expect(alice.problems).toEqual([])
})

interface Meeting {
  /** Of the new document. */
  id: string
  site: ForeignSite
  alice: Person
  bob: Person
}

/** Alice on the foreign site, Bob on the server's own page, both in a new document, and each knows of the other. */
async function meet({ id, site, alice, bob }: Meeting): Promise<[Writer, Writer]> {
  await createDocument(stage.url, { id, content })
  await Promise.all([introduce(alice.context, alice), introduce(bob.context, bob)])
  await alice.page.addInitScript(() => {
    window.violations = []
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.effectiveDirective))
  })
  const his = await openDocument(bob.page, { url: stage.url, document: id })
  await alice.page.goto(site.url)
  const hers = new Writer(alice.page, `encke-editor[document="${id}"]`)
  await hers.synced()
  await hers.knows('search.open')
  await expect.poll(() => his.faces()).toHaveLength(2)
  return [hers, his]
}
