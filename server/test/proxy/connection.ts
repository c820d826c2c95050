import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeededRandom } from '../seeded-random.ts'
import { AnswerWriter, faultOf } from './answer-writer.ts'
import { ByteSource, writeTo } from './byte-source.ts'
import type { Conditions, Subject } from './conditions.ts'
import type { Fault, ProxiedRequest } from './fault.ts'
import { BodyReader, encodeHead, framingOfRequest, framingOfResponse, type Head, takeHead } from './http-message.ts'
import { Line } from './line.ts'

/** How exactly an idle connection is cut. */
const IDLE_CHECK_MS = 20

/** What a connection needs of its proxy. */
export interface Network {
  readonly conditions: Conditions
  readonly random: SeededRandom
  /** Null when the server does not listen. */
  connect(): Promise<Socket | null>
  /** Keeps a record of the request. */
  note(request: ProxiedRequest): void
}

interface Request {
  head: Head
  body: Buffer
  subject: Subject
  faults: Fault[]
  record: ProxiedRequest
}

/** One connection of a client, from its first request to its end; each request has a connection of its own to the server. */
export class ProxyConnection {
  readonly #network: Network
  readonly #client: ByteSource
  readonly #abort = new AbortController()
  readonly #upstreams = new Set<Socket>()
  /** Resolves when the client wants nothing more. */
  readonly #clientGone: Promise<unknown>
  #record: ProxiedRequest | null = null
  #passedAt = 0

  constructor({ client, network }: { client: Socket; network: Network }) {
    this.#client = new ByteSource(client)
    this.#network = network
    this.#clientGone = new Promise((resolve) => client.once('end', resolve).once('close', resolve))
    client.setNoDelay(true)
  }

  /** What the connection is used for now. */
  get subject(): Subject | null {
    return this.#record
  }

  /** Serves one request after the other. Never rejects. */
  async run(): Promise<void> {
    try {
      for (let going = true; going && !this.#abort.signal.aborted; ) {
        const head = await readHead(this.#client)
        going = head !== null && (await this.#exchange(head))
      }
    } finally {
      this.cut()
    }
  }

  /** Ends it, for both sides. Idempotent. */
  cut({ reset = false } = {}): void {
    if (this.#record) this.#record.endedAt ??= performance.now()
    this.#abort.abort()
    for (const socket of [this.#client.socket, ...this.#upstreams]) {
      if (reset && !socket.destroyed) socket.resetAndDestroy()
      else socket.destroy()
    }
  }

  /** True when the connection can carry another request. */
  async #exchange(head: Head): Promise<boolean> {
    const [method = '', target = ''] = head.startLine.split(' ')
    const subject = { method, path: target.split('?', 1)[0] ?? '' }
    const upgrade = head.headers.has('upgrade')
    const record: ProxiedRequest = { ...subject, upgrade, at: performance.now(), status: null, endedAt: null }
    this.#record = record
    this.#network.note(record)
    const faults = this.#network.conditions.draw(subject)
    const has = (kind: Fault['kind']) => faultOf(faults, kind) !== null
    const body = await this.#bodyOf(head)
    if (!body) return false
    if (has('blackhole')) return await this.#silence()
    if (has('rst')) {
      this.cut({ reset: true })
      return false
    }
    const answer = ownAnswer(faults)
    if (answer) return await this.#answer(record, answer)
    if (has('strip-upgrade')) for (const name of ['upgrade', 'connection']) head.headers.delete(name)
    const request: Request = { head, body, subject, faults, record }
    const going = await this.#forward(request)
    record.endedAt ??= performance.now()
    return going
  }

  async #forward(request: Request): Promise<boolean> {
    const upstream = await this.#connect()
    if (!upstream) return await this.#answer(request.record, { status: 502, body: 'The server does not listen.' })
    const stopIdle = this.#watchIdle(request.subject)
    const server = new ByteSource(upstream)
    const { up, down } = this.#lines(request.subject, upstream)
    // The client goes away while it waits for the answer: so does the request, unless nobody is told.
    void this.#clientGone.then(() => up.opened()).then(() => upstream.destroy(), ignore)
    try {
      const bytes = encodeRequest(request)
      await up.put(bytes)
      const duplicate = faultOf(request.faults, 'duplicate')
      if (duplicate?.concurrent) void this.#sendCopy(bytes)
      const going = await this.#receive(request, { server, up, down })
      if (duplicate && !duplicate.concurrent) void this.#sendCopy(bytes)
      return going
    } finally {
      stopIdle()
      upstream.destroy()
      this.#upstreams.delete(upstream)
    }
  }

  /** Hands the answer down. */
  async #receive(
    request: Request,
    { server, up, down }: { server: ByteSource; up: Line; down: Line },
  ): Promise<boolean> {
    const { record, faults, subject } = request
    const head = await readHead(server)
    if (!head) return await this.#answer(record, { status: 502, body: 'The server went away.' })
    const status = Number(head.startLine.split(' ')[1])
    if (status === 101) {
      record.status = status
      await down.put(encodeHead(head))
      await this.#tunnel({ server, up, down, faults })
      return false
    }
    const framing = framingOfResponse(head, subject.method)
    const loses = faultOf(faults, 'lose-response') !== null
    const reader = new BodyReader(framing)
    const writer = new AnswerWriter({
      head,
      framing,
      faults,
      put: (bytes) => down.put(bytes),
      cut: () => void down.drained().then(() => this.cut()),
    })
    if (!loses) {
      record.status = status
      await writer.begin()
    }
    while (!reader.done) {
      const piece = await server.take()
      if (piece === null) break
      const body = reader.push(piece)
      // What never ends is lost with its first piece.
      if (loses && framing.kind === 'length') continue
      if (loses || !(await writer.body(body))) {
        writer.drop()
        return false
      }
    }
    if (loses || (!reader.done && framing.kind !== 'until-close')) {
      writer.drop()
      return false
    }
    await writer.end()
    return await down.drained()
  }

  async #tunnel({ server, up, down, faults }: { server: ByteSource; up: Line; down: Line; faults: Fault[] }) {
    if (faultOf(faults, 'silence-after-upgrade')) {
      while ((await this.#client.take()) !== null);
      return
    }
    const kill = faultOf(faults, 'kill-after-upgrade')
    if (kill) void sleep(kill.afterMs, undefined, { signal: this.#abort.signal }).then(() => this.cut(), ignore)
    await Promise.all([pump(this.#client, up, server.socket), pump(server, down, this.#client.socket)])
  }

  #lines(subject: Subject, upstream: Socket): { up: Line; down: Line } {
    const { conditions, random } = this.#network
    const passed = () => {
      this.#passedAt = performance.now()
    }
    const shared = { subject, conditions, random, passed, signal: this.#abort.signal }
    return {
      up: new Line({ ...shared, direction: 'up', arrive: (bytes) => writeTo(upstream, bytes) }),
      down: new Line({ ...shared, direction: 'down', arrive: (bytes) => writeTo(this.#client.socket, bytes) }),
    }
  }

  /** The same request once more; nobody reads the answer. */
  async #sendCopy(bytes: Buffer): Promise<void> {
    const upstream = await this.#connect()
    if (!upstream) return
    const server = new ByteSource(upstream)
    await writeTo(upstream, bytes)
    while ((await server.take()) !== null);
    upstream.destroy()
    this.#upstreams.delete(upstream)
  }

  async #connect(): Promise<Socket | null> {
    const upstream = await this.#network.connect()
    if (!upstream) return null
    if (this.#abort.signal.aborted) upstream.destroy()
    upstream.setNoDelay(true)
    this.#upstreams.add(upstream)
    return upstream
  }

  async #answer(
    record: ProxiedRequest,
    { status, headers = {}, body = '' }: Omit<OwnAnswer, 'kind'>,
  ): Promise<boolean> {
    record.status = status
    const all = { 'content-type': 'text/plain', ...headers, 'content-length': String(Buffer.byteLength(body)) }
    const head = { startLine: `HTTP/1.1 ${status} Injected`, headers: new Map(Object.entries(all)) }
    return await writeTo(this.#client.socket, Buffer.concat([encodeHead(head), Buffer.from(body)]))
  }

  async #bodyOf(head: Head): Promise<Buffer | null> {
    const reader = new BodyReader(framingOfRequest(head))
    const pieces: Buffer[] = []
    while (!reader.done) {
      const piece = await this.#client.take()
      if (piece === null) return null
      pieces.push(reader.push(piece))
    }
    this.#client.giveBack(reader.rest)
    return Buffer.concat(pieces)
  }

  async #silence(): Promise<false> {
    while ((await this.#client.take()) !== null);
    return false
  }

  #watchIdle(subject: Subject): () => void {
    this.#passedAt = performance.now()
    const timer = setInterval(() => {
      const fault = this.#network.conditions.now('idle-kill', subject)
      if (fault && performance.now() - this.#passedAt > fault.afterMs) this.cut()
    }, IDLE_CHECK_MS)
    return () => clearInterval(timer)
  }
}

type OwnAnswer = { status: number; headers?: Readonly<Record<string, string>>; body?: string }

function ownAnswer(faults: readonly Fault[]): OwnAnswer | null {
  if (faultOf(faults, 'html')) {
    const body = '<!doctype html><title>Welcome to the hotel</title><p>Please sign in.'
    return { status: 200, headers: { 'content-type': 'text/html' }, body }
  }
  return faultOf(faults, 'status')
}

/** The request as it goes to the server: on a connection of its own, with the length of its body. */
function encodeRequest({ head, body, record }: Request): Buffer {
  const headers = new Map(head.headers)
  if (headers.delete('transfer-encoding') || body.byteLength > 0) headers.set('content-length', String(body.byteLength))
  if (!record.upgrade || !headers.has('upgrade')) headers.set('connection', 'close')
  return Buffer.concat([encodeHead({ startLine: head.startLine, headers }), body])
}

async function readHead(source: ByteSource): Promise<Head | null> {
  let bytes: Buffer = Buffer.alloc(0)
  for (;;) {
    const piece = await source.take()
    if (piece === null) return null
    bytes = Buffer.concat([bytes, piece])
    const taken = takeHead(bytes)
    if (!taken) continue
    source.giveBack(taken.rest)
    return taken.head
  }
}

/** Carries everything that comes, and then the end of it. */
async function pump(from: ByteSource, line: Line, to: Socket): Promise<void> {
  for (let piece = await from.take(); piece !== null; piece = await from.take()) {
    if (!(await line.put(piece))) break
  }
  await line.drained()
  await line.opened().then(() => to.end(), ignore)
  to.destroySoon()
}

/** The connection is over: whoever waited for it has nothing left to do. */
function ignore(): void {}
