import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { EnckeProvider } from '../../client/provider/provider.ts'
import { createCometSocket } from '../../client/socket/comet-socket.ts'
import { spawnServer } from './spawned-server.ts'

async function scrape(url: string): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`)
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/)
  const lines = (await response.text()).split('\n').filter((line) => line && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

test('/metrics says who is there and what was done, and what was refused', async () => {
  await using server = await spawnServer()
  const socketClass = createCometSocket({ transport: 'sse' })
  const doc = new Y.Doc()
  const provider = new EnckeProvider({ server: server.url, document: 'minutes', doc, socketClass })
  doc.getText('content').insert(0, 'counted')
  await provider.flush()
  await fetch(`${server.url}/api/documents/%00`)
  const metrics = await scrape(server.url)
  expect(metrics.get('encke_rooms')).toBe(1)
  expect(metrics.get('encke_members')).toBe(1)
  expect(metrics.get('encke_sessions{transport="sse"}') ?? metrics.get('encke_sessions{transport="none"}')).toBe(1)
  expect(metrics.get('encke_updates_total')).toBeGreaterThanOrEqual(1)
  expect(metrics.get('encke_commit_seconds_count')).toBeGreaterThanOrEqual(1)
  expect(metrics.get('encke_document_bytes')).toBeGreaterThan(10)
  expect(metrics.get('encke_refusals_total{code="DOCUMENT_ID_INVALID"}')).toBe(1)
  expect(metrics.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0)
  expect(JSON.stringify([...metrics.keys()])).not.toContain('minutes')
  provider.destroy()
  socketClass.close()
})

test('METRICS=off: nothing is there', async () => {
  await using server = await spawnServer({ env: { METRICS: 'off' } })
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
})
