import type { SessionChannel, SessionHandle } from './session-handle.ts'
import { SessionPool, type SessionPoolOptions } from './session-pool.ts'

/** What a close event says when no code was given, and when the socket never opened (RFC 6455, 7.1.5). */
const NO_STATUS = 1005
const ABNORMAL = 1006

/** What may stand in a subprotocol's name (RFC 6455, 4.1). */
const protocolPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

type Listener<Type extends keyof WebSocketEventMap> = ((event: WebSocketEventMap[Type]) => unknown) | null

/**
 * A WebSocket to everyone above it: the same interface, over whichever of four transports the network leaves open.
 * Give it to any library that takes a WebSocket class, such as y-websocket's `WebSocketPolyfill`.
 * Stays open while the session below moves or reconnects; closes with a code when the server has forgotten it.
 * Carries binary messages only.
 */
export class CometSocket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  static #defaultPool: SessionPool | null = null

  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  /** Always empty: there are no extensions. */
  readonly extensions = ''
  readonly url: string
  onopen: Listener<'open'> = null
  onmessage: Listener<'message'> = null
  onerror: Listener<'error'> = null
  onclose: Listener<'close'> = null
  readonly #channel: SessionChannel
  #binaryType: BinaryType = 'blob'
  #readyState: 0 | 1 | 2 | 3 = 0
  #protocol = ''
  #hasOpened = false
  readonly #origin: string

  /** `url` is `wss://host/sync/<document>` (http and https are taken too). @throws SyntaxError (DOMException) */
  constructor(url: string | URL, protocols: string | string[] = []) {
    super()
    const { baseUrl, path, href } = parseUrl(url)
    const offered = parseProtocols(protocols)
    this.url = href
    this.#origin = new URL(href).origin
    this.addEventListener('open', (event) => this.onopen?.(event))
    this.addEventListener('message', (event) => this.onmessage?.(event as MessageEvent))
    this.addEventListener('error', (event) => this.onerror?.(event))
    this.addEventListener('close', (event) => this.onclose?.(event as CloseEvent))
    const pool = (new.target as typeof CometSocket).pool()
    this.#channel = pool.session(baseUrl).open(path, offered, {
      opened: (protocol) => this.#opened(protocol),
      message: (bytes) => this.#message(bytes),
      closed: (code, reason) => this.#closed(code, reason),
      drained: () => this.drained(),
    })
  }

  /** Where sockets of this class find their session. */
  static pool(): SessionPool {
    CometSocket.#defaultPool ??= new SessionPool({ shared: true })
    return CometSocket.#defaultPool
  }

  get readyState(): number {
    return this.#readyState
  }

  get protocol(): string {
    return this.#protocol
  }

  get binaryType(): BinaryType {
    return this.#binaryType
  }

  set binaryType(type: BinaryType) {
    if (type === 'blob' || type === 'arraybuffer') this.#binaryType = type
  }

  /** Bytes that were sent and wait for a transport to take them. */
  get bufferedAmount(): number {
    return this.#channel.bufferedAmount
  }

  /** True while more waits than should. For subclasses that can leave out or merge what they send. */
  protected get isBehind(): boolean {
    return this.#channel.isBehind
  }

  /** It was behind, and takes more again. For subclasses; never called within a call of theirs. */
  protected drained(): void {}

  /** Sends a copy of `data`. @throws InvalidStateError (DOMException) while connecting, TypeError for text */
  send(data: ArrayBuffer | ArrayBufferView | Blob | string): void {
    if (this.#readyState === 0) throw new DOMException('The socket is still connecting.', 'InvalidStateError')
    if (typeof data === 'string') throw new TypeError('A CometSocket carries binary messages, not text.')
    if (this.#readyState !== 1) return
    if (data instanceof Blob) void data.arrayBuffer().then((buffer) => this.#channel.send(new Uint8Array(buffer)))
    else if (ArrayBuffer.isView(data)) this.#channel.send(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    else this.#channel.send(new Uint8Array(data))
  }

  /**
   * Sends while the socket is still connecting: the message follows the opening in the same request.
   * For subclasses that know what the other side expects first.
   */
  protected sendEarly(bytes: Uint8Array): void {
    if (this.#readyState === 0) this.#channel.send(bytes)
  }

  /** @throws InvalidAccessError, SyntaxError (DOMException) as WebSocket does */
  close(code?: number, reason = ''): void {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
      throw new DOMException('The code is neither 1000 nor from 3000 to 4999.', 'InvalidAccessError')
    }
    if (new TextEncoder().encode(reason).byteLength > 123) {
      throw new DOMException('The reason is longer than 123 bytes.', 'SyntaxError')
    }
    if (this.#readyState >= 2) return
    const wasOpen = this.#readyState === 1
    this.#readyState = 2
    this.#channel.close(code ?? 1000, reason)
    // Never within the call: whoever closes does not expect the event before it has returned.
    queueMicrotask(() => this.#closed(wasOpen ? (code ?? NO_STATUS) : ABNORMAL, wasOpen ? reason : ''))
  }

  #opened(protocol: string): void {
    if (this.#readyState !== 0) return
    this.#readyState = 1
    this.#hasOpened = true
    this.#protocol = protocol
    this.dispatchEvent(new Event('open'))
  }

  #message(bytes: Uint8Array): void {
    if (this.#readyState !== 1) return
    // The assembler made this array for us alone: its buffer is exactly the message.
    const buffer = bytes.buffer as ArrayBuffer
    const data = this.#binaryType === 'blob' ? new Blob([buffer]) : buffer
    this.dispatchEvent(new MessageEvent('message', { data, origin: this.#origin }))
  }

  #closed(code: number, reason: string): void {
    if (this.#readyState === 3) return
    const failed = !this.#hasOpened
    this.#readyState = 3
    if (failed) this.dispatchEvent(new Event('error'))
    this.dispatchEvent(new CloseEvent('close', { code, reason, wasClean: code !== ABNORMAL }))
  }
}

/** A CometSocket class with sessions of its own: for one transport by force, or with another clock or fetch. */
export function createCometSocket(options: SessionPoolOptions = {}): typeof CometSocket & { close(): void } {
  const pool = new SessionPool(options)
  return class extends CometSocket {
    static override pool(): SessionPool {
      return pool
    }
    static close(): void {
      pool.close()
    }
  }
}

/** The session that the socket class uses for this address. */
export function sessionOf(socketClass: typeof CometSocket, url: string | URL): SessionHandle {
  return socketClass.pool().session(parseUrl(url).baseUrl)
}

function parseProtocols(protocols: string | string[]): string[] {
  const offered = typeof protocols === 'string' ? [protocols] : [...protocols]
  if (!offered.every((name) => protocolPattern.test(name)) || new Set(offered).size < offered.length) {
    throw new DOMException('A subprotocol is no token, or is named twice.', 'SyntaxError')
  }
  return offered
}

function parseUrl(url: string | URL): { baseUrl: string; path: string; href: string } {
  let parsed: URL
  try {
    parsed = new URL(url, typeof location === 'undefined' ? undefined : location.href)
  } catch {
    throw new DOMException(`"${String(url)}" is no URL.`, 'SyntaxError')
  }
  const marker = parsed.pathname.lastIndexOf('/sync/')
  if (marker < 0 || !/^(ws|http)s?:$/.test(parsed.protocol) || parsed.hash !== '') {
    throw new DOMException(`"${parsed.href}" is not of the form wss://host/sync/<document>.`, 'SyntaxError')
  }
  const base = `${parsed.protocol.replace('ws', 'http')}//${parsed.host}${parsed.pathname.slice(0, marker)}`
  return { baseUrl: base, path: parsed.pathname.slice(marker) + parsed.search, href: parsed.href }
}
