import { createGzip, type Gzip } from 'node:zlib'
import type { Fault, FaultOf } from './fault.ts'
import { encodeChunk, encodeHead, type Framing, type Head, lastChunk } from './http-message.ts'

export interface AnswerWriterOptions {
  head: Head
  framing: Framing
  /** Those that were drawn for the request. */
  faults: readonly Fault[]
  /** Takes bytes for the client, in order. */
  put: (bytes: Buffer) => Promise<boolean>
  /** Cuts the connection when everything that was put has arrived. */
  cut: () => void
}

/** An answer on its way to the client: compressed, held back or cut short as the faults say. */
export class AnswerWriter {
  readonly #head: Head
  readonly #chunked: boolean
  readonly #put: (bytes: Buffer) => Promise<boolean>
  readonly #cut: () => void
  readonly #buffer: FaultOf<'buffer'> | null
  readonly #truncate: FaultOf<'truncate'> | null
  readonly #gzip: Gzip | null
  #headSent = false
  #held: Buffer[] = []
  #sentBytes = 0
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<unknown> = Promise.resolve()

  constructor({ head, framing, faults, put, cut }: AnswerWriterOptions) {
    const isStream = head.headers.get('content-type') === 'text/event-stream'
    this.#gzip = isStream && faults.some(({ kind }) => kind === 'gzip') ? createGzip() : null
    this.#buffer = faultOf(faults, 'buffer')
    this.#truncate = faultOf(faults, 'truncate')
    this.#chunked = framing.kind === 'chunked' || framing.kind === 'until-close' || this.#gzip !== null
    this.#put = put
    this.#cut = cut
    const headers = new Map(head.headers)
    for (const name of ['connection', 'keep-alive', 'transfer-encoding']) headers.delete(name)
    if (this.#chunked) {
      headers.delete('content-length')
      headers.set('transfer-encoding', 'chunked')
    }
    if (this.#gzip) headers.set('content-encoding', 'gzip')
    this.#head = { startLine: head.startLine, headers }
    this.#gzip?.on('data', (piece: Buffer) => this.#hold(piece))
  }

  /** The head may go. */
  async begin(): Promise<void> {
    if (!this.#buffer?.headers) await this.#sendHead()
  }

  /** A piece of the body. Resolves when more may come; false when nobody is there any more. */
  async body(piece: Buffer): Promise<boolean> {
    if (piece.byteLength === 0) return true
    if (this.#gzip) this.#gzip.write(piece)
    else this.#hold(piece)
    return (await this.#writing) !== false
  }

  /** The end of the body: whatever was held back passes. */
  async end(): Promise<void> {
    if (this.#gzip) await new Promise<void>((resolve) => this.#gzip?.once('end', resolve).end())
    this.#flush()
    await this.#writing
    await this.#sendHead()
    if (this.#chunked) await this.#put(lastChunk)
  }

  /** The answer ended without its end, or nobody wants it any more. */
  drop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#gzip?.destroy()
  }

  #hold(piece: Buffer): void {
    this.#held.push(piece)
    const until = this.#buffer?.until
    if (until === undefined) this.#flush()
    else if (until === 'close') return
    else if ('ms' in until) this.#timer ??= setTimeout(() => this.#flush(), until.ms)
    else if (this.#held.reduce((sum, { byteLength }) => sum + byteLength, 0) >= until.bytes) this.#flush()
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const piece = Buffer.concat(this.#held)
    this.#held = []
    if (piece.byteLength > 0) this.#writing = this.#writing.then(() => this.#send(piece))
  }

  async #send(piece: Buffer): Promise<boolean> {
    await this.#sendHead()
    const left = (this.#truncate?.afterBytes ?? Number.POSITIVE_INFINITY) - this.#sentBytes
    const part = left < piece.byteLength ? piece.subarray(0, left) : piece
    this.#sentBytes += part.byteLength
    // The size of the whole piece is announced: what is missing is then known to be missing.
    const chunk = this.#chunked ? encodeChunk(piece) : piece
    const bytes = part === piece ? chunk : chunk.subarray(0, chunk.byteLength - (piece.byteLength - part.byteLength))
    const open = bytes.byteLength === 0 || (await this.#put(bytes))
    if (part !== piece) this.#cut()
    return open && part === piece
  }

  async #sendHead(): Promise<void> {
    if (this.#headSent) return
    this.#headSent = true
    await this.#put(encodeHead(this.#head))
  }
}

/** The fault of this kind among those drawn. */
export function faultOf<Kind extends Fault['kind']>(faults: readonly Fault[], kind: Kind): FaultOf<Kind> | null {
  return (faults.find((fault) => fault.kind === kind) as FaultOf<Kind> | undefined) ?? null
}
