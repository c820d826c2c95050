import * as decoding from 'lib0/decoding'
import { Doc, decodeUpdate } from 'yjs'
import { type CometSocket, createCometSocket } from '../../../client/socket/comet-socket.ts'
import type { SessionPoolOptions } from '../../../client/socket/session-pool.ts'
import { type Clock, systemClock } from '../../../protocol/clock.ts'
import {
  CHANNEL_PROTOCOL,
  encodeSyncStep1,
  encodeUpdate,
  MessageType,
  readSaved,
  SyncType,
} from '../../../protocol/message.ts'
import { until } from '../until.ts'

/** The system's clock, with short waits made shorter: what is repeated a thousand times is not waited for as long. */
export const hastyClock: Clock = {
  ...systemClock,
  after: (delayMs, callback) => systemClock.after(delayMs <= 3_000 ? delayMs / 8 : delayMs, callback),
}

export interface ExactPairOptions {
  document: string
  /** Where each of the two connects. */
  writerUrl: string
  readerUrl: string
  pool?: SessionPoolOptions
}

/**
 * One who writes and one who reads, on sockets without a provider. They count messages and look into each: Yjs takes
 * an update that comes twice, or asks for one that is missing, without a word.
 */
export class ExactPair {
  /** How many updates were sent, and how many of them the server says are durable. */
  sent = 0
  saved = 0
  /** How many characters have come, in order. */
  heard = 0
  /** Whatever came twice, out of order, or after a gap. */
  readonly faults: string[] = []
  /** The codes with which sockets were closed. */
  readonly closings: number[] = []
  #greeted = false
  readonly #doc = new Doc()
  readonly #Socket: ReturnType<typeof createCometSocket>
  readonly #ReaderSocket: ReturnType<typeof createCometSocket>
  readonly #writer: CometSocket
  readonly #reader: CometSocket

  constructor({ document, writerUrl, readerUrl, pool = {} }: ExactPairOptions) {
    this.#Socket = createCometSocket(pool)
    this.#ReaderSocket = createCometSocket(pool)
    const path = `/sync/${encodeURIComponent(document)}`
    this.#writer = this.#open(this.#Socket, `${writerUrl}${path}`)
    this.#reader = this.#open(this.#ReaderSocket, `${readerUrl}${path}`)
    this.#writer.onmessage = ({ data }) => this.#take(data as ArrayBuffer, 'writer')
    this.#reader.onmessage = ({ data }) => this.#take(data as ArrayBuffer, 'reader')
    this.#reader.onopen = () => this.#reader.send(encodeSyncStep1(Uint8Array.of(0)))
    this.#doc.on('update', (update) => {
      this.sent += 1
      this.#writer.send(encodeUpdate(update))
    })
  }

  /** Resolves when both are connected, and the reader has been told that there is nothing yet. */
  async opened(): Promise<this> {
    await until(() => this.#writer.readyState === 1 && this.#greeted, { what: 'both are connected' })
    return this
  }

  /** Sends one more character. */
  write(): void {
    const text = this.#doc.getText('content')
    text.insert(text.length, String(this.sent % 10))
  }

  /** Sends one after the other, at the pace of a fast typist, until `enough`. */
  async writeUntil(enough: () => boolean): Promise<void> {
    while (!enough()) {
      this.write()
      await new Promise((resolve) => setTimeout(resolve, 4))
    }
  }

  /** Resolves when everything that was sent is durable and has been read. */
  async arrived(deadlineMs = 30_000): Promise<void> {
    await until(() => this.saved >= this.sent && this.heard >= this.sent, { what: () => String(this), deadlineMs })
  }

  toString(): string {
    return `${this.sent} sent, ${this.saved} saved, ${this.heard} heard, closed with [${this.closings}]: ${this.faults.slice(0, 3)}`
  }

  [Symbol.dispose](): void {
    this.#Socket.close()
    this.#ReaderSocket.close()
  }

  #open(Socket: typeof CometSocket, url: string): CometSocket {
    const socket = new Socket(url.replace(/^http/, 'ws'), [CHANNEL_PROTOCOL])
    socket.binaryType = 'arraybuffer'
    socket.onclose = ({ code }) => this.closings.push(code)
    return socket
  }

  #take(data: ArrayBuffer, who: 'writer' | 'reader'): void {
    const decoder = decoding.createDecoder(new Uint8Array(data))
    const type = decoding.readVarUint(decoder)
    if (who === 'writer') {
      if (type === MessageType.Saved) this.saved = readSaved(decoder)
      // Cumulative: what was taken twice would be counted twice.
      if (this.saved > this.sent) this.faults.push(`${this.saved} saved of ${this.sent}`)
    } else if (type === MessageType.Sync) {
      const kind = decoding.readVarUint(decoder)
      this.#greeted ||= kind === SyncType.Step2
      if (kind !== SyncType.Step1) this.#read(decoding.readVarUint8Array(decoder))
    }
  }

  #read(update: Uint8Array): void {
    for (const { id, length } of decodeUpdate(update).structs) {
      if (id.client !== this.#doc.clientID) continue
      if (id.clock !== this.heard) this.faults.push(`${id.clock} came where ${this.heard} was due`)
      this.heard = id.clock + length
    }
  }
}
