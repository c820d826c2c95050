import type { Clock } from '../../../protocol/clock.ts'
import { CloseCode } from '../../../protocol/close-code.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import type { ChannelHandlers } from '../channel-table.ts'
import type { Page } from '../page.ts'
import { type MemoryStorage, memoryKey } from '../path-memory.ts'
import type { SessionChannel, SessionHandle } from '../session-handle.ts'
import type { SessionIdentity } from '../transports/transport.ts'
import { LastWords } from './last-words.ts'
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
  /** Of the tab. Its storage is used for the worker, which has none. */
  page: Page
  /** @throws when the page may not have one */
  createWorker: () => SharedWorker
  locks: LockManager
  /** Makes the session that this tab uses when there is no worker to be had. */
  createOther: () => SessionHandle
  /** Ends a session on the server, and says `letter` on one of its own, in requests that outlive the page. */
  endSession: (identity: SessionIdentity, letter: Uint8Array) => void
}

/**
 * A session that all tabs of a browser share, kept by a worker: a seventh tab needs no seventh connection, which
 * HTTP/1.1 would not allow. Where no worker can be had, or it fails, the tab finds another way.
 *
 * A page that is put aside leaves as one that goes for good: a message from the worker would end it where it is, and
 * its person is not there. When it comes back it asks for the worker again, and its channels are opened anew.
 */
export class SharedSession extends MovableSession {
  readonly #options: SharedSessionOptions
  readonly #kept: ReturnType<typeof keptIn>
  readonly #lastWords: LastWords
  readonly #stopPage: () => void
  #line: GatedLine<TabMessage, HostMessage>
  #port: PortSession
  #stopDeadline: () => void = () => {}
  #releaseLock: () => void = () => {}
  #phase: 'with the worker' | 'put aside' | 'elsewhere' | 'over' = 'with the worker'

  constructor(options: SharedSessionOptions) {
    const line = new GatedLine<TabMessage, HostMessage>()
    const kept = keptIn(options.page.storage, memoryKey(options.baseUrl))
    const port = new PortSession({ line, remember: kept.write })
    super({ inner: port })
    this.#options = options
    this.#kept = kept
    this.#lastWords = new LastWords(options)
    this.#line = line
    this.#port = port
    this.#stopPage = options.page.subscribe({
      gone: () => this.close(),
      kept: () => this.#putAside(),
      back: () => this.#comeBack(),
      lost: () => {},
      turned: () => this.#report(),
    })
    this.#connect()
  }

  override open(path: string, protocols: readonly string[], handlers: ChannelHandlers): SessionChannel {
    const channel = super.open(path, protocols, handlers)
    return {
      send: (bytes) => {
        this.#lastWords.add({ path, protocols, bytes })
        channel.send(bytes)
      },
      close: (code, reason) => channel.close(code, reason),
      get bufferedAmount() {
        return channel.bufferedAmount
      },
      get isBehind() {
        return channel.isBehind
      },
    }
  }

  override close(): void {
    if (this.#phase === 'over') return
    if (this.#phase === 'with the worker') this.#leave(this.#port)
    this.#phase = 'over'
    this.#stopPage()
    super.close()
  }

  #connect(): void {
    const { baseUrl, transport, clock, locks, createWorker } = this.#options
    const [line, port] = [this.#line, this.#port]
    const worker = workerOrNull(createWorker)
    if (!worker) {
      this.#fallBack(port)
      return
    }
    const tab = crypto.randomUUID()
    worker.onerror = () => this.#fallBack(port)
    this.#stopDeadline = clock.after(WORKER_DEADLINE_MS, () => this.#fallBack(port))
    const stopFirst = port.subscribe(() => {
      this.#stopDeadline()
      stopFirst()
    })
    // The lock first: a worker that asks for it before this tab has it would think the tab gone.
    holdTabLock(locks, tab).then(
      (release) => {
        if (port !== this.#port || port.broken) {
          release()
          return
        }
        this.#releaseLock = release
        line.open(portLine(worker.port), { type: 'hello', baseUrl, transport, tab, memory: this.#kept.read() })
        this.#report()
      },
      () => this.#fallBack(port),
    )
  }

  #report(): void {
    if (this.#line.isOpen) this.#line.send({ type: 'page', hidden: this.#options.page.hidden })
  }

  /** Says goodbye to the worker, and where this tab is the only one, to the server: a browser may end the worker first. */
  #leave(port: PortSession): void {
    const { sole } = port
    const letter = this.#lastWords.letter()
    // What is too much to be said again can only be left to the worker.
    const ended = sole !== null && letter !== null
    this.#stopDeadline()
    port.close({ ended })
    this.#releaseLock()
    if (ended) this.#options.endSession(sole, letter)
  }

  #putAside(): void {
    if (this.#phase !== 'with the worker') return
    this.#phase = 'put aside'
    const former = this.#port
    this.#line = new GatedLine()
    this.#port = new PortSession({ line: this.#line, remember: this.#kept.write })
    // Whoever opens a channel anew waits for the worker of then.
    this.replace(this.#port)
    this.#leave(former)
  }

  #comeBack(): void {
    if (this.#phase !== 'put aside') return
    this.#phase = 'with the worker'
    this.#connect()
  }

  /** The worker is of no use: whoever has a channel opens a new one, on another session. */
  #fallBack(port: PortSession): void {
    if (this.#phase !== 'with the worker' || port !== this.#port || port.broken) return
    this.#phase = 'elsewhere'
    this.#stopDeadline()
    this.#releaseLock()
    this.replace(this.#options.createOther())
    port.break(CloseCode.SessionLost, 'SESSION_UNKNOWN')
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
