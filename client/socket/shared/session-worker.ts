/// <reference lib="webworker" />
import { systemClock } from '../../../protocol/clock.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import { connection, type Page } from '../page.ts'
import { Session } from '../session.ts'
import type { HostMessage, TabMessage } from './port-message.ts'
import { portLine } from './port-message.ts'
import { TabDesk } from './tab-desk.ts'
import { tabLockName } from './tab-lock.ts'

/** The tabs of one server, and the session that they share. */
interface Shared {
  session: Session
  /** Each tab, and whether somebody looks at it. */
  tabs: Map<TabDesk, boolean>
  /** Tells the session that somebody looks again. */
  back: () => void
}

/**
 * The worker that keeps one session for all tabs of a browser. A tab says goodbye; of one that could not,
 * the browser lets go a lock.
 */
function serve(scope: SharedWorkerGlobalScope): void {
  const shared = new Map<string, Shared>()

  scope.onconnect = ({ ports: [port] }) => {
    if (!port) return
    const line = portLine<HostMessage, TabMessage>(port)
    line.onmessage = (message) => {
      if (message.type !== 'hello') return
      const { baseUrl, transport, tab, memory } = message
      const entry = shared.get(`${transport} ${baseUrl}`) ?? open(baseUrl, transport, memory)
      const desk = new TabDesk({
        line,
        session: entry.session,
        left: () => entry.tabs.delete(desk),
        hidden: (hidden) => {
          entry.tabs.set(desk, hidden)
          if (!hidden) entry.back()
        },
      })
      entry.tabs.set(desk, false)
      void scope.navigator.locks.request(tabLockName(tab), () => desk.close())
    }
  }

  function open(baseUrl: string, transport: TransportName | null, memory: string | null): Shared {
    const tabs = new Map<TabDesk, boolean>()
    const looks = new EventTarget()
    const session = new Session({
      baseUrl,
      clock: systemClock,
      page: pageOf(tabs, looks, memory),
      transport,
      fetch: scope.fetch.bind(scope),
      WebSocket,
    })
    const entry = { session, tabs, back: () => looks.dispatchEvent(new Event('back')) }
    shared.set(`${transport} ${baseUrl}`, entry)
    return entry
  }

  /** Hidden when nobody looks at any of the tabs. A worker has no storage: its tabs keep what it learns of the network. */
  function pageOf(tabs: ReadonlyMap<TabDesk, boolean>, looks: EventTarget, memory: string | null): Page {
    return {
      get hidden() {
        return tabs.size > 0 && [...tabs.values()].every((hidden) => hidden)
      },
      storage: {
        getItem: () => memory,
        setItem: (_key, value) => {
          for (const desk of tabs.keys()) desk.remember(value)
        },
        removeItem: () => {},
      },
      get network() {
        return connection()?.type ?? null
      },
      subscribe: ({ back, lost }) => {
        connection()?.addEventListener('change', back)
        scope.addEventListener('online', back)
        scope.addEventListener('offline', lost)
        looks.addEventListener('back', back)
        return () => {
          connection()?.removeEventListener('change', back)
          scope.removeEventListener('online', back)
          scope.removeEventListener('offline', lost)
          looks.removeEventListener('back', back)
        }
      },
    }
  }
}

serve(globalThis as unknown as SharedWorkerGlobalScope)
