import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import {
  encodeAwareness,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeUpdate,
  MessageType,
  SyncType,
} from '../../../protocol/message.ts'
import { HocuspocusWire } from './hocuspocus-wire.ts'
import { addressOf, type Dialect, descriptions, type Make } from './make.ts'
import { PlainWire } from './plain-wire.ts'
import { SessionWire } from './session-wire.ts'
import type { Wire, WireOptions } from './wire.ts'

const emptyStateVector = Uint8Array.of(0)
const emptyUpdate = Uint8Array.of(0, 0)

const wires: Record<Dialect, new (options: WireOptions) => Wire> = {
  plain: PlainWire,
  hocuspocus: HocuspocusWire,
  session: SessionWire,
}

export interface LightClientOptions {
  make: Make
  url: string
  document: string
  /** An update, or an answer to SyncStep1. */
  onUpdate?: (update: Uint8Array) => void
  onAwareness?: (update: Uint8Array) => void
  /** The line went, or what came down it was wrong: nobody closed it here. */
  onBroken: (error: Error) => void
}

/**
 * One client of one document on a socket of its own, without a document of its own: hundreds of them fit beside a server
 * that is measured. Says and answers what a provider does when it connects; does not come back.
 */
export class LightClient {
  /** Resolves when the document has come down; for the floor, which has none, when the socket is open. */
  readonly synced: Promise<void>
  /** Bytes that came down, as the WebSocket carried them. */
  received = 0
  readonly #options: LightClientOptions
  readonly #socket: WebSocket
  readonly #wire: Wire
  readonly #resolveSynced: () => void
  /** Messages that the server counts, and how many of them it says are durable: our own client alone is told. */
  #counted = 0
  #saved = 0
  #closed = false

  constructor(options: LightClientOptions) {
    const { make, url, document } = options
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#options = options
    this.synced = promise
    this.#resolveSynced = resolve
    const subprotocols = descriptions[make].dialect === 'session' ? ['encke.1'] : []
    const socket = new WebSocket(addressOf(make, url, document), subprotocols, { perMessageDeflate: false })
    this.#socket = socket
    this.#wire = new wires[descriptions[make].dialect]({
      document,
      put: (bytes) => socket.send(bytes),
      ready: () => this.#join(),
      message: (message) => this.#read(message),
    })
    socket.on('open', () => this.#wire.opened())
    socket.on('message', (data: Buffer) => this.#receive(data))
    socket.on('error', (error) => this.#break(error))
    socket.on('close', (code, reason) => this.#break(new Error(`a client was cut off: ${code} ${reason}`)))
  }

  /** True when the server has said of everything sent that it is durable, or never says so. */
  get isSaved(): boolean {
    return descriptions[this.#options.make].dialect !== 'session' || this.#saved >= this.#counted
  }

  /** True when the server has said at least once that everything is durable. */
  get hasSaved(): boolean {
    return this.#saved > 0 && this.isSaved
  }

  sendUpdate(update: Uint8Array): void {
    this.#counted += 1
    this.#wire.send(encodeUpdate(update))
  }

  sendAwareness(update: Uint8Array): void {
    this.#wire.send(encodeAwareness(update))
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true
    this.#wire.close()
    this.#socket.terminate()
  }

  #join(): void {
    if (this.#options.make === 'floor') this.#resolveSynced()
    else this.#wire.send(encodeSyncStep1(emptyStateVector))
  }

  #receive(data: Buffer): void {
    if (this.#closed) return
    this.received += data.byteLength
    try {
      this.#wire.receive(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    } catch (error) {
      this.#break(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #read(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message)
    switch (decoding.readVarUint(decoder)) {
      case MessageType.Sync:
        this.#readSync(decoding.readVarUint(decoder), decoder)
        break
      case MessageType.Awareness:
        this.#options.onAwareness?.(decoding.readVarUint8Array(decoder))
        break
      case MessageType.Saved:
        this.#saved = decoding.readVarUint(decoder)
        break
    }
  }

  #readSync(step: number, decoder: decoding.Decoder): void {
    if (step === SyncType.Step1) {
      this.#counted += 1
      this.#wire.send(encodeSyncStep2(emptyUpdate))
      return
    }
    this.#options.onUpdate?.(decoding.readVarUint8Array(decoder))
    if (step === SyncType.Step2) this.#resolveSynced()
  }

  #break(error: Error): void {
    if (this.#closed) return
    this.close()
    this.#options.onBroken(error)
  }
}
