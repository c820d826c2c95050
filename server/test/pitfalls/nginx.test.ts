import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TransportName } from '../../../protocol/transport-name.ts'
import { findNginx, startNginx } from '../nginx.ts'
import { contentOf } from '../person.ts'
import { type SpawnedServer, spawnServer } from '../spawned-server.ts'
import { until } from '../until.ts'
import { timeout, times } from './times.ts'
import { editLatencies, percentile, Witness } from './witness.ts'

const upgrades = `
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;`
const buffers = `
      proxy_http_version 1.1;
      proxy_buffering on;
      proxy_ignore_headers X-Accel-Buffering;
      gzip on;
      gzip_proxied any;
      gzip_min_length 0;
      gzip_types text/event-stream application/octet-stream;`
const cuts = `
      proxy_read_timeout 10s;`

/** How it is set up, whether it is left alone for a while, and what people end on. */
const setUps: [name: string, location: string, quietMs: number, transport: TransportName][] = [
  ['as the manual says', upgrades, 0, 'websocket'],
  ['without upgrade headers', '', 0, 'sse'],
  ['that buffers and compresses all it can', buffers, 0, 'long-poll'],
  ['that buffers, and cuts what is silent for 10 s', `${buffers}${cuts}`, 26_000, 'long-poll'],
  ['that cuts what is silent for 10 s', `${upgrades}${cuts}`, 26_000, 'websocket'],
  ['without upgrade headers, that cuts what is silent for 10 s', cuts, 26_000, 'sse'],
]

const isThere = findNginx() !== null
if (!isThere) process.stderr.write('nginx is not installed: the tests behind it are left out\n')

describe.runIf(isThere)('behind nginx', { timeout: timeout * 2 }, () => {
  let server: SpawnedServer

  beforeAll(async () => {
    process.setMaxListeners(200)
    server = await spawnServer()
  })
  afterAll(() => server.close())

  describe.concurrent.each(setUps)('%s', (name, location, quietMs, transport) => {
    test(`two people write together, and end on ${transport}`, async ({ annotate }) => {
      const id = `nginx ${setUps.findIndex(([other]) => other === name)}`
      const body = JSON.stringify({ id, content: 'Encke. ' })
      const headers = { 'content-type': 'application/json' }
      await fetch(`${server.url}/api/documents`, { method: 'POST', headers, body })
      await using nginx = await startNginx({ upstream: server.url, location })
      using alice = await new Witness(nginx.url, id, 'Alice').synced()
      using bob = await new Witness(nginx.url, id, 'Bob').synced()
      await Promise.all([alice, bob].map((witness) => witness.on(transport)))
      const latencies = await editLatencies(alice, bob, times(60))
      // Left alone until the proxy has cut what it cuts, and what was learned has been put to use.
      await pause(quietMs)
      for (const word of ['Alice. ', 'Bob. ', 'Alice again. ', 'Bob again. ']) {
        const writer = word.startsWith('Alice') ? alice : bob
        writer.types(word)
        await until(() => alice.text === bob.text && bob.text.endsWith(word), { what: () => `${alice}; ${bob}` })
      }
      await Promise.all([alice, bob].map(({ provider }) => provider.flush()))
      expect(await contentOf(server.url, id)).toBe(alice.text)
      expect(alice.text.length).toBe('Encke. '.length + times(60) + 'Alice. Bob. Alice again. Bob again. '.length)
      for (const witness of [alice, bob]) {
        expect([witness.closings, witness.transport], String(witness)).toEqual([0, transport])
      }
      const { memory, reconnects } = await alice.provider.getStats()
      await annotate(
        `first text after ${Math.round(alice.syncedAfterMs!)} ms; an edit takes p50 ${percentile(latencies, 0.5)} ms, ` +
          `p95 ${percentile(latencies, 0.95)} ms; ${alice}; ${reconnects} reconnects; learned ${JSON.stringify(memory)}`,
      )
    })
  })
})
