import { request } from './document-api.ts'
import { Mailbox } from './mailbox.ts'

/** One server-sent event. */
export interface StreamEvent {
  id: string
  event: string
  data: string
  /** When it was read, milliseconds on the clock of `performance.now()`. */
  at: number
}

/** An event stream that is read to the end. Given up by `using`. */
export class EventStream {
  readonly events = new Mailbox<StreamEvent>('event')
  readonly response: Response
  /** Resolves when the stream has ended, by whichever side. */
  readonly ended: Promise<void>
  readonly #abort: AbortController

  private constructor(response: Response, abort: AbortController) {
    this.response = response
    this.#abort = abort
    this.ended = this.#read().then(
      () => this.events.end('the stream ended'),
      () => this.events.end('the stream was cut'),
    )
  }

  static async open(path: string, headers: Record<string, string>): Promise<EventStream> {
    const abort = new AbortController()
    const init = { headers: { accept: 'text/event-stream', ...headers }, signal: abort.signal }
    return new EventStream(await request(path, init), abort)
  }

  close(): void {
    this.#abort.abort()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  async #read(): Promise<void> {
    const { body } = this.response
    if (!body) return
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) this.#take(block)
    }
  }

  #take(block: string): void {
    const fields = new Map(
      block
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith(':'))
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
    )
    const data = fields.get('data')
    if (data === undefined) return
    const { id = '', event = 'message' } = Object.fromEntries(fields)
    this.events.push({ id, event, data, at: performance.now() })
  }
}
