import type { Wire, WireOptions } from './wire.ts'

/** As y-websocket speaks: the messages as they are. */
export class PlainWire implements Wire {
  readonly #options: WireOptions

  constructor(options: WireOptions) {
    this.#options = options
  }

  opened(): void {
    this.#options.ready()
  }

  receive(bytes: Uint8Array): void {
    this.#options.message(bytes)
  }

  send(message: Uint8Array): void {
    this.#options.put(message)
  }

  close(): void {}
}
