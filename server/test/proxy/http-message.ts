/** The start line and the headers of one HTTP/1.1 message. Names in lower case; what came twice is joined by commas. */
export interface Head {
  startLine: string
  headers: Map<string, string>
}

/** How the end of a body is known. */
export type Framing =
  | { kind: 'none' }
  | { kind: 'length'; bytes: number }
  | { kind: 'chunked' }
  | { kind: 'until-close' }

const END_OF_HEAD = Buffer.from('\r\n\r\n')

/** Cuts a head off the front of `buffer`; null as long as it is not whole. */
export function takeHead(buffer: Buffer): { head: Head; rest: Buffer } | null {
  const end = buffer.indexOf(END_OF_HEAD)
  if (end < 0) return null
  const [startLine = '', ...lines] = buffer.toString('latin1', 0, end).split('\r\n')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return { head: { startLine, headers }, rest: buffer.subarray(end + END_OF_HEAD.byteLength) }
}

/** The bytes of a head. */
export function encodeHead({ startLine, headers }: Head): Buffer {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${startLine}\r\n${lines.join('')}\r\n`, 'latin1')
}

/** How the body of a request ends. */
export function framingOfRequest({ headers }: Head): Framing {
  return framingOf(headers) ?? { kind: 'none' }
}

/** How the body of the answer to a request with this method ends. */
export function framingOfResponse({ startLine, headers }: Head, method: string): Framing {
  const status = Number(startLine.split(' ')[1])
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { kind: 'none' }
  return framingOf(headers) ?? { kind: 'until-close' }
}

function framingOf(headers: Map<string, string>): Framing | null {
  if (headers.get('transfer-encoding')?.includes('chunked')) return { kind: 'chunked' }
  const length = headers.get('content-length')
  return length === undefined ? null : { kind: 'length', bytes: Number(length) }
}

/** Takes the framing off a body, whatever the pieces it comes in. */
export class BodyReader {
  readonly #framing: Framing
  #pending: Buffer = Buffer.alloc(0)
  #left: number
  #done: boolean

  constructor(framing: Framing) {
    this.#framing = framing
    this.#left = framing.kind === 'length' ? framing.bytes : 0
    this.#done = framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0)
  }

  /** True when the last byte has been read. */
  get done(): boolean {
    return this.#done
  }

  /** What came after the end. */
  get rest(): Buffer {
    return this.#pending
  }

  /** The bytes of the body in this piece. */
  push(piece: Buffer): Buffer {
    switch (this.#framing.kind) {
      case 'none':
        this.#pending = Buffer.concat([this.#pending, piece])
        return Buffer.alloc(0)
      case 'until-close':
        return piece
      case 'length': {
        const body = piece.subarray(0, this.#left)
        this.#left -= body.byteLength
        this.#done = this.#left === 0
        this.#pending = Buffer.concat([this.#pending, piece.subarray(body.byteLength)])
        return body
      }
      case 'chunked':
        return this.#chunks(piece)
      default:
        return this.#framing satisfies never
    }
  }

  /** size in hex CRLF bytes CRLF, until a size of 0; trailers are not forwarded. */
  #chunks(piece: Buffer): Buffer {
    this.#pending = Buffer.concat([this.#pending, piece])
    const bodies: Buffer[] = []
    while (!this.#done) {
      const lineEnd = this.#pending.indexOf('\r\n')
      if (lineEnd < 0) break
      const size = Number.parseInt(this.#pending.toString('latin1', 0, lineEnd), 16)
      const end = lineEnd + 2 + size + 2
      if (this.#pending.byteLength < end) break
      bodies.push(this.#pending.subarray(lineEnd + 2, end - 2))
      this.#pending = this.#pending.subarray(end)
      this.#done = size === 0
    }
    return Buffer.concat(bodies)
  }
}

/** One piece of a chunked body. */
export function encodeChunk(body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${body.byteLength.toString(16)}\r\n`), body, Buffer.from('\r\n')])
}

/** The end of a chunked body. */
export const lastChunk = Buffer.from('0\r\n\r\n')
