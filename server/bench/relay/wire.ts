/** One client's end of a WebSocket: turns y-protocols messages into what a make puts on the line, and back. */
export interface Wire {
  /** The socket is open. `ready` may be called later: some makes want to know first who is there. */
  opened(): void
  /** Takes one WebSocket message. */
  receive(bytes: Uint8Array): void
  /** Sends a y-protocols message. */
  send(message: Uint8Array): void
  /** Stops what it has started. Idempotent. */
  close(): void
}

/** What a wire needs. */
export interface WireOptions {
  document: string
  /** Puts one WebSocket message on the line. */
  put: (bytes: Uint8Array) => void
  /** From now on messages may be sent. */
  ready: () => void
  /** A y-protocols message has come. */
  message: (bytes: Uint8Array) => void
}
