import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { TransportName } from '../../protocol/transport-name.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Person } from './browser.ts'
import { openSite } from './foreign-site.ts'
import { saved } from './meeting.ts'
import { Stage } from './stage.ts'
import { introduce, openDocument, Writer } from './writer.ts'

/** One more than the connections that a browser makes to one server over HTTP/1.1. */
const TABS = 7

const stage = new Stage({ browser: { keepsPages: true } })

/** A tab of a site that has no worker of this server, and what it asks the server for. */
interface Tab extends Writer {
  /** `POST /session` and the like. */
  asked: string[]
}

/** A page of another origin with one document. */
const site = (document: string, transport: TransportName | '' = '') =>
  openSite({
    body: `<script type="module" src="${stage.url}/encke.js"></script>
      <encke-editor server="${stage.url}" document="${document}" transport="${transport}"></encke-editor>`,
  })

async function openTab(page: Page, url: string): Promise<Tab> {
  const asked: Tab['asked'] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/session') && request.method() !== 'OPTIONS') {
      asked.push(`${request.method()} ${pathname}`)
    }
  })
  page.on('websocket', () => asked.push('WebSocket'))
  await page.goto(url)
  const writer = new Writer(page)
  await writer.synced()
  return Object.assign(writer, { asked })
}

async function openTabs(person: Person, url: string, count: number): Promise<Tab[]> {
  const tabs = [await openTab(person.page, url)]
  while (tabs.length < count) tabs.push(await openTab(await person.context.newPage(), url))
  return tabs
}

async function allSay(tabs: readonly Writer[], text: RegExp): Promise<void> {
  for (const [index, tab] of tabs.entries()) {
    await expect.poll(() => tab.text(), { message: `tab ${index}` }).toMatch(text)
  }
  expect(new Set(await Promise.all(tabs.map((tab) => tab.text()))).size).toBe(1)
}

test.each(['sse', 'long-poll'] as const)(
  '[P20] seven tabs of another site over %s share one session, and all write',
  async (transport) => {
    const document = `leader-${transport}`
    await using foreign = await site(document, transport)
    await using alice = await stage.person('Alice')
    await using bob = await stage.person('Bob')
    const his = await openDocument(bob.page, { url: stage.url, document })
    const tabs = await openTabs(alice, foreign.url, TABS)
    for (const [index, tab] of tabs.entries()) await tab.types(`tab ${index} `)
    await allSay([...tabs, his], /(?=.*tab 0 )(?=.*tab 6 )/s)
    for (const tab of tabs.slice(1)) expect(tab.asked).toEqual([])
    expect(tabs[0]?.asked.filter((what) => what === 'POST /session')).toHaveLength(1)
    await expect.poll(() => tabs[6]?.connection()).toMatchObject({ state: 'connected', transport })
    expect(alice.problems).toEqual([])
  },
)

test('[P20] tabs of the site itself share one session also in a browser without shared workers', async () => {
  await using alice = await stage.person('Alice')
  await alice.context.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'))
  const [first, second] = (await openTabs(alice, `${stage.url}/d/leader-own`, 2)) as [Tab, Tab]
  await first.types('one ')
  await second.types('two ')
  await allSay([first, second], /(?=.*one )(?=.*two )/s)
  expect(second.asked).toEqual([])
})

test('[P21] when the leader is closed, the others write on', async () => {
  await using foreign = await site('leader-closed')
  await using alice = await stage.person('Alice')
  const [first, second, third] = (await openTabs(alice, foreign.url, 3)) as [Tab, Tab, Tab]
  await first.types('one ')
  await first.page.close({ runBeforeUnload: true })
  await second.types('two ')
  await third.types('three ')
  await allSay([second, third], /(?=.*one )(?=.*two )(?=.*three )/s)
  await expect.poll(() => third.unsentEdits()).toBe(0)
  await expect.poll(() => third.connection()).toMatchObject({ state: 'connected' })
  expect(third.asked).toEqual([])
})

test('[P21] while the leader stands still, another tab leads, and nothing is lost or doubled', async () => {
  await using foreign = await site('leader-busy')
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  await Promise.all([introduce(alice.context, alice), introduce(bob.context, bob)])
  const his = await openDocument(bob.page, { url: stage.url, document: 'leader-busy' })
  const [first, second, third] = (await openTabs(alice, foreign.url, 3)) as [Tab, Tab, Tab]
  await first.types('before ')
  await allSay([first, second, third, his], /before /)
  const wake = Promise.withResolvers<void>()
  await first.page.route('**/stand-still', async (route) => {
    await wake.promise
    await route.fulfill({ body: '' })
  })
  const stands = first.editor.evaluate((editor: EnckeEditor) => {
    // What is edited in the same turn has not left the page when it stands still.
    editor.value += 'unsent '
    const request = new XMLHttpRequest()
    request.open('GET', '/stand-still', false)
    request.send()
  })
  await second.selects(0)
  await second.types('second ')
  await allSay([second, third, his], /second /)
  // Within 3 s, where the machine has time for it: client/socket/shared/led-session.test.ts.
  expect([...second.asked, ...third.asked]).not.toEqual([])
  // Its session has ended with it: what speaks for the other tabs is the new one.
  await second.selects(3)
  const distances = async () => {
    const [carets, place] = await Promise.all([his.carets(), his.placeOf(3)])
    return carets.map(({ left }) => Math.abs(left - place.left))
  }
  await expect.poll(async () => Math.min(...(await distances()))).toBeLessThan(2)
  expect(await his.text()).not.toContain('unsent')

  wake.resolve()
  await stands
  await allSay([first, second, third, his], /unsent /)
  expect((await his.text()).match(/unsent |second |before /g)?.sort()).toEqual(['before ', 'second ', 'unsent '])
  // Its words have come by way of the other: it asks for nothing itself any more.
  first.asked.length = 0
  await first.types('after ')
  await allSay([first, second, third, his], /after /)
  await expect.poll(() => first.unsentEdits()).toBe(0)
  await expect.poll(() => first.connection()).toMatchObject({ state: 'connected' })
  expect(first.asked).toEqual([])
})

test('[P21] a leader that the browser freezes lets go at once, and follows when it comes back', async () => {
  await using foreign = await site('leader-frozen')
  await using alice = await stage.person('Alice')
  const [first, second] = (await openTabs(alice, foreign.url, 2)) as [Tab, Tab]
  await first.types('one ')
  await allSay([first, second], /one /)
  // A Chromium without a window freezes no page, whatever it is told: the page hears what it would hear.
  const hears = (event: 'freeze' | 'resume') =>
    first.page.evaluate((event) => document.dispatchEvent(new Event(event)), event)
  expect(second.asked).toEqual([])
  await hears('freeze')
  // It is not silent: if it held on, it would lead for ever.
  await expect.poll(() => second.asked).not.toEqual([])
  await second.types('two ')
  await expect.poll(() => second.unsentEdits()).toBe(0)
  await hears('resume')
  await first.types('three ')
  await allSay([first, second], /(?=.*one )(?=.*two )(?=.*three )/s)
  await expect.poll(() => first.connection()).toMatchObject({ state: 'connected', unsentEdits: 0 })
})

test('[P24] a leader that is left and comes back as it was follows the one that leads since', async () => {
  await using foreign = await site('leader-back')
  await using alice = await stage.person('Alice')
  const [first, second] = (await openTabs(alice, foreign.url, 2)) as [Tab, Tab]
  await first.types('one ')
  await saved(first)
  expect(second.asked).toEqual([])
  await first.page.evaluate(() =>
    window.addEventListener('pageshow', ({ persisted }) => (window.name = `${persisted}`)),
  )
  await first.page.goto('about:blank')
  await second.types('two ')
  await expect.poll(() => second.unsentEdits()).toBe(0)
  expect(second.asked).not.toEqual([])
  await first.page.goBack({ waitUntil: 'commit' })
  // It was kept: nothing that it holds or listens to is in the way.
  await expect.poll(() => first.page.evaluate(() => window.name)).toBe('true')
  first.asked.length = 0
  await first.types('three ')
  await allSay([first, second], /(?=.*one )(?=.*two )(?=.*three )/s)
  await expect.poll(() => first.connection()).toMatchObject({ state: 'connected', unsentEdits: 0 })
  expect(first.asked).toEqual([])
})
