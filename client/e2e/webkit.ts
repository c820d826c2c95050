import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { freePort } from '../../server/test/free-port.ts'
import type { DrivenPage } from './driven-page.ts'
import { type DrivenBrowser, type DrivenPerson, DrivenWriter, introduceAnew } from './driven-writer.ts'
import { keepEvidence } from './evidence.ts'
import { notedBrowser } from './noted-browser.ts'
import { WebDriver, type WebDriverPage } from './webdriver.ts'
import type { Address } from './writer.ts'

/** The driver of WebKitGTK: `ENCKE_WEBKIT`, or the one that `node setup.mjs test` found; null when there is none. */
export function findWebKit(): string | null {
  return notedBrowser('ENCKE_WEBKIT', 'webkit')
}

/**
 * WebKitGTK's own small browser, on a screen that nobody sees: `await using webkit = await launchWebKit()`.
 * It has one window and the storage of one person; a driver of this kind drives no second.
 */
export async function launchWebKit(): Promise<TestWebKit> {
  const path = findWebKit()
  if (!path) throw new Error('no driver of WebKit is known: run `node setup.mjs test`, or set ENCKE_WEBKIT')
  const home = await mkdtemp(join(tmpdir(), 'encke-webkit-'))
  const webkit = new TestWebKit(home)
  try {
    await webkit.start(path)
    return webkit
  } catch (error) {
    await webkit.close()
    throw error
  }
}

export class TestWebKit implements DrivenBrowser {
  readonly #home: string
  readonly #processes: ChildProcess[] = []
  #output = ''
  #driver: WebDriver | null = null

  constructor(home: string) {
    this.#home = home
  }

  async start(path: string): Promise<void> {
    const display = await this.#startScreen()
    const port = await freePort()
    this.#spawn(path, [`--port=${port}`], display)
    const url = `http://127.0.0.1:${port}`
    await vi
      .waitFor(() => fetch(`${url}/status`), { timeout: 60_000 })
      .catch((cause: unknown) => {
        throw new Error(`the driver does not answer; it printed:\n${this.#output}`, { cause })
      })
    const args = ['--automation', '--geometry=1280x900', '--enable-write-console-messages-to-stdout=true']
    // A page with unsaved edits asks before it is left; nobody is there to answer.
    const capabilities = { 'webkitgtk:browserOptions': { args }, unhandledPromptBehavior: 'accept' }
    this.#driver = new WebDriver({ url, capabilities, output: () => this.#output })
    await this.#driver.open()
  }

  async person(name: string): Promise<WebKitPerson> {
    const driver = this.#driver!
    const from = this.#output.length
    const problems = () => this.#output.slice(from).match(/^CONSOLE \S+ ERROR.*/gm) ?? []
    const person = new WebKitPerson({ name, driver, page: await driver.firstWindow(), problems })
    onTestFinished(async ({ task }) => {
      if (!this.#driver) return
      if (task.result?.state === 'fail') await person.record(task.name)
      await person.page.goto('about:blank')
    })
    return person
  }

  /** Ends all of its processes and leaves nothing behind. Idempotent. */
  async close(): Promise<void> {
    await this.#driver?.close().catch(() => {}) // it is killed below, whatever it says
    this.#driver = null
    for (const child of this.#processes.splice(0).reverse()) {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'close') : null
      endGroup(child)
      await gone
    }
    await rm(this.#home, { recursive: true, force: true, maxRetries: 5 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** An X server without a screen; its number is any that is free. */
  async #startScreen(): Promise<string> {
    const server = this.#spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x960x24', '-nolisten', 'tcp'])
    const failed = once(server, 'exit').then(() => {
      throw new Error(`Xvfb ended; it printed:\n${this.#output}`)
    })
    const [number] = await Promise.race([once(server.stdio[3]!, 'data'), failed])
    failed.catch(() => {}) // later it ends because it is told to
    return `:${String(number).trim()}`
  }

  #spawn(command: string, args: string[], display = ''): ChildProcess {
    const home = this.#home
    const env = {
      PATH: process.env['PATH'],
      DISPLAY: display,
      HOME: home,
      TMPDIR: home,
      XDG_RUNTIME_DIR: home,
      // Nothing of a desktop: no bus, no settings that are kept, no plugins of media.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      GSETTINGS_BACKEND: 'memory',
      GTK_A11Y: 'none',
      NO_AT_BRIDGE: '1',
      GST_PLUGIN_SYSTEM_PATH: home,
      LIBGL_ALWAYS_SOFTWARE: '1',
    }
    // A group of its own, that ends with its first program, and with the tests however these end: then there is no input.
    const guarded = ['-c', '{ "$@"; kill 0; } & read -r _; kill 0', 'sh', command, ...args]
    const child = spawn('/bin/sh', guarded, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] })
    this.#processes.push(child)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
      })
    }
    return child
  }
}

interface WebKitPersonOptions {
  name: string
  driver: WebDriver
  page: WebDriverPage
  problems: () => readonly string[]
}

/** Whoever has the window of WebKit for the time of a test. */
class WebKitPerson implements DrivenPerson {
  readonly name: string
  readonly page: WebDriverPage
  readonly #driver: WebDriver
  readonly #problems: () => readonly string[]

  constructor({ name, driver, page, problems }: WebKitPersonOptions) {
    this.name = name
    this.page = page
    this.#driver = driver
    this.#problems = problems
  }

  get problems(): readonly string[] {
    return this.#problems()
  }

  newPage(): Promise<WebDriverPage> {
    return this.#driver.newWindow()
  }

  async opens(address: Address, page: DrivenPage = this.page): Promise<DrivenWriter> {
    if (page === this.page) await introduceAnew(this, address)
    const writer = new DrivenWriter(page)
    await writer.opens(address)
    return writer
  }

  async record(testName: string): Promise<void> {
    const pictures = [await this.page.screenshot()]
    await keepEvidence({ testName, personName: this.name, pictures, problems: this.problems })
  }
}

/** SIGTERM, by which Xvfb takes its lock away. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // All of them are gone already.
  }
}
