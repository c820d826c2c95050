import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../telemetry/log.ts'
import { answerErrors, answerNotFound } from './errors.ts'
import { staticRoutes } from './static.ts'

let root: string
let app: Hono

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'encke-static-'))
  app = new Hono()
  app.onError(answerErrors(silentLog))
  app.notFound(answerNotFound)
  app.route('/', staticRoutes({ root }))
})

afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

async function build() {
  await mkdir(join(root, 'assets'))
  await writeFile(join(root, 'index.html'), '<!doctype html><p>the list')
  await writeFile(join(root, 'document.html'), '<!doctype html><p>a document')
  await writeFile(join(root, 'trash.html'), '<!doctype html><p>the trash')
  await writeFile(join(root, 'status.html'), '<!doctype html><p>the connection doctor')
  await writeFile(join(root, 'encke.js'), 'export {}')
  await writeFile(join(root, 'icon.svg'), '<svg/>')
  await writeFile(join(root, 'assets', 'app-Ab12_-x.js'), `//${'x'.repeat(2_000)}`)
  await writeFile(join(root, 'assets', 'app-Ab12_-x.css'), 'p {}')
}

const textOf = async (path: string) => (await app.request(path)).text()
const codeOf = async (path: string) => ((await (await app.request(path)).json()) as { code: string }).code

describe('pages', () => {
  beforeEach(build)

  test('/ is the list, and /d/ with whatever follows is the document page', async () => {
    expect(await textOf('/')).toContain('the list')
    for (const path of ['/d/minutes', '/d/notes/today', '/d/%C3%BCber%20uns', '/d/a%2Fb?transport=poll']) {
      expect(await textOf(path)).toContain('a document')
    }
    expect(await textOf('/trash')).toContain('the trash')
    expect(await textOf('/status')).toContain('the connection doctor')
  })

  test('load nothing but what is ours, and are embedded by nobody else', async () => {
    for (const path of ['/', '/trash', '/d/minutes', '/status']) {
      const { headers } = await app.request(path)
      expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8')
      expect(headers.get('Cache-Control')).toBe('no-cache')
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Referrer-Policy')).toBe('no-referrer')
      const policy = headers.get('Content-Security-Policy')!.split('; ')
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "base-uri 'none'",
          "frame-ancestors 'self'",
        ]),
      )
      expect(policy.join()).not.toMatch(/unsafe|\*/)
    }
  })

  test('are sent again only when they changed', async () => {
    const etag = (await app.request('/')).headers.get('ETag')!
    const again = await app.request('/', { headers: { 'If-None-Match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(again.headers.get('Content-Security-Policy')).not.toBeNull()
    await writeFile(join(root, 'index.html'), '<!doctype html><p>a new list')
    await utimes(join(root, 'index.html'), 1, 1)
    expect((await app.request('/', { headers: { 'If-None-Match': etag } })).status).toBe(200)
  })

  test('HEAD tells the size without the text', async () => {
    const response = await app.request('/', { method: 'HEAD' })
    expect(response.headers.get('Content-Length')).toBe('26')
    expect(await response.text()).toBe('')
  })

  test('take no other method', async () => {
    for (const path of ['/', '/d/minutes', '/status'])
      expect((await app.request(path, { method: 'POST' })).status).toBe(405)
  })
})

describe('scripts and styles', () => {
  beforeEach(build)

  test('with a hash in their name are kept for ever, and may be loaded by every site', async () => {
    const { headers } = await app.request('/assets/app-Ab12_-x.js')
    expect(headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(headers.get('Content-Type')).toMatch(/^text\/javascript/)
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
    expect((await app.request('/assets/app-Ab12_-x.css')).headers.get('Content-Type')).toMatch(/^text\/css/)
  })

  test('with a name that stays are kept for a short time', async () => {
    for (const path of ['/encke.js', '/icon.svg']) {
      const { headers } = await app.request(path)
      expect(headers.get('Cache-Control')).toBe('public, max-age=300, stale-while-revalidate=86400')
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
      expect(headers.get('ETag')).toMatch(/^W\/"/)
    }
  })

  test('are compressed for who can read it', async () => {
    const response = await app.request('/assets/app-Ab12_-x.js', { headers: { 'Accept-Encoding': 'gzip, br' } })
    expect(response.headers.get('Content-Encoding')).toBe('gzip')
    expect(response.headers.get('Vary')).toBe('Accept-Encoding')
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(200)
  })

  test.each([
    '/assets/nothing.js',
    '/assets/',
    '/assets/..',
    '/assets/..%2Findex.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%5Cindex.html',
    '/index.html',
    '/encke.js.map',
    '/secret.json',
  ])('%s is not found', async (path) => {
    const response = await app.request(`http://localhost${path}`)
    // A URL parser has resolved some of them to a page.
    if (response.status !== 404) expect(await response.text()).toContain('the list')
    else expect(((await response.json()) as { code: string }).code).toBe('NOT_FOUND')
  })
})

test.each(['/', '/d/minutes', '/status', '/encke.js'])('%s without a build says what to do', async (path) => {
  const response = await app.request(path)
  expect(response.status).toBe(503)
  expect(((await response.json()) as { detail: string }).detail).toContain('npm start')
  expect(await codeOf(path)).toBe('CLIENT_NOT_BUILT')
})
