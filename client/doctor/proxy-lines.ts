import type { Advice } from './verdict.ts'

/** The proxies whose language is spoken here. */
export const proxies = ['nginx', 'caddy', 'apache', 'traefik'] as const
export type ProxyName = (typeof proxies)[number]

export interface ProxyLinesOptions {
  proxy: ProxyName
  /** What is to be changed. */
  advice: readonly Advice[]
  /** The name under which browsers reach the proxy, with the port if it is not the usual one. */
  host: string
}

/** Where Encke listens by default. */
const UPSTREAM = '127.0.0.1:8080'

/** What to write into a proxy's configuration: the place, and in it the lines for this advice and no others. */
export function proxyLines({ proxy, advice, host }: ProxyLinesOptions): string {
  const has = (...wanted: Advice[]): boolean => wanted.some((one) => advice.includes(one))
  const lines = languages[proxy]({ has, host })
  return `${lines.join('\n')}\n`
}

/** The proxy that the headers `Via` or `Server` name; null when it is none of ours. */
export function proxyOf(via: string | null): ProxyName | null {
  const text = via?.toLowerCase() ?? ''
  if (text.includes('openresty')) return 'nginx'
  return proxies.find((proxy) => text.includes(proxy)) ?? null
}

interface Context {
  has: (...advice: Advice[]) => boolean
  host: string
}
type Lines = readonly string[]

const languages: Record<ProxyName, (context: Context) => Lines> = { nginx, caddy, apache, traefik }

function nginx({ has }: Context): Lines {
  return [
    ...when(has('upgrade'), [
      '# in http { }',
      'map $http_upgrade $connection_upgrade {',
      '  default upgrade;',
      "  ''      close;",
      '}',
      '',
    ]),
    '# in server { }',
    'location / {',
    `  proxy_pass http://${UPSTREAM};`,
    '  proxy_set_header Host $host;',
    ...when(has('upgrade'), [
      '  proxy_http_version 1.1;',
      '  proxy_set_header Upgrade $http_upgrade;',
      '  proxy_set_header Connection $connection_upgrade;',
    ]),
    ...when(has('buffering'), [
      '  # and nowhere "proxy_ignore_headers X-Accel-Buffering"',
      '  proxy_buffering off;',
      '  proxy_cache off;',
    ]),
    ...when(has('compression'), ['  gzip off;']),
    ...when(has('timeouts'), ['  proxy_read_timeout 60s;', '  proxy_send_timeout 60s;']),
    '}',
  ]
}

function caddy({ has, host }: Context): Lines {
  const block = has('buffering', 'timeouts')
  return [
    `${host} {`,
    ...when(has('compression'), ['  @pages not path /session/* /api/presence', '  encode @pages zstd gzip']),
    ...when(has('upgrade'), [
      '  # passes WebSocket upgrades on by itself, unless a header_up or',
      '  # header_down line touches Connection or Upgrade: remove those',
    ]),
    `  reverse_proxy ${UPSTREAM}${block ? ' {' : ''}`,
    ...when(has('buffering'), ['    flush_interval -1']),
    ...when(has('timeouts'), ['    transport http {', '      read_timeout 60s', '    }']),
    ...when(block, ['  }']),
    '}',
  ]
}

function apache({ has }: Context): Lines {
  const parameters = [
    ...when(has('upgrade'), ['upgrade=websocket']),
    ...when(has('buffering'), ['flushpackets=on']),
    ...when(has('timeouts'), ['timeout=60']),
  ]
  return [
    '# in <VirtualHost>; needs mod_proxy_http',
    ...when(has('upgrade'), ['# upgrade= needs Apache 2.4.47 or newer']),
    'ProxyPreserveHost on',
    ['ProxyPass "/"', `"http://${UPSTREAM}/"`, ...parameters].join(' '),
    ...when(has('compression'), ['SetEnvIf Request_URI "^/session/" no-gzip=1 no-brotli=1']),
  ]
}

function traefik({ has, host }: Context): Lines {
  return [
    '# the dynamic configuration, as YAML',
    'http:',
    '  routers:',
    '    encke:',
    `      rule: Host(\`${host.replace(/:\d+$/, '')}\`)`,
    '      service: encke',
    ...when(has('upgrade'), [
      '      # upgrades pass by themselves, unless a headers middleware',
      '      # sets Connection or Upgrade: remove it from this router',
    ]),
    ...when(has('buffering'), ['      # no buffering middleware on this router']),
    ...when(has('compression'), [
      '      middlewares: [encke-compress]',
      '  middlewares:',
      '    encke-compress:',
      '      compress:',
      '        excludedContentTypes: [text/event-stream]',
    ]),
    '  services:',
    '    encke:',
    '      loadBalancer:',
    '        servers:',
    `          - url: http://${UPSTREAM}`,
    ...when(has('buffering'), ['        responseForwarding:', '          flushInterval: -1ms']),
    ...when(has('timeouts'), [
      '        serversTransport: encke',
      '  serversTransports:',
      '    encke:',
      '      forwardingTimeouts:',
      '        responseHeaderTimeout: 60s',
    ]),
  ]
}

function when(condition: boolean, lines: readonly string[]): readonly string[] {
  return condition ? lines : []
}
