import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { spawnServer } from './spawned-server.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'encke-entry-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** A module to run in place of the server. */
async function entry(name: string, source: string): Promise<string> {
  const path = join(folder, `${name}.mjs`)
  await writeFile(path, source)
  return path
}

/** Answers with how often it was started on this data folder. */
const counting = `
  import { appendFileSync, readFileSync } from 'node:fs'
  import { createServer } from 'node:http'
  appendFileSync(process.env.DATA_DIR + '/starts', '.')
  const server = createServer((_, answer) => answer.end(readFileSync(process.env.DATA_DIR + '/starts')))
  server.listen(Number(process.env.PORT), process.env.HOST, () => {
    console.log(JSON.stringify({ level: 'info', url: 'http://127.0.0.1:' + server.address().port, msg: 'listening' }))
  })
`

test('a server that listens has a url, a process and a log', async () => {
  await using server = await spawnServer({ entry: await entry('counting', counting) })
  expect(await (await fetch(server.url)).text()).toBe('.')
  expect(server.pid).toBeGreaterThan(0)
  expect(server.log.map((line) => line.msg)).toEqual(['listening'])
})

test('a restarted server keeps its address and its data', async () => {
  await using server = await spawnServer({ entry: await entry('counting', counting) })
  const { url } = server
  await server.restart()
  expect(server.url).toBe(url)
  expect(await (await fetch(url)).text()).toBe('..')
})

test('a killed server can be started again', async () => {
  await using server = await spawnServer({ entry: await entry('counting', counting) })
  expect(await server.kill()).toEqual({ code: null, signal: 'SIGKILL' })
  await expect(fetch(server.url)).rejects.toThrow()
  await server.start()
  expect(await (await fetch(server.url)).text()).toBe('..')
})

test('closing deletes the data folder that was made, and is done twice without harm', async () => {
  const server = await spawnServer({ entry: await entry('counting', counting) })
  await server.close()
  await server.close()
  expect(existsSync(server.dataDir)).toBe(false)
})

test('a server that exits instead of listening fails with what it printed', async () => {
  const broken = await entry('broken', `console.log('{"half'); console.error('CONFIG_INVALID PORT'); process.exit(2)`)
  await expect(spawnServer({ entry: broken })).rejects.toThrow(/exited before.*CONFIG_INVALID PORT/s)
})

test('a server that never listens fails at the deadline with what it printed', async () => {
  const silent = await entry('silent', `console.log('thinking'); setInterval(() => {}, 1000)`)
  await expect(spawnServer({ entry: silent, deadlineMs: 300 })).rejects.toThrow(/in time.*printed/s)
})

test('a server that ignores SIGTERM is killed, and the stop fails', async () => {
  const deaf = await entry('deaf', `process.on('SIGTERM', () => {}); ${counting}`)
  await using server = await spawnServer({ entry: deaf, stopDeadlineMs: 500 })
  await expect(server.stop()).rejects.toThrow(/ignored SIGTERM/)
})

test('nothing of the caller’s environment reaches the server but PATH and where Node keeps what it compiled', async () => {
  const shows = await entry(
    'shows',
    `console.log(Object.keys(process.env).filter((name) => name[0] !== "_").sort().join()); ${counting}`,
  )
  await using server = await spawnServer({ entry: shows, env: { LOG_LEVEL: 'debug' } })
  expect(server.output).toContain('DATA_DIR,HOST,LOG_LEVEL,NODE_COMPILE_CACHE,PATH,PORT\n')
})
