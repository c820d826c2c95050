/** One end of a line between a tab and the keeper of its session. */
export interface Line<Sends, Receives> {
  /** `transfer` may be taken away from the sender, or copied. */
  send(message: Sends, transfer?: ArrayBuffer[]): void
  onmessage: (message: Receives) => void
  close(): void
}

/** The part of a MessagePort that is needed. A BroadcastChannel has it too; it copies what others take over. */
export interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  onmessage: ((event: MessageEvent) => void) | null
  close(): void
}

/** A line over a port of a worker, or over a channel whose name two tabs alone know. */
export function portLine<Sends, Receives>(port: Port): Line<Sends, Receives> {
  let open = true
  const line: Line<Sends, Receives> = {
    // A BroadcastChannel that is closed throws; a MessagePort does not.
    send: (message, transfer = []) => open && port.postMessage(message, transfer),
    onmessage: () => {},
    close: () => {
      open = false
      port.close()
    },
  }
  port.onmessage = ({ data }: MessageEvent<Receives>) => open && line.onmessage(data)
  return line
}

/** Two ends of a line within one tab. What is sent arrives in its order, and never within the call. */
export function linePair<Up, Down>(): [Line<Up, Down>, Line<Down, Up>] {
  let open = true
  const close = () => {
    open = false
  }
  const upper: Line<Up, Down> = { send: () => {}, onmessage: () => {}, close }
  const lower: Line<Down, Up> = { send: () => {}, onmessage: () => {}, close }
  upper.send = (message) => queueMicrotask(() => open && lower.onmessage(message))
  lower.send = (message) => queueMicrotask(() => open && upper.onmessage(message))
  return [upper, lower]
}

/** A line that is still to be found: keeps what is sent until then. A channel on which too much waits is held back by its gauge. */
export class GatedLine<Sends, Receives> implements Line<Sends, Receives> {
  onmessage: (message: Receives) => void = () => {}
  #line: Line<Sends, Receives> | null = null
  #waiting: [Sends, ArrayBuffer[] | undefined][] = []
  #closed = false

  /** There is, or was, a line. */
  get isOpen(): boolean {
    return this.#line !== null
  }

  send(message: Sends, transfer?: ArrayBuffer[]): void {
    if (this.#closed) return
    if (this.#line) this.#line.send(message, transfer)
    else this.#waiting.push([message, transfer])
  }

  /** From now on it is this line; `first` goes before what has waited. */
  open(line: Line<Sends, Receives>, ...first: Sends[]): void {
    if (this.#closed) {
      line.close()
      return
    }
    this.#line = line
    line.onmessage = (message) => this.onmessage(message)
    for (const message of first) line.send(message)
    for (const [message, transfer] of this.#waiting) line.send(message, transfer)
    this.#waiting = []
  }

  close(): void {
    this.#closed = true
    this.#waiting = []
    this.#line?.close()
  }
}
