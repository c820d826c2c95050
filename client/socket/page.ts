import type { MemoryStorage } from './path-memory.ts'

/** What a session wants to know of the page it lives in. */
export interface PageHandlers {
  /** The page is being left for good. */
  gone: () => void
  /** The page is put aside, and may come back as it is. */
  kept: () => void
  /** The page or the network is back: shown, restored, online. */
  back: () => void
  /** The browser says that there is no network. A connection to this machine itself may work all the same. */
  lost: () => void
  /** The browser stops the page where it is, hidden, and may let it go on. */
  frozen?: () => void
  /** Somebody looks at the page, or nobody does any more: `hidden` has changed. */
  turned?: () => void
}

/** The page around a session; in Node there is none. */
export interface Page {
  readonly hidden: boolean
  readonly storage: MemoryStorage | null
  /** The kind of network (`wifi`, `cellular`), where the browser tells; with another kind, `back` is called. */
  readonly network?: string | null
  /** The result ends it. */
  subscribe(handlers: PageHandlers): () => void
}

/** The browser's page, or in Node one that is always there. */
export function currentPage(): Page {
  return typeof window === 'undefined' || typeof document === 'undefined' ? nodePage : browserPage
}

const nodePage: Page = { hidden: false, storage: null, network: null, subscribe: () => () => {} }

const browserPage: Page = {
  get hidden() {
    return document.visibilityState === 'hidden'
  },
  get storage() {
    try {
      return window.localStorage
    } catch {
      // A sandboxed frame may not even ask.
      return null
    }
  },
  get network() {
    return connection()?.type ?? null
  },
  subscribe({ gone, kept, back, lost, frozen = () => {}, turned = () => {} }) {
    const stop = new AbortController()
    const { signal } = stop
    window.addEventListener('pagehide', (event) => (event.persisted ? kept() : gone()), { signal })
    window.addEventListener('pageshow', (event) => event.persisted && back(), { signal })
    window.addEventListener('online', back, { signal })
    window.addEventListener('offline', lost, { signal })
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && back(), { signal })
    document.addEventListener('visibilitychange', turned, { signal })
    document.addEventListener('freeze', frozen, { signal })
    document.addEventListener('resume', back, { signal })
    connection()?.addEventListener('change', back, { signal })
    return () => stop.abort()
  },
}

/** The Network Information API, for pages and workers alike; not every browser has it. */
export function connection(): (EventTarget & { type?: string }) | undefined {
  return (navigator as { connection?: EventTarget & { type?: string } }).connection
}
