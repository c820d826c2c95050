import { inject } from 'vitest'
import { Mailbox } from './mailbox.ts'

/** How a WebSocket ended. */
export interface Closing {
  code: number
  reason: string
}

/** A WebSocket to the server under test, with what it brought. Closed by `using`. */
export class TestSocket {
  readonly messages = new Mailbox<Uint8Array>('message')
  /** Resolves when the socket is closed, by whichever side. */
  readonly closed: Promise<Closing>
  readonly #socket: WebSocket

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.messages.push(new Uint8Array(data))
    this.closed = new Promise((resolve) => {
      socket.onclose = ({ code, reason }) => {
        this.messages.end(`the socket was closed with ${code} ${reason}`)
        resolve({ code, reason })
      }
    })
  }

  /** Opens `path`, which is sent as it is. Rejects when the upgrade is refused. */
  static async open(path: string, protocols: string[] = []): Promise<TestSocket> {
    const socket = new WebSocket(`${inject('serverUrl').replace(/^http/, 'ws')}${path}`, protocols)
    const opened = new TestSocket(socket)
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve()
      socket.onerror = () => reject(new Error(`${path} did not open`))
    })
    socket.onerror = () => {}
    return opened
  }

  /** The subprotocol that the server chose. */
  get protocol(): string {
    return this.#socket.protocol
  }

  send(data: Uint8Array | string): void {
    this.#socket.send(data as Uint8Array<ArrayBuffer> | string)
  }

  close(): void {
    this.#socket.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
