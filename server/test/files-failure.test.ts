import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileStore } from '../files/file-store.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'

let dataDir: string
let server: SpawnedServer | null

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'encke-'))
  server = null
})
afterEach(async () => {
  await server?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const create = async (id: string) => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ id, content: 'words' })
  await fetch(`${server!.url}/api/documents`, { method: 'POST', headers, body })
}
const send = async (id: string, bytes: number, fill = 1) => {
  const body = new Uint8Array(bytes).fill(fill)
  const response = await fetch(`${server!.url}/api/documents/${id}/files`, { method: 'POST', body })
  const answer = (await response.json()) as { url?: string; code?: string }
  return { status: response.status, ...answer }
}
const textOf = async (id: string) => (await fetch(`${server!.url}/api/documents/${id}/content`)).text()
/** Files on the disk, but for the notes of whose they are. */
const onDisk = async () =>
  (await readdir(join(dataDir, 'files'), { recursive: true }).catch(() => [])).filter((path) =>
    /\/(?!document$)/.test(path),
  )

test.runIf(canMount())('a full disk refuses a file with a word, keeps no half, and takes the next', async () => {
  const folder = join(dataDir, 'files')
  await mkdir(folder)
  mount(folder)
  try {
    server = await spawnServer({ dataDir })
    await create('minutes')
    expect(await send('minutes', 600_000)).toMatchObject({ status: 503, code: 'STORE_UNAVAILABLE' })
    expect(await onDisk()).toEqual([])
    expect(await textOf('minutes')).toBe('words')

    const first = await send('minutes', 200_000)
    expect(first.status).toBe(201)
    await create('other')
    expect(await send('other', 200_000, 2)).toMatchObject({ status: 503, code: 'STORE_UNAVAILABLE' })
    expect((await fetch(server.url + first.url)).status).toBe(200)
    // There is room again when the first one goes.
    await fetch(`${server.url}/api/documents/minutes?permanently=true`, { method: 'DELETE' })
    expect(await send('other', 200_000, 2)).toMatchObject({ status: 201 })
    expect(await onDisk()).toHaveLength(1)
  } finally {
    await server?.close()
    execFileSync('umount', [folder])
  }
})

test('what a killed server had half of is not kept for ever, and does not stand in the way', async () => {
  server = await spawnServer({ dataDir })
  await create('minutes')
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => {}) // its server is killed
  socket.write('POST /api/documents/minutes/files HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n')
  socket.write(Buffer.alloc(100))
  await expect.poll(onDisk).toHaveLength(1)
  await server.kill()
  socket.destroy()
  expect(await onDisk()).toEqual([expect.stringContaining('.upload-')])
  await server.start()
  expect(await textOf('minutes')).toBe('words')
  expect(await send('minutes', 5_000)).toMatchObject({ status: 201 })
  // What the server does a minute after its start, and every hour.
  const files = new FileStore({ folder: join(dataDir, 'files'), maxFileBytes: 1, maxDocumentBytes: 1 })
  expect(await files.sweep(async () => true)).toBe(0)
  expect(await onDisk()).toEqual([expect.not.stringContaining('.upload-')])
})

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
  try {
    mount(folder)
    execFileSync('umount', [folder])
    return true
  } catch {
    // In a container without the right to.
    return false
  }
}

function mount(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'none', folder], { stdio: 'ignore' })
}
