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

/** A line of a proxy's configuration. */
export interface ProxyLine {
  text: string
  /** It only shows where the others belong: whoever has a proxy has it already. */
  isContext: boolean
}

/** What to write into a proxy's configuration: the place, and in it the lines for this advice and no others. */
export function proxyLines({ proxy, advice, host }: ProxyLinesOptions): readonly ProxyLine[] {
  const when = (wanted: Advice, ...lines: string[]): ProxyLine[] =>
    advice.includes(wanted) ? lines.map((text) => ({ text, isContext: false })) : []
  return languages[proxy]({ has: (wanted) => advice.includes(wanted), when, host })
}

/** The lines as a text that can be pasted. */
export function proxyText(lines: readonly ProxyLine[]): string {
  return lines.map(({ text }) => `${text}\n`).join('')
}

/** The proxy that the headers `Via` or `Server` name; null when it is none of ours. */
export function proxyOf(via: string | null): ProxyName | null {
  const text = via?.toLowerCase() ?? ''
  if (text.includes('openresty')) return 'nginx'
  return proxies.find((proxy) => text.includes(proxy)) ?? null
}

interface Context {
  has: (advice: Advice) => boolean
  /** Lines that are needed for this advice alone. */
  when: (advice: Advice, ...lines: string[]) => ProxyLine[]
  host: string
}

const languages: Record<ProxyName, (context: Context) => readonly ProxyLine[]> = { nginx, caddy, apache, traefik }

function nginx({ has, when }: Context): readonly ProxyLine[] {
  const map = ['map $http_upgrade $connection_upgrade {', '  default upgrade;', "  ''      close;", '}']
  return [
    ...context(has('upgrade'), '# in http { }'),
    ...when('upgrade', ...map, ''),
    ...context(true, '# in server { }', 'location / {'),
    { text: `  proxy_pass http://${UPSTREAM};`, isContext: !has('route') },
    { text: '  proxy_set_header Host $host;', isContext: !has('route') },
    ...when(
      'upgrade',
      '  proxy_http_version 1.1;',
      '  proxy_set_header Upgrade $http_upgrade;',
      '  proxy_set_header Connection $connection_upgrade;',
    ),
    ...when(
      'buffering',
      '  # and nowhere "proxy_ignore_headers X-Accel-Buffering"',
      '  proxy_buffering off;',
      '  proxy_cache off;',
    ),
    ...when('compression', '  gzip off;'),
    ...when('timeouts', '  proxy_read_timeout 60s;', '  proxy_send_timeout 60s;'),
    ...context(true, '}'),
  ]
}

function caddy({ has, when, host }: Context): readonly ProxyLine[] {
  const hasBlock = has('buffering') || has('timeouts')
  return [
    ...context(true, `${host} {`),
    ...when('compression', '  @pages not path /session/* /api/presence', '  encode @pages zstd gzip'),
    ...when(
      'upgrade',
      '  # passes WebSocket upgrades on by itself, unless a header_up or',
      '  # header_down line touches Connection or Upgrade: remove those',
    ),
    { text: `  reverse_proxy ${UPSTREAM}${hasBlock ? ' {' : ''}`, isContext: !has('route') },
    ...when('buffering', '    flush_interval -1'),
    ...when('timeouts', '    transport http {', '      read_timeout 60s', '    }'),
    ...context(hasBlock, '  }'),
    ...context(true, '}'),
  ]
}

function apache({ has, when }: Context): readonly ProxyLine[] {
  const parameters = { upgrade: 'upgrade=websocket', buffering: 'flushpackets=on', timeouts: 'timeout=60' } as const
  const wanted = (['upgrade', 'buffering', 'timeouts'] as const).filter(has).map((advice) => parameters[advice])
  const pass = ['ProxyPass "/"', `"http://${UPSTREAM}/"`, ...wanted].join(' ')
  return [
    ...context(true, '# in <VirtualHost>; needs mod_proxy_http'),
    ...when('upgrade', '# upgrade= needs Apache 2.4.47 or newer'),
    { text: 'ProxyPreserveHost on', isContext: !has('route') },
    { text: pass, isContext: !has('route') && wanted.length === 0 },
    ...when('compression', 'SetEnvIf Request_URI "^/session/" no-gzip=1 no-brotli=1'),
  ]
}

function traefik({ has, when, host }: Context): readonly ProxyLine[] {
  return [
    ...context(true, '# the dynamic configuration, as YAML', 'http:', '  routers:', '    encke:'),
    { text: `      rule: Host(\`${host.replace(/:\d+$/, '')}\`)`, isContext: !has('route') },
    ...context(true, '      service: encke'),
    ...when(
      'upgrade',
      '      # upgrades pass by themselves, unless a headers middleware',
      '      # sets Connection or Upgrade: remove it from this router',
    ),
    ...when('buffering', '      # no buffering middleware on this router'),
    ...when(
      'compression',
      '      middlewares: [encke-compress]',
      '  middlewares:',
      '    encke-compress:',
      '      compress:',
      '        excludedContentTypes: [text/event-stream]',
    ),
    ...context(true, '  services:', '    encke:', '      loadBalancer:', '        servers:'),
    { text: `          - url: http://${UPSTREAM}`, isContext: !has('route') },
    ...when('buffering', '        responseForwarding:', '          flushInterval: -1ms'),
    ...when(
      'timeouts',
      '        serversTransport: encke',
      '  serversTransports:',
      '    encke:',
      '      forwardingTimeouts:',
      '        responseHeaderTimeout: 60s',
    ),
  ]
}

function context(condition: boolean, ...lines: string[]): ProxyLine[] {
  return condition ? lines.map((text) => ({ text, isContext: true })) : []
}
