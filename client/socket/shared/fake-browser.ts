import type { Clock } from '../../../protocol/clock.ts'
import type { Page, PageHandlers } from '../page.ts'
import type { SessionChannel } from '../session-handle.ts'
import { idleState } from '../session-state.ts'
import { noStats, type SessionStats } from '../session-stats.ts'
import { LedSession } from './led-session.ts'
import type { Port } from './line.ts'
import type { KeptSession } from './tab-host.ts'

interface Request {
  tab: FakeTab
  granted: () => unknown
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

/** For tests: a browser with one clock, locks and channels for all its tabs, and a server that takes lines of text. */
export class FakeBrowser {
  readonly tabs: FakeTab[] = []
  readonly ports = new Set<FakePort>()
  readonly held = new Map<string, Request>()
  readonly queues = new Map<string, Request[]>()
  /** What has arrived at the server; the same line twice is one. */
  readonly lines = new Set<string>()
  /** Sessions that were ended by somebody else than their keeper. */
  readonly ended: string[] = []
  /** Stands in for a browser that gives no locks; `null` answers never. */
  lockFault: DOMException | null | undefined
  givesChannels = true
  /** A tab hears that its lock was taken. */
  tellsOfLocks = true
  now = Date.UTC(2026, 5, 1)
  readonly #timers = new Set<{ at: number; run: () => void; tab: FakeTab }>()

  /** How many timers are waiting. */
  get timers(): number {
    return this.#timers.size
  }

  /** Of all tabs, those that have not been closed. */
  get sessions(): FakeSession[] {
    return this.tabs.flatMap(({ sessions }) => sessions.filter(({ closed }) => !closed))
  }

  async open(): Promise<FakeTab> {
    const tab = new FakeTab(this)
    this.tabs.push(tab)
    await this.settle()
    return tab
  }

  after(tab: FakeTab, delayMs: number, run: () => void): () => void {
    const timer = { at: this.now + delayMs, run, tab }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Those that a tab has set do not come any more. */
  dropTimersOf(tab: FakeTab): void {
    for (const timer of this.#timers) if (timer.tab === tab) this.#timers.delete(timer)
  }

  /** One more channel of the tabs' name. */
  listen(tab: FakeTab): Port {
    return new FakePort('encke:leader:null https://example.org', tab)
  }

  /** Everything that is under way has arrived. */
  settle(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve))
  }

  async pass(ms: number): Promise<void> {
    const end = this.now + ms
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0]
      if (!next) break
      this.#timers.delete(next)
      this.now = Math.max(this.now, next.at)
      next.run()
      // Those of one moment run before anything that they send arrives.
      if (![...this.#timers].some(({ at }) => at <= this.now)) await this.settle()
    }
    this.now = end
    await this.settle()
  }

  request(tab: FakeTab, name: string, ...args: [LockOptions, () => unknown] | [() => unknown]): Promise<unknown> {
    const [options, granted] = args.length === 2 ? args : [{}, args[0]]
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const request: Request = { tab, granted, resolve, reject }
    if (this.lockFault === null) return promise
    if (this.lockFault) reject(this.lockFault)
    else if (options.steal) {
      const former = this.held.get(name)
      this.held.delete(name)
      if (this.tellsOfLocks) former?.tab.take(() => former.reject(new DOMException('stolen', 'AbortError')))
      this.#grant(name, request)
    } else {
      const queue = this.queues.get(name) ?? []
      this.queues.set(name, queue)
      queue.push(request)
      options.signal?.addEventListener('abort', () => {
        if (queue.includes(request)) queue.splice(queue.indexOf(request), 1)
        reject(new DOMException('aborted', 'AbortError'))
      })
      this.#next(name)
    }
    return promise
  }

  /** The process of a tab is gone. */
  release(tab: FakeTab): void {
    for (const queue of this.queues.values()) {
      for (const request of queue.filter((request) => request.tab === tab)) queue.splice(queue.indexOf(request), 1)
    }
    for (const [name, request] of this.held) {
      if (request.tab !== tab) continue
      this.held.delete(name)
      this.#next(name)
    }
  }

  #next(name: string): void {
    if (this.held.has(name)) return
    const request = this.queues.get(name)?.shift()
    if (request) this.#grant(name, request)
  }

  #grant(name: string, request: Request): void {
    this.held.set(name, request)
    request.tab.take(() => {
      void Promise.resolve(request.granted()).then((result) => {
        request.resolve(result)
        if (this.held.get(name) !== request) return
        this.held.delete(name)
        this.#next(name)
      })
    })
  }
}

class FakePort implements Port {
  onmessage: Port['onmessage'] = null
  readonly #name: string
  readonly #tab: FakeTab

  constructor(name: string, tab: FakeTab) {
    this.#name = name
    this.#tab = tab
    tab.browser.ports.add(this)
  }

  postMessage(message: unknown): void {
    const { ports } = this.#tab.browser
    if (!ports.has(this)) throw new DOMException('closed', 'InvalidStateError')
    for (const port of ports) {
      if (port === this || port.#name !== this.#name) continue
      const data = structuredClone(message)
      port.#tab.take(() => ports.has(port) && port.onmessage?.({ data } as MessageEvent))
    }
  }

  close(): void {
    this.#tab.browser.ports.delete(this)
  }
}

/** One tab, and what its user has written in it. */
export class FakeTab {
  readonly browser: FakeBrowser
  readonly session: LedSession
  /** Those that this tab has kept, the newest last. */
  readonly sessions: FakeSession[] = []
  /** Why its channel was closed, each time. */
  readonly closed: number[] = []
  readonly written: string[] = []
  readonly #handlers = new Set<PageHandlers>()
  #hidden = false
  #channel: SessionChannel | null = null
  #frozen: (() => void)[] | null = null
  #gone = false

  constructor(browser: FakeBrowser) {
    this.browser = browser
    const tab = this
    this.session = new LedSession({
      baseUrl: 'https://example.org',
      transport: null,
      clock: this.#clock,
      page: {
        get hidden() {
          return tab.#hidden
        },
        storage: null,
        subscribe: (handlers) => {
          this.#handlers.add(handlers)
          return () => this.#handlers.delete(handlers)
        },
      },
      locks: {
        request: (name: string, ...args: [LockOptions, () => unknown]) => browser.request(this, name, ...args),
      } as unknown as LockManager,
      createChannel: (name) => {
        if (!browser.givesChannels) throw new DOMException('no', 'SecurityError')
        return new FakePort(name, this)
      },
      createSession: (surroundings) => {
        const session = new FakeSession({ ...surroundings, tab: this, id: crypto.randomUUID() })
        this.sessions.push(session)
        return session
      },
      endSession: ({ id }) => browser.ended.push(id),
    })
    this.#join()
  }

  /** It keeps a session. */
  get leads(): boolean {
    return this.sessions.some(({ closed }) => !closed)
  }

  get isFrozen(): boolean {
    return this.#frozen !== null
  }

  async writes(line: string): Promise<void> {
    this.written.push(line)
    this.#channel?.send(new TextEncoder().encode(line))
    await this.browser.settle()
  }

  /** What others do to it waits while it is frozen. */
  take(task: () => void): void {
    if (this.#gone) return
    if (this.#frozen) this.#frozen.push(task)
    else queueMicrotask(task)
  }

  /** As a page whose script runs in a circle, or whose process is stopped: it is not told. */
  freezes(): void {
    this.#frozen = []
  }

  async thaws(): Promise<void> {
    const tasks = this.#frozen ?? []
    this.#frozen = null
    for (const task of tasks) task()
    await this.browser.settle()
  }

  /** It hears of something that the browser does with the page. */
  async hears(event: keyof PageHandlers): Promise<void> {
    for (const handlers of [...this.#handlers]) handlers[event]?.()
    await this.browser.settle()
  }

  async isHidden(hidden: boolean): Promise<void> {
    this.#hidden = hidden
    await this.hears('turned')
  }

  /** Its process ends, and says nothing. */
  async crashes(): Promise<void> {
    this.#gone = true
    for (const session of this.sessions) session.closed = true
    this.browser.release(this)
    await this.browser.settle()
  }

  /** As a provider does: whatever was written goes again, for the server to take what it lacks. */
  #join(): void {
    this.#channel = this.session.open('/sync/a', [], {
      opened: () => {},
      message: () => {},
      closed: (code) => {
        this.closed.push(code)
        if (code !== 1000) this.#join()
      },
    })
    for (const line of this.written) this.#channel.send(new TextEncoder().encode(line))
  }

  get #clock(): Clock {
    return {
      now: () => this.browser.now,
      random: () => 0.5,
      after: (delayMs, callback) => {
        let stopped = false
        const stop = this.browser.after(this, delayMs, () => {
          // At once, unless it is frozen: timers that are due together run together.
          if (this.#frozen) this.take(() => stopped || callback())
          else if (!this.#gone) callback()
        })
        return () => {
          stopped = true
          stop()
        }
      },
    }
  }
}

/** A session that hands what is sent to the browser's server. */
class FakeSession implements KeptSession {
  readonly state = idleState
  readonly identity: { id: string; secret: string }
  readonly page: Page
  readonly clock: Clock
  /** Channels that are open. */
  channels = 0
  closed = false
  readonly #tab: FakeTab

  constructor({ id, page, clock, tab }: { id: string; page: Page; clock: Clock; tab: FakeTab }) {
    this.identity = { id, secret: '' }
    this.page = page
    this.clock = clock
    this.#tab = tab
  }

  subscribe(): () => void {
    return () => {}
  }

  open(): SessionChannel {
    this.channels += 1
    return {
      // What a tab sends that stands still never leaves it.
      send: (bytes) => this.#tab.isFrozen || this.#tab.browser.lines.add(new TextDecoder().decode(bytes)),
      close: () => {
        this.channels -= 1
      },
      bufferedAmount: 0,
      isBehind: false,
    }
  }

  retryNow(): void {}

  getStats(): Promise<SessionStats> {
    return Promise.resolve(noStats)
  }

  close(): void {
    this.closed = true
  }
}
