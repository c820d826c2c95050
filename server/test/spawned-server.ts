import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** How to run the server. Nothing of the caller's environment reaches it but `PATH` and where Node keeps what it compiled. */
export interface SpawnedServerOptions {
  /** Kept on close when given; by default a new folder, deleted on close. */
  dataDir?: string
  /** Settings of the server beyond `HOST`, `PORT` and `DATA_DIR`. */
  env?: Record<string, string>
  /** 0 by default: any free port. */
  port?: number
  /** The module to run in place of `server/main.ts`. */
  entry?: string
  /** How long the server may take to listen, and to stop unless `stopDeadlineMs` says so. */
  deadlineMs?: number
  stopDeadlineMs?: number
}

/** One line of the server's log, as pino wrote it. */
export interface LogLine {
  level: string
  msg: string
  [key: string]: unknown
}

/** How a process ended: exactly one of them is null. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

const mainModule = join(import.meta.dirname, '..', 'main.ts')

/**
 * Starts the server and resolves when it listens.
 * Rejects with everything it printed when it exits instead, or is silent past the deadline.
 */
export async function spawnServer(options: SpawnedServerOptions = {}): Promise<SpawnedServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'encke-')))
  const server = new SpawnedServer({ ...options, dataDir, ownsDataDir: options.dataDir === undefined })
  try {
    await server.start()
    return server
  } catch (error) {
    await server.close()
    throw error
  }
}

/**
 * The real server in a process of its own: `await using server = await spawnServer()`.
 * It can be killed and started again with the port and data folder that it had.
 */
export class SpawnedServer {
  readonly dataDir: string
  readonly #ownsDataDir: boolean
  readonly #entry: string
  readonly #env: Record<string, string>
  readonly #deadlineMs: number
  readonly #stopDeadlineMs: number
  readonly #log: LogLine[] = []
  readonly #watchers = new Set<() => void>()
  #output = ''
  #port: number
  #url = ''
  #child: ChildProcess | null = null
  #exited: Promise<Exit> = Promise.resolve({ code: 0, signal: null })

  constructor(options: SpawnedServerOptions & { dataDir: string; ownsDataDir: boolean }) {
    this.dataDir = options.dataDir
    this.#ownsDataDir = options.ownsDataDir
    this.#entry = options.entry ?? mainModule
    this.#env = options.env ?? {}
    this.#port = options.port ?? 0
    // Far more than it ever takes, but on a machine that does twenty things at once.
    this.#deadlineMs = options.deadlineMs ?? 60_000
    this.#stopDeadlineMs = options.stopDeadlineMs ?? this.#deadlineMs
  }

  /** Where it listens, without a slash at the end: `http://127.0.0.1:40123`. */
  get url(): string {
    return this.#url
  }

  /** The process id, to look at what the server costs; undefined while it is not running. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** The log since the first start, in order, over every restart. */
  get log(): readonly LogLine[] {
    return this.#log
  }

  /** Everything printed since the first start, stdout and stderr as they came. */
  get output(): string {
    return this.#output
  }

  /** Resolves when the process is gone. */
  get exited(): Promise<Exit> {
    return this.#exited
  }

  /** Starts it on the port it had; nothing happens when it is running. */
  async start(): Promise<void> {
    if (this.#child) return
    const from = this.#log.length
    this.#spawn()
    const line = await this.logged((line) => line.msg === 'listening', { from })
    this.#url = String(line['url']).replace(/\/$/, '')
    this.#port = Number(new URL(this.#url).port)
  }

  /** Resolves with the first line, of those already there from `from` on and those to come, that matches. */
  async logged(matches: (line: LogLine) => boolean, { from = 0 } = {}): Promise<LogLine> {
    const { promise, resolve, reject } = Promise.withResolvers<LogLine>()
    const watch = () => {
      const line = this.#log.slice(from).find(matches)
      if (line) resolve(line)
      else if (!this.#child) reject(this.#failure('exited before the log line came'))
    }
    const timer = setTimeout(() => reject(this.#failure('did not log the line in time')), this.#deadlineMs)
    this.#watchers.add(watch)
    watch()
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#watchers.delete(watch)
    }
  }

  /** Ends it without notice, as a crash does, and waits until it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.#child?.kill(signal)
    return this.#exited
  }

  /** Asks it to stop and waits until it is gone; past the deadline it is killed, and this rejects. */
  async stop(): Promise<Exit> {
    const child = this.#child
    let late = false
    const timer = setTimeout(() => {
      late = true
      child?.kill('SIGKILL')
    }, this.#stopDeadlineMs)
    const exit = await this.kill('SIGTERM')
    clearTimeout(timer)
    if (late) throw this.#failure('ignored SIGTERM and had to be killed')
    return exit
  }

  /** Stops it, if it runs, and starts it again: same port, same data. */
  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Kills it and deletes its data folder, unless that was given. */
  async close(): Promise<void> {
    await this.kill()
    if (this.#ownsDataDir) await rm(this.dataDir, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #spawn(): void {
    const child = spawn(process.execPath, [this.#entry], {
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        HOST: '127.0.0.1',
        PORT: String(this.#port),
        DATA_DIR: this.dataDir,
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    const orphaned = () => child.kill('SIGKILL') // the tests ended without closing it
    process.once('exit', orphaned)
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text
    })
    createInterface(child.stdout).on('line', (line) => this.#read(line))
    // 'close', not 'exit': by then every line that it printed has been read.
    this.#exited = once(child, 'close').then(([code, signal]) => {
      process.off('exit', orphaned)
      this.#child = null
      this.#notify()
      return { code, signal }
    })
  }

  #read(line: string): void {
    this.#output += `${line}\n`
    const parsed = logLineOrNull(line)
    if (!parsed) return
    this.#log.push(parsed)
    this.#notify()
  }

  #notify(): void {
    for (const watch of this.#watchers) watch()
  }

  #failure(what: string): Error {
    return new Error(`the server ${what}; it printed:\n${this.#output || '(nothing)'}`)
  }
}

/** Null for what is not a line of the log: a stack trace, or the half line of a server killed while it wrote. */
function logLineOrNull(line: string): LogLine | null {
  try {
    return line.startsWith('{') ? JSON.parse(line) : null
  } catch {
    return null
  }
}
