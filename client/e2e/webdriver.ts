import { type DrivenPage, type Everywhere, expressionOf, keysOf, type Place } from './driven-page.ts'

/** Keys that are no letters, as the WebDriver protocol writes them: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const keyCodes: Readonly<Record<string, string>> = {
  Control: '\uE009',
  Shift: '\uE008',
  Alt: '\uE00A',
  Meta: '\uE03D',
  Enter: '\uE007',
  Tab: '\uE004',
  Escape: '\uE00C',
  Backspace: '\uE003',
  Delete: '\uE017',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  F1: '\uE031',
}

/** How long the driver may take for one command, in milliseconds: longer than it waits for a script itself. */
const COMMAND_MS = 40_000

export interface WebDriverOptions {
  /** The driver's, without a slash at the end. */
  url: string
  capabilities: object
  /** What the driver has printed so far, for the message of an error. */
  output: () => string
}

/** A browser behind a W3C WebDriver: the few of its verbs that the tests need, over `fetch`. */
export class WebDriver {
  readonly #options: WebDriverOptions
  #session = ''
  /** The window that commands are for, by its handle. */
  #window = ''

  constructor(options: WebDriverOptions) {
    this.#options = options
  }

  /** Starts the browser, with one window. */
  async open(): Promise<void> {
    const capabilities = { alwaysMatch: this.#options.capabilities }
    const { sessionId } = (await this.#send('POST', '/session', { capabilities })) as { sessionId: string }
    this.#session = `/session/${sessionId}`
  }

  /** The window that is there from the beginning. */
  async firstWindow(): Promise<WebDriverPage> {
    const handles = (await this.#send('GET', `${this.#session}/window/handles`)) as string[]
    return new WebDriverPage(this, handles[0]!)
  }

  async newWindow(): Promise<WebDriverPage> {
    const { handle } = (await this.#send('POST', `${this.#session}/window/new`, { type: 'tab' })) as { handle: string }
    return new WebDriverPage(this, handle)
  }

  /** Does something with one of the windows. */
  async at(window: string, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    if (this.#window !== window) await this.#send('POST', `${this.#session}/window`, { handle: window })
    this.#window = window
    return this.#send(method, this.#session + path, body)
  }

  /** Ends the browser. Idempotent. */
  async close(): Promise<void> {
    if (this.#session) await this.#send('DELETE', this.#session)
    this.#session = ''
  }

  async #send(method: string, path: string, body?: object): Promise<unknown> {
    const signal = AbortSignal.timeout(COMMAND_MS)
    const request = { method, signal, ...(body && { body: JSON.stringify(body) }) }
    const failed = (why: string, cause?: unknown) =>
      new Error(`the driver was asked to ${method} ${path}: ${why}\nit printed:\n${this.#options.output()}`, { cause })
    const response = await fetch(this.#options.url + path, request).catch((cause: unknown) => {
      throw failed('it does not answer', cause)
    })
    const { value } = (await response.json()) as { value: unknown }
    if (response.ok) return value
    const { error, message } = value as { error: string; message: string }
    throw failed(`${error}, ${message}`)
  }
}

/** One of its windows. */
export class WebDriverPage implements DrivenPage {
  readonly #driver: WebDriver
  readonly #handle: string

  constructor(driver: WebDriver, handle: string) {
    this.#driver = driver
    this.#handle = handle
  }

  async goto(url: string): Promise<void> {
    await this.#post('/url', { url })
  }

  async goBack(): Promise<void> {
    await this.#post('/back')
  }

  async close(): Promise<void> {
    await this.#driver.at(this.#handle, 'DELETE', '/window')
  }

  async evaluate<Result, Arguments extends readonly unknown[]>(
    does: (everywhere: Everywhere, ...args: Arguments) => Result,
    ...args: Arguments
  ): Promise<Awaited<Result>> {
    const script = `
      const [done] = arguments
      const failed = (error) => done({ failed: String(error) })
      new Promise((resolve) => resolve(${expressionOf(does, args)})).then((result) => done({ result }), failed)`
    const answer = (await this.#post('/execute/async', { script, args: [] })) as {
      result: Awaited<Result>
      failed?: string
    }
    if (answer.failed !== undefined) throw new Error(`in the page: ${answer.failed}`)
    return answer.result
  }

  async type(text: string): Promise<void> {
    await this.#keys([...text].flatMap((key) => stroke(key === '\n' ? 'Enter' : key)))
  }

  async press(chord: string): Promise<void> {
    const keys = keysOf(chord)
    await this.#keys([
      ...keys.map((key) => keyAction('keyDown', key)),
      ...keys.reverse().map((key) => keyAction('keyUp', key)),
    ])
  }

  async click(place: Place, { times = 1 } = {}): Promise<void> {
    const clicks = Array.from({ length: times }, () => [pointer('pointerDown'), pointer('pointerUp')]).flat()
    await this.#mouse([moveTo(place), ...clicks])
  }

  async drag(from: Place, to: Place): Promise<void> {
    await this.#mouse([moveTo(from), pointer('pointerDown'), moveTo(to), pointer('pointerUp')])
  }

  async screenshot(): Promise<Uint8Array> {
    return Buffer.from((await this.#driver.at(this.#handle, 'GET', '/screenshot')) as string, 'base64')
  }

  #post(path: string, body: object = {}): Promise<unknown> {
    return this.#driver.at(this.#handle, 'POST', path, body)
  }

  async #keys(actions: object[]): Promise<void> {
    await this.#post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  async #mouse(actions: object[]): Promise<void> {
    const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }
    await this.#post('/actions', { actions: [mouse] })
  }
}

function stroke(key: string): object[] {
  return [keyAction('keyDown', key), keyAction('keyUp', key)]
}

function keyAction(type: 'keyDown' | 'keyUp', key: string): object {
  const value = keyCodes[key] ?? key
  // A driver may die of a name that it does not know.
  if ([...value].length !== 1) throw new Error(`no key is known by the name ${key}`)
  return { type, value }
}

function pointer(type: 'pointerDown' | 'pointerUp'): object {
  return { type, button: 0 }
}

function moveTo({ x, y }: Place): object {
  return { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) }
}
