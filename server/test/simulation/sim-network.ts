import { EventEmitter } from 'node:events'
import type { WebSocket as ServerWebSocket } from 'ws'
import type { SimClock } from './sim-clock.ts'
import { SimResponse } from './sim-response.ts'
import type { SimServer } from './sim-server.ts'

/** What the network between one client and the server does just now. */
export interface Weather {
  /** Nothing gets through; what was open is cut. */
  down: boolean
  /** WebSockets: pass, hang for ever, die soon after they opened, or open and pass nothing. */
  webSocket: 'open' | 'hang' | 'cut' | 'mute'
  /** Event streams: pass, or are held back until they end. */
  stream: 'open' | 'held'
  /** Of a hundred requests so many get no answer, though the server has taken half of them. */
  lost: number
  /** Of a hundred POSTs so many arrive twice. */
  doubled: number
  /** One way, milliseconds: at least, and up to so much more. */
  latencyMs: number
  jitterMs: number
}

export const fairWeather: Weather = {
  down: false,
  webSocket: 'open',
  stream: 'open',
  lost: 0,
  doubled: 0,
  latencyMs: 5,
  jitterMs: 10,
}

type FetchInit = RequestInit & { headers: Record<string, string> }

/** Everything between one client and the server: `fetch` and `WebSocket` with weather. */
export class SimNetwork {
  weather: Weather = { ...fairWeather }
  /** Connection attempts and requests, by the time at which they began. */
  readonly attempts: number[] = []
  readonly #clock: SimClock
  readonly #server: SimServer
  readonly #lines = new Set<() => void>()

  constructor({ clock, server }: { clock: SimClock; server: SimServer }) {
    this.#clock = clock
    this.#server = server
  }

  get fetch(): typeof fetch {
    return ((url: string, init: FetchInit) => this.#fetch(url, init)) as typeof fetch
  }

  get WebSocket(): typeof WebSocket {
    const network = this
    const open = function open(): object {
      return network.#webSocket()
    }
    return Object.assign(open, { OPEN: 1 }) as unknown as typeof WebSocket
  }

  /** Cuts everything that is under way. */
  cut(): void {
    for (const cut of [...this.#lines]) cut()
  }

  #delay(): number {
    return this.weather.latencyMs + this.#clock.random() * this.weather.jitterMs
  }

  #chance(percent: number): boolean {
    return this.#clock.random() * 100 < percent
  }

  async #fetch(url: string, init: FetchInit): Promise<Response> {
    this.attempts.push(this.#clock.now())
    const { weather } = this
    const isPost = init.method === 'POST'
    const reply = Promise.withResolvers<Response>()
    let over = false
    const fail = () => {
      over = true
      this.#lines.delete(fail)
      reply.reject(new TypeError('the network failed'))
    }
    this.#lines.add(fail)
    init.signal?.addEventListener('abort', fail, { once: true })
    const lost = weather.down || this.#chance(weather.lost)
    const arrives = !weather.down && (!lost || this.#chance(50))
    const abort = new AbortController()
    const times = isPost && this.#chance(weather.doubled) ? 2 : 1
    for (let copy = 0; copy < times; copy++) {
      this.#clock.after(this.#delay(), () => {
        // A request that was given up before it arrived may arrive all the same; an event stream's would be cut.
        if (!arrives || (over && !isPost)) return
        const outgoing = new SimResponse({
          clock: this.#clock,
          delay: () => this.#delay(),
          isHeld: () => this.weather.stream === 'held',
        })
        const cut = () => {
          this.#lines.delete(cut)
          abort.abort()
          outgoing.cut()
        }
        this.#lines.add(cut)
        init.signal?.addEventListener('abort', cut, { once: true })
        void this.#server.handle(url, init, { outgoing, signal: abort.signal }).then((response) => {
          if (copy > 0 || over) return
          const answer = outgoing.streaming ? outgoing.response : response
          this.#clock.after(this.#delay(), () => {
            if (over || lost) return
            this.#lines.delete(fail)
            reply.resolve(answer)
          })
        })
      })
    }
    if (lost) this.#clock.after(3_000 + this.#clock.random() * 5_000, fail)
    return await reply.promise
  }

  #webSocket(): object {
    this.attempts.push(this.#clock.now())
    const { weather } = this
    const client = {
      readyState: 0,
      binaryType: 'arraybuffer',
      bufferedAmount: 0,
      onopen: null as (() => void) | null,
      onmessage: null as ((event: { data: ArrayBuffer }) => void) | null,
      onclose: null as ((event: { code: number; reason: string }) => void) | null,
      onerror: null,
      send: (bytes: Uint8Array) => toServer(bytes.slice()),
      close: () => end(1000, '', { quiet: true }),
    }
    const server = new SimServerSocket()
    let up = this.#clock.now()
    let down = this.#clock.now()
    const end = (code: number, reason: string, { quiet = false } = {}) => {
      if (client.readyState === 3) return
      client.readyState = 3
      this.#lines.delete(cut)
      this.#clock.after(this.#delay(), () => server.ended())
      if (!quiet) this.#clock.after(1, () => client.onclose?.({ code, reason }))
    }
    const cut = () => end(1006, '')
    this.#lines.add(cut)
    const toServer = (bytes: Uint8Array) => {
      up = Math.max(up, this.#clock.now() + this.#delay())
      this.#clock.after(up - this.#clock.now(), () => {
        if (client.readyState === 1 && weather.webSocket !== 'mute') server.emit('message', Buffer.from(bytes), true)
      })
    }
    server.onsend = (bytes) => {
      down = Math.max(down, this.#clock.now() + this.#delay())
      const data = bytes.slice().buffer as ArrayBuffer
      this.#clock.after(down - this.#clock.now(), () => client.readyState === 1 && client.onmessage?.({ data }))
    }
    server.onclose = (code, reason) => {
      down = Math.max(down, this.#clock.now() + this.#delay())
      this.#clock.after(down - this.#clock.now(), () => end(code, reason))
    }
    if (weather.down) this.#clock.after(1_000 + this.#clock.random() * 4_000, cut)
    else if (weather.webSocket !== 'hang') {
      this.#clock.after(2 * this.#delay(), () => {
        if (client.readyState !== 0) return
        client.readyState = 1
        this.#server.acceptSocket(server as unknown as ServerWebSocket)
        client.onopen?.()
        if (weather.webSocket === 'cut') this.#clock.after(this.#clock.random() * 800, cut)
      })
    }
    return client
  }
}

/** The server's end of a WebSocket, as far as a session needs one. */
class SimServerSocket extends EventEmitter {
  readonly bufferedAmount = 0
  onsend: (bytes: Uint8Array) => void = () => {}
  onclose: (code: number, reason: string) => void = () => {}
  #over = false

  send(bytes: Uint8Array, _options: object, done: () => void): void {
    if (this.#over) return
    this.onsend(bytes)
    done()
  }

  close(code: number, reason: string): void {
    if (this.#over) return
    this.onclose(code, reason)
  }

  ended(): void {
    if (this.#over) return
    this.#over = true
    this.emit('close')
  }
}
