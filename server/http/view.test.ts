import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Links } from '../access/links.ts'
import { MemoryStore } from '../stores/memory-store.ts'
import { silentLog } from '../telemetry/log.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { answerErrors, answerNotFound } from './errors.ts'
import { viewRoutes } from './view.ts'

let root: string
let clock: ManualClock
let store: MemoryStore
let links: Links
let text: string
let mode: string
let app: Hono

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'encke-view-'))
  await writeFile(
    join(root, 'view.html'),
    '<title>{{title}}</title><b>{{heading}}</b><main data-view="{{view}}">{{text}}</main>',
  )
  clock = new ManualClock()
  store = new MemoryStore({ clock })
  links = new Links({ store, clock })
  mode = ''
  text = '# Plans\n\nWhat was written.'
  app = new Hono()
  app.onError(answerErrors(silentLog))
  app.notFound(answerNotFound)
  const feed = { now: async () => ({ version: 'v', mode, text }) }
  app.route('/', viewRoutes({ access: links, store, feed, clientRoot: root }))
  await store.create('secret-plans', { title: 'Plans & <more>' })
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function link(expiresAt: number | null = null) {
  return (await links.create('secret-plans', { role: 'viewer', label: '', expiresAt }))!
}

test('the text and the title are in the page, and the id is not', async () => {
  const response = await app.request(`/v/${(await link()).token}`)
  const html = await response.text()
  expect(response.status).toBe(200)
  expect(html).toContain('<title>Plans &amp; &lt;more&gt; · Encke</title>')
  expect(html).toContain('<h1 dir="auto">Plans</h1>\n<p dir="auto">What was written.</p>')
  expect(html).not.toContain('secret-plans')
  const state = /data-view="([^"]*)"/.exec(html)![1]!.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  expect(state).toContain('"state":"open","role":"viewer","version":"v"')
})

test('whatever the text is, it cannot leave its place', async () => {
  await store.rename('secret-plans', '"{{text}} $& {{view}}')
  text = '{{title}} </main><script src=x></script> $& $1 {{view}}'
  const html = await (await app.request(`/v/${(await link()).token}`)).text()
  expect(html).toContain(
    '<p dir="auto">{{title}} &lt;/main&gt;&lt;script src=x&gt;&lt;/script&gt; $&amp; $1 {{view}}</p>',
  )
  expect(html.match(/<main/g)).toHaveLength(1)
})

test('it is kept by no cache and no search engine, and runs nothing but our scripts', async () => {
  const { headers } = await app.request(`/v/${(await link()).token}`)
  expect(headers.get('Cache-Control')).toBe('no-store')
  expect(headers.get('X-Robots-Tag')).toBe('noindex, nofollow')
  expect(headers.get('Referrer-Policy')).toBe('no-referrer')
  expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'; script-src 'self'")
})

test('[L3] links that are not valid get one and the same page, with nothing of the document', async () => {
  const revoked = await link()
  await links.revoke('secret-plans', revoked.link.id)
  const expired = await link(clock.now() + 1)
  clock.advance(1)
  const pages = await Promise.all(
    [revoked.token, expired.token, 'A'.repeat(24), 'x', `${'A'.repeat(24)}%0A`].map(async (token) => {
      const response = await app.request(`/v/${token}`)
      return `${response.status} ${await response.text()}`
    }),
  )
  expect(new Set(pages).size).toBe(1)
  expect(pages[0]).toMatch(/^403 <title>Encke<\/title>/)
  expect(pages[0]).toContain('&quot;state&quot;:&quot;ended&quot;')
})

test('a page that is not built says so', async () => {
  await rm(join(root, 'view.html'))
  expect((await app.request('/v/x')).status).toBe(503)
})
