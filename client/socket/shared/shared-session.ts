import type { Clock } from '../../../protocol/clock.ts'
import { CloseCode } from '../../../protocol/close-code.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import { type MemoryStorage, memoryKey } from '../path-memory.ts'
import type { SessionHandle } from '../session-handle.ts'
import { GatedLine, portLine } from './line.ts'
import { MovableSession } from './movable-session.ts'
import type { HostMessage, TabMessage } from './port-message.ts'
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
  /** Makes the session that this tab uses when there is no worker to be had. */
  createOther: () => SessionHandle
}

interface Connecting extends SharedSessionOptions {
  worker: SharedWorker
  line: GatedLine<TabMessage, HostMessage>
  session: PortSession
  kept: ReturnType<typeof keptIn>
}

/**
 * A session that all tabs of a browser share, kept by a worker: a seventh tab needs no seventh connection, which
 * HTTP/1.1 would not allow. Where no worker can be had, or it fails, the tab finds another way.
 */
export class SharedSession extends MovableSession {
  readonly #createOther: () => SessionHandle
  readonly #stopPage: () => void
  #stopDeadline: () => void = () => {}
  #releaseLock: () => void = () => {}
  #left = false

  constructor(options: SharedSessionOptions) {
    const line = new GatedLine<TabMessage, HostMessage>()
    const kept = keptIn(options.storage, memoryKey(options.baseUrl))
    const worker = workerOrNull(options.createWorker)
    const session = worker ? new PortSession({ line, remember: kept.write }) : options.createOther()
    super({ inner: session })
    this.#createOther = options.createOther
    const stop = new AbortController()
    // A page that goes says so; one that is kept for "back" lives on, and so does what it has open.
    window.addEventListener('pagehide', (event) => event.persisted || this.close(), { signal: stop.signal })
    this.#stopPage = () => stop.abort()
    if (worker && session instanceof PortSession) this.#connect({ ...options, worker, line, session, kept })
  }

  override close(): void {
    if (this.#left) return
    this.#left = true
    this.#stopPage()
    this.#stopDeadline()
    super.close()
    this.#releaseLock()
  }

  #connect({ baseUrl, transport, clock, locks, worker, line, session, kept }: Connecting): void {
    const tab = crypto.randomUUID()
    worker.onerror = () => this.#fallBack(session)
    this.#stopDeadline = clock.after(WORKER_DEADLINE_MS, () => this.#fallBack(session))
    const stopFirst = session.subscribe(() => {
      this.#stopDeadline()
      stopFirst()
    })
    // The lock first: a worker that asks for it before this tab has it would think the tab gone.
    holdTabLock(locks, tab).then(
      (release) => {
        this.#releaseLock = release
        line.open(portLine(worker.port), { type: 'hello', baseUrl, transport, tab, memory: kept.read() })
        this.#reportVisibility(line)
      },
      () => this.#fallBack(session),
    )
  }

  #reportVisibility(line: GatedLine<TabMessage, HostMessage>): void {
    const report = () => line.send({ type: 'page', hidden: document.visibilityState === 'hidden' })
    document.addEventListener('visibilitychange', report)
    report()
  }

  /** The worker is of no use: whoever has a channel opens a new one, on another session. */
  #fallBack(session: PortSession): void {
    if (this.#left || session.broken) return
    this.#stopDeadline()
    this.#releaseLock()
    this.replace(this.#createOther())
    session.break(CloseCode.SessionLost, 'SESSION_UNKNOWN')
  }
}

function workerOrNull(createWorker: () => SharedWorker): SharedWorker | null {
  try {
    return createWorker()
  } catch {
    // The page's policy, a sandbox, or a browser without shared workers: no fault of anybody here.
    return null
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
