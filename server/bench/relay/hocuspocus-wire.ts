import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { MessageType } from '../../../protocol/message.ts'
import type { Wire, WireOptions } from './wire.ts'

/** Sync again, by which the server says that it wants no answer in turn (@hocuspocus/server, types.ts). */
const SYNC_REPLY = 4
const AUTH_TOKEN = 0
const AUTH_DENIED = 1

/** As @hocuspocus/provider speaks: each message begins with the name of the document, the first one with a token. */
export class HocuspocusWire implements Wire {
  readonly #options: WireOptions
  readonly #prefix: Uint8Array

  constructor(options: WireOptions) {
    this.#options = options
    this.#prefix = encoding.encode((encoder) => encoding.writeVarString(encoder, options.document))
  }

  opened(): void {
    const token = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MessageType.Auth)
      encoding.writeVarUint(encoder, AUTH_TOKEN)
      encoding.writeVarString(encoder, '')
    })
    this.send(token)
  }

  receive(bytes: Uint8Array): void {
    const message = bytes.subarray(this.#prefix.byteLength)
    if (message[0] === MessageType.Auth) this.#authenticated(message)
    else if (message[0] !== SYNC_REPLY) this.#options.message(message)
    else this.#options.message(Uint8Array.of(MessageType.Sync, ...message.subarray(1)))
  }

  send(message: Uint8Array): void {
    const bytes = new Uint8Array(this.#prefix.byteLength + message.byteLength)
    bytes.set(this.#prefix)
    bytes.set(message, this.#prefix.byteLength)
    this.#options.put(bytes)
  }

  close(): void {}

  #authenticated(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message)
    decoding.readVarUint(decoder)
    if (decoding.readVarUint(decoder) === AUTH_DENIED) throw new Error('Hocuspocus has refused a client')
    this.#options.ready()
  }
}
