import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileStore } from '../files/file-store.ts'
import { MemoryStore } from '../stores/memory-store.ts'
import { silentLog } from '../telemetry/log.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { answerErrors, answerNotFound } from './errors.ts'
import { fileRoutes } from './files.ts'
import { listen } from './listen.ts'

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100, 1)])
const maxFileBytes = 10_000

let root: string
let store: MemoryStore
let files: FileStore
let app: Hono

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'encke-files-'))
  store = new MemoryStore({ clock: new ManualClock() })
  await store.create('minutes')
  open()
})
afterEach(() => rm(root, { recursive: true, force: true }))

function open(maxDocumentBytes = 25_000) {
  files = new FileStore({ folder: join(root, 'files'), maxFileBytes, maxDocumentBytes })
  app = new Hono()
  app.onError(answerErrors(silentLog))
  app.notFound(answerNotFound)
  app.route('/', fileRoutes({ files, store }))
}

const post = (body: Uint8Array, { type = 'image/png', name = 'a.png', id = 'minutes' } = {}) =>
  app.request(`/api/documents/${encodeURIComponent(id)}/files`, {
    method: 'POST',
    headers: { 'Content-Type': type, 'encke-file-name': encodeURIComponent(name) },
    body: new Uint8Array(body),
  })
const kept = async (response: Response | Promise<Response>) =>
  (await (await response).json()) as { url: string; name: string; bytes: number; type: string }
const problem = async (response: Response | Promise<Response>) => {
  const answer = await response
  return [answer.status, ((await answer.json()) as { code: string }).code]
}
/** What is on the disk, but for the notes of whose it is. */
const onDisk = async () =>
  (await readdir(join(root, 'files'), { recursive: true }).catch(() => [])).filter((path) =>
    /\/(?!document$)/.test(path),
  )

test('an image is kept, and handed out as what it is, for ever, able to do nothing', async () => {
  const made = await post(png, { name: 'Наша схема.png' })
  expect(made.status).toBe(201)
  const { url, ...rest } = await kept(made)
  expect(rest).toEqual({ name: 'Наша схема.png', bytes: png.length, type: 'image/png' })
  expect(url).toMatch(/^\/api\/files\/[\da-f]{32}\/[\da-f]{32}\/%D0%9D/)
  expect(url).not.toContain('minutes')
  const response = await app.request(url)
  expect(Buffer.from(await response.arrayBuffer())).toEqual(png)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-disposition': expect.stringMatching(/^inline; filename="[_.png]+"; filename\*=UTF-8''%D0/),
  })
  const again = await app.request(url, { headers: { 'If-None-Match': response.headers.get('ETag')! } })
  expect(again.status).toBe(304)
  const head = await app.request(url, { method: 'HEAD' })
  expect([head.headers.get('Content-Length'), await head.text()]).toEqual([String(png.length), ''])
})

test.each([
  ['text/html', '<script>alert(1)</script>'],
  ['image/svg+xml', '<svg onload="alert(1)"/>'],
  ['text/javascript', 'alert(1)'],
  ['application/pdf', '%PDF-1.7'],
])('%s is a download, whatever it says of itself', async (type, text) => {
  const { url, type: said } = await kept(post(Buffer.from(text), { type, name: 'a' }))
  const { headers } = await app.request(url)
  expect([said, headers.get('Content-Type')]).toEqual(['application/octet-stream', 'application/octet-stream'])
  expect(headers.get('Content-Disposition')).toMatch(/^attachment;/)
})

test('an image that is none is refused, and an image that says nothing is one', async () => {
  expect(await problem(post(Buffer.from('<html>'), { type: 'image/png' }))).toEqual([415, 'FILE_NOT_IMAGE'])
  expect(await onDisk()).toEqual([])
  expect((await kept(post(png, { type: 'text/html' }))).type).toBe('image/png')
})

test('the same file twice is one, and two documents do not share it', async () => {
  await store.create('other')
  const first = await kept(post(png))
  expect((await kept(post(png))).url).toBe(first.url)
  expect(await onDisk()).toHaveLength(1)
  expect((await kept(post(png, { id: 'other' }))).url).not.toBe(first.url)
  await files.delete('other')
  expect((await app.request(first.url)).status).toBe(200)
})

describe('a limit is kept:', () => {
  test('of one file, told or not', async () => {
    expect(await problem(post(Buffer.alloc(maxFileBytes + 1), { type: '' }))).toEqual([413, 'FILE_TOO_LARGE'])
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(Buffer.alloc(1_000)),
    })
    const endless = { method: 'POST', body, duplex: 'half', headers: { 'Transfer-Encoding': 'chunked' } }
    expect(await problem(app.request('/api/documents/minutes/files', endless as RequestInit))).toEqual([
      413,
      'FILE_TOO_LARGE',
    ])
    expect(await onDisk()).toEqual([])
  })

  test('of a document, also when files come at the same time', async () => {
    const posts = [1, 2, 3, 4].map((fill) => post(Buffer.alloc(9_000, fill), { type: '' }))
    const statuses = (await Promise.all(posts)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([201, 201, 413, 413])
    expect(await problem(post(Buffer.alloc(9_000, 5), { type: '' }))).toEqual([413, 'FILES_FULL'])
    expect(await onDisk()).toHaveLength(2)
  })

  test('of files that come in at once', async () => {
    const controllers: ReadableStreamDefaultController[] = []
    const uploads = Array.from({ length: 16 }, () =>
      files.add('minutes', {
        type: '',
        bytes: null,
        body: new ReadableStream({ start: (it) => void controllers.push(it) }),
      }),
    )
    expect(await problem(post(png))).toEqual([503, 'TOO_MANY_UPLOADS'])
    for (const controller of controllers) controller.error(new Error('gone'))
    expect((await Promise.allSettled(uploads)).every(({ status }) => status === 'rejected')).toBe(true)
    expect((await post(png)).status).toBe(201)
  })

  test('none are taken where that is switched off', async () => {
    files = new FileStore({ folder: root, maxFileBytes: 0, maxDocumentBytes: 0 })
    app = new Hono().onError(answerErrors(silentLog)).route('/', fileRoutes({ files, store }))
    expect(await problem(post(png))).toEqual([404, 'NOT_FOUND'])
  })
})

test('a document that is not there has no files', async () => {
  expect(await problem(post(png, { id: 'nobody' }))).toEqual([404, 'DOCUMENT_UNKNOWN'])
  expect(await problem(post(png, { id: '../up' }))).toEqual([400, 'DOCUMENT_ID_INVALID'])
  await store.trash('minutes')
  expect(await problem(post(png))).toEqual([404, 'DOCUMENT_TRASHED'])
  expect(await problem(app.request('/api/documents/minutes/files'))).toEqual([405, 'METHOD_NOT_ALLOWED'])
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\a.png', 'a.png'],
  ['..', 'file'],
  ['', 'file'],
  ['.hidden', 'hidden'],
  ['a\u0000b\r\nSet-Cookie: x\u202Egnp.exe', 'abSet-Cookie xgnp.exe'],
  ['x'.repeat(500), 'x'.repeat(120)],
  ['100% "sure".png', '100% sure.png'],
])('the name %j is %j', async (name, expected) => {
  const { url, name: said } = await kept(post(png, { name }))
  expect(said).toBe(expected)
  expect((await app.request(url)).status).toBe(200)
})

test.each(['..%2F..%2Fencke.sqlite/x/y', `${'0'.repeat(32)}/document/a`, '%00/%00/a', 'a/b/c'])(
  'nothing else is handed out: %s',
  async (path) => {
    await post(png)
    await writeFile(join(root, 'secret'), 'secret')
    expect((await app.request(`/api/files/${path}`)).status).toBe(404)
  },
)

test('an upload that is cut off leaves nothing, and one that the disk does not take says so', async () => {
  const { server, url } = await listen({ app: app as never, port: 0, host: '127.0.0.1' })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('POST /api/documents/minutes/files HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n')
  socket.write(Buffer.alloc(100))
  await expect.poll(onDisk).toHaveLength(1)
  socket.destroy()
  await expect.poll(onDisk).toEqual([])
  server.close()
  await once(server, 'close')

  await rm(join(root, 'files'), { recursive: true })
  await writeFile(join(root, 'files'), 'no folder')
  expect(await problem(post(png))).toEqual([503, 'STORE_UNAVAILABLE'])
  await rm(join(root, 'files'))
  expect((await post(png)).status).toBe(201)
})

test('files of a document in the trash are not handed out, and are again when it is restored', async () => {
  const { url } = await kept(post(png))
  const known = { headers: { 'If-None-Match': (await app.request(url)).headers.get('ETag')! } }
  await store.trash('minutes')
  expect((await app.request(url)).status).toBe(404)
  expect((await app.request(url, known)).status).toBe(404)
  expect((await app.request(url, { method: 'HEAD' })).status).toBe(404)
  expect(await files.sweep(async () => true)).toBe(0)
  await store.restore('minutes')
  expect((await app.request(url)).status).toBe(200)
  await store.delete('minutes')
  expect((await app.request(url)).status).toBe(404)
})

test('what is taken can be asked for before something large is sent', async () => {
  const response = await app.request('/api/files')
  expect(await response.json()).toEqual({ maxFileBytes, maxDocumentBytes: 25_000 })
})

test('a folder that does not say whose it is gets its name again, and loses nothing', async () => {
  const { url } = await kept(post(png))
  const [folder] = url.split('/').slice(3)
  // What a disk that was full left of the name.
  await writeFile(join(root, 'files', folder!, 'document'), '')
  expect((await app.request(url)).status).toBe(404)
  const exists = async (id: string) => (await store.find(id)) !== null
  expect(await files.sweep(exists)).toBe(0)
  expect((await kept(post(png))).url).toBe(url)
  expect(await files.sweep(exists)).toBe(0)
  expect((await app.request(url)).status).toBe(200)
})

test('files go with their document, and what a killed upload left goes too', async () => {
  const { url } = await kept(post(png))
  const [folder] = url.split('/').slice(3)
  await writeFile(join(root, 'files', folder!, '.upload-x'), 'half')
  // One that is on its way stays.
  let controller!: ReadableStreamDefaultController
  const body = new ReadableStream({
    start(it) {
      controller = it
    },
  })
  const adding = files.add('minutes', { type: '', bytes: null, body })
  await expect.poll(onDisk).toHaveLength(3)
  const exists = async (id: string) => (await store.find(id)) !== null
  expect(await files.sweep(exists)).toBe(0)
  expect(await onDisk()).toHaveLength(2)
  controller.enqueue(png)
  controller.close()
  await adding
  expect(await onDisk()).toHaveLength(1)
  expect(await readFile(join(root, 'files', folder!, 'document'), 'utf8')).toBe('minutes')
  await store.delete('minutes')
  expect(await files.sweep(exists)).toBe(1)
  expect(await onDisk()).toEqual([])
  expect((await app.request(url)).status).toBe(404)
})
