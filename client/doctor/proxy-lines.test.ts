import { describe, expect, test } from 'vitest'
import { type ProxyName, proxies, proxyLines, proxyOf, proxyText } from './proxy-lines.ts'
import { type Advice, advices } from './verdict.ts'

const host = 'encke.example'
const lines = (proxy: ProxyName, ...advice: Advice[]): string => proxyText(proxyLines({ proxy, advice, host }))

/** What each advice comes to in each language. */
const expected: [Advice, ProxyName, string][] = [
  ['upgrade', 'nginx', 'proxy_set_header Upgrade $http_upgrade;'],
  ['upgrade', 'nginx', 'proxy_set_header Connection $connection_upgrade;'],
  ['upgrade', 'nginx', 'map $http_upgrade $connection_upgrade {'],
  ['upgrade', 'apache', 'upgrade=websocket'],
  ['upgrade', 'caddy', 'header_up'],
  ['upgrade', 'traefik', 'headers middleware'],
  ['buffering', 'nginx', 'proxy_buffering off;'],
  ['buffering', 'apache', 'flushpackets=on'],
  ['buffering', 'caddy', 'flush_interval -1'],
  ['buffering', 'traefik', 'flushInterval: -1ms'],
  ['compression', 'nginx', 'gzip off;'],
  ['compression', 'apache', 'no-gzip=1'],
  ['compression', 'caddy', '@pages not path /session/*'],
  ['compression', 'traefik', 'excludedContentTypes: [text/event-stream]'],
  ['timeouts', 'nginx', 'proxy_read_timeout 60s;'],
  ['timeouts', 'apache', 'timeout=60'],
  ['timeouts', 'caddy', 'read_timeout 60s'],
  ['timeouts', 'traefik', 'responseHeaderTimeout: 60s'],
]

test.each(expected)('%s in %s: %s, and nowhere else', (advice, proxy, text) => {
  expect(lines(proxy, advice)).toContain(text)
  expect(lines(proxy, ...advices.filter((other) => other !== advice))).not.toContain(text)
})

describe.each(proxies)('%s', (proxy) => {
  test.each(advices.map((advice) => [advice]))('leads everything to Encke, for %s', (advice) => {
    expect(lines(proxy, advice)).toContain('127.0.0.1:8080')
  })

  test.each(advices.map((advice) => [advice]))('has a line for %s, and tells it from its surroundings', (advice) => {
    const marked = proxyLines({ proxy, advice: [advice], host }).filter(({ isContext }) => !isContext)
    expect(marked.length).toBeGreaterThan(0)
    expect(proxyLines({ proxy, advice: [], host }).every(({ isContext }) => isContext)).toBe(true)
  })

  test('braces are closed', () => {
    const text = lines(proxy, ...advices)
    expect(text.split('{').length).toBe(text.split('}').length)
    expect(text.endsWith('\n')).toBe(true)
  })
})

test.each([
  ['nginx/1.27.4', 'nginx'],
  ['openresty/1.25', 'nginx'],
  ['1.1 Caddy', 'caddy'],
  ['Apache/2.4.62 (Debian)', 'apache'],
  ['cloudflare', null],
  [null, null],
])('%s is %s', (via, proxy) => {
  expect(proxyOf(via)).toBe(proxy)
})
