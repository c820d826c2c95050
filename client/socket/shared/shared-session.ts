import type { Clock } from '../../../protocol/clock.ts'
import { CloseCode } from '../../../protocol/close-code.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import type { ChannelHandlers } from '../channel-table.ts'
import { type MemoryStorage, memoryKey } from '../path-memory.ts'
import type { SessionChannel, SessionHandle } from '../session-handle.ts'
import { idleState, type SessionState } from '../session-state.ts'
import type { SessionStats } from '../session-stats.ts'
import { gatedLine, type HostMessage, portLine, type TabMessage } from './port-message.ts'
import { PortSession } from './port-session.ts'
import { holdTabLock } from './tab-lock.ts'

/** A worker that has not said a word by then will not: the tab keeps its own session. */
const WORKER_DEADLINE_MS = 2_000

export interface SharedSessionOptions {
  baseUrl: string
  /** Only this transport, if given. */
  transport: TransportName | null
  clock: Clock
  /** @throws when the page may not have one */
  createWorker: () => SharedWorker
  locks: LockManager
  /** Of the tab; a worker has none. */
  storage: MemoryStorage | null
  /** Makes the session that this tab keeps for itself when there is no worker to be had. */
  createOwn: () => SessionHandle
}

/**
 * A session that all tabs of a browser share, kept by a worker: a seventh tab needs no seventh connection, which
 * HTTP/1.1 would not allow. Where no worker can be had, or it fails, the tab keeps a session of its own.
 */
export class SharedSession implements SessionHandle {
  readonly #clock: Clock
  readonly #createOwn: () => SessionHandle
  readonly #listeners = new Set<(state: SessionState) => void>()
  readonly #stopPage: () => void
  #inner: SessionHandle
  #stopInner: () => void
  #stopDeadline: () => void = () => {}
  #releaseLock: () => void = () => {}
  #closed = false

  constructor({ baseUrl, transport, clock, createWorker, locks, storage, createOwn }: SharedSessionOptions) {
    this.#clock = clock
    this.#createOwn = createOwn
    this.#inner = this.#connect({ baseUrl, transport, createWorker, locks, storage }) ?? createOwn()
    this.#stopInner = this.#inner.subscribe(() => this.#tell())
    const stop = new AbortController()
    // A page that goes says so; one that is kept for "back" lives on, and so does what it has open.
    window.addEventListener('pagehide', (event) => event.persisted || this.close(), { signal: stop.signal })
    this.#stopPage = () => stop.abort()
  }

  get state(): SessionState {
    return this.#closed ? idleState : this.#inner.state
  }

  subscribe(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(path: string, protocols: readonly string[], handlers: ChannelHandlers): SessionChannel {
    return this.#inner.open(path, protocols, handlers)
  }

  retryNow(): void {
    this.#inner.retryNow()
  }

  getStats(): Promise<SessionStats> {
    return this.#inner.getStats()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stopPage()
    this.#stopDeadline()
    this.#stopInner()
    this.#inner.close()
    this.#releaseLock()
  }

  #connect({
    baseUrl,
    transport,
    createWorker,
    locks,
    storage,
  }: Omit<SharedSessionOptions, 'clock' | 'createOwn'>): PortSession | null {
    let worker: SharedWorker
    try {
      worker = createWorker()
    } catch {
      // The page's policy, a sandbox, or a browser without shared workers: no fault of anybody here.
      return null
    }
    const line = gatedLine(portLine<TabMessage, HostMessage>(worker.port))
    const kept = keptIn(storage, memoryKey(baseUrl))
    const session = new PortSession({ line, remember: kept.write })
    const tab = crypto.randomUUID()
    worker.onerror = () => this.#fallBack(session)
    this.#stopDeadline = this.#clock.after(WORKER_DEADLINE_MS, () => this.#fallBack(session))
    const stopFirst = session.subscribe(() => {
      this.#stopDeadline()
      stopFirst()
    })
    // The lock first: a worker that asks for it before this tab has it would think the tab gone.
    void holdTabLock(locks, tab).then((release) => {
      this.#releaseLock = release
      line.open({ type: 'hello', baseUrl, transport, tab, memory: kept.read() })
      this.#reportVisibility(line.send)
    })
    return session
  }

  #reportVisibility(send: (message: TabMessage) => void): void {
    const report = () => send({ type: 'page', hidden: document.visibilityState === 'hidden' })
    document.addEventListener('visibilitychange', report)
    report()
  }

  /** The worker is of no use: whoever has a channel opens a new one, on a session of this tab's own. */
  #fallBack(session: PortSession): void {
    if (this.#closed || this.#inner !== session) return
    this.#stopDeadline()
    this.#stopInner()
    this.#releaseLock()
    this.#inner = this.#createOwn()
    this.#stopInner = this.#inner.subscribe(() => this.#tell())
    session.break(CloseCode.SessionLost, 'SESSION_UNKNOWN')
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.state)
  }
}

/** One value in storage that may be full, forbidden or missing: then nothing is kept. */
function keptIn(
  storage: MemoryStorage | null,
  key: string,
): { read: () => string | null; write: (text: string) => void } {
  const quietly = <Result>(action: () => Result): Result | null => {
    try {
      return action()
    } catch {
      return null
    }
  }
  return {
    read: () => quietly(() => storage?.getItem(key) ?? null),
    write: (text) => void quietly(() => storage?.setItem(key, text)),
  }
}
