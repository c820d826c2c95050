import { afterAll, beforeAll } from 'vitest'
import { type SpawnedServer, type SpawnedServerOptions, spawnServer } from '../../server/test/spawned-server.ts'
import { type BrowserOptions, launchBrowser, type Person, type PersonOptions, type TestBrowser } from './browser.ts'

export interface StageOptions {
  /** How the server is run; null where each test has its own, or none. */
  server?: SpawnedServerOptions | null
  browser?: BrowserOptions
}

/** A server and a Chromium for all tests of a file, there from the first test to the last. */
export class Stage {
  readonly #options: StageOptions
  #server: SpawnedServer | null = null
  #browser: TestBrowser | null = null

  /** To be called where tests are described. */
  constructor(options: StageOptions = {}) {
    this.#options = options
    beforeAll(() => this.open(), 90_000)
    afterAll(() => this.close())
  }

  get server(): SpawnedServer {
    return this.#server!
  }

  /** The server's address, without a slash at the end. */
  get url(): string {
    return this.server.url
  }

  /** Somebody with a browser profile of their own; see {@link TestBrowser.person}. */
  person(name: string, options?: PersonOptions): Promise<Person> {
    return this.#browser!.person(name, options)
  }

  protected async open(): Promise<void> {
    const { server = {}, browser } = this.#options
    // Each is noted as it comes: the other one may fail.
    await Promise.all([
      server && spawnServer(server).then((spawned) => (this.#server = spawned)),
      launchBrowser(browser).then((launched) => (this.#browser = launched)),
    ])
  }

  protected async close(): Promise<void> {
    await this.#browser?.close()
    await this.#server?.close()
  }
}
