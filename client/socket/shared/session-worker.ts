/// <reference lib="webworker" />
import { systemClock } from '../../../protocol/clock.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import { connection, type Page } from '../page.ts'
import { Session } from '../session.ts'
import { portLine } from './line.ts'
import type { HostMessage, TabMessage } from './port-message.ts'
import { TabHost } from './tab-host.ts'

/**
 * The worker that keeps one session for all tabs of a browser. A tab says goodbye; of one that could not,
 * the browser lets go a lock.
 */
function serve(scope: SharedWorkerGlobalScope): void {
  const hosts = new Map<string, TabHost<Session>>()

  scope.onconnect = ({ ports: [port] }) => {
    if (!port) return
    const line = portLine<HostMessage, TabMessage>(port)
    line.onmessage = (message) => {
      if (message.type !== 'hello') return
      const { baseUrl, transport, tab, memory } = message
      const host = hosts.get(`${transport} ${baseUrl}`) ?? open(baseUrl, transport, memory)
      host.admit(line, tab)
    }
  }

  function open(baseUrl: string, transport: TransportName | null, memory: string | null): TabHost<Session> {
    const key = `${transport} ${baseUrl}`
    const host: TabHost<Session> = new TabHost({
      clock: systemClock,
      page: pageWith(memory, (learned) => host.remember(learned)),
      locks: scope.navigator.locks,
      ended: () => hosts.delete(key),
      createSession: (page) =>
        new Session({ baseUrl, clock: systemClock, page, transport, fetch: scope.fetch.bind(scope), WebSocket }),
    })
    hosts.set(key, host)
    return host
  }

  /** A worker has no storage: its tabs keep what it learns of the network. */
  function pageWith(memory: string | null, learned: (memory: string) => void): Omit<Page, 'hidden'> {
    return {
      storage: {
        getItem: () => memory,
        setItem: (_key, value) => learned(value),
        removeItem: () => {},
      },
      get network() {
        return connection()?.type ?? null
      },
      subscribe: ({ back, lost }) => {
        const stop = new AbortController()
        const { signal } = stop
        connection()?.addEventListener('change', back, { signal })
        scope.addEventListener('online', back, { signal })
        scope.addEventListener('offline', lost, { signal })
        return () => stop.abort()
      },
    }
  }
}

serve(globalThis as unknown as SharedWorkerGlobalScope)
