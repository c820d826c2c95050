/**
 * What a network can do to one exchange. Times in milliseconds.
 *
 * Drawn once, when the request has been read: blackhole, strip-upgrade, kill-after-upgrade, silence-after-upgrade,
 * buffer, gzip, lose-response, duplicate, status, html, truncate, rst.
 * Looked at for every piece that passes, so that they come and go while something is open: one-way, idle-kill, delay,
 * bandwidth, half-open.
 */
export type Fault =
  /** The connection is accepted, the request is read, and no answer ever comes. */
  | { kind: 'blackhole' }
  /** The headers that ask for an upgrade do not reach the server. */
  | { kind: 'strip-upgrade' }
  /** The upgrade succeeds, and the connection is cut after a time. */
  | { kind: 'kill-after-upgrade'; afterMs: number }
  /** The upgrade succeeds, and nothing passes after it. */
  | { kind: 'silence-after-upgrade' }
  /** Only this direction passes; what goes the other way waits. */
  | { kind: 'one-way'; open: 'up' | 'down' }
  /** The body of an answer is held back, and with `headers` its head too: what passes by then passes at once. */
  | { kind: 'buffer'; until: 'close' | { bytes: number } | { ms: number }; headers?: boolean }
  /** Event streams are compressed, as by a proxy that flushes only when it has enough. */
  | { kind: 'gzip' }
  /** The connection is cut when nothing has passed for a time. */
  | { kind: 'idle-kill'; afterMs: number }
  /** The server does what it was asked, and the client never hears of it. */
  | { kind: 'lose-response' }
  /** The server gets the request twice, one after the other or at once; the client gets the first answer. */
  | { kind: 'duplicate'; concurrent: boolean }
  /** Every piece arrives later, in order. */
  | { kind: 'delay'; ms: number; jitterMs?: number }
  /** The proxy answers by itself. */
  | { kind: 'status'; status: number; headers?: Readonly<Record<string, string>>; body?: string }
  /** A captive portal: 200 and a page, whatever was asked for. */
  | { kind: 'html' }
  /** The answer ends after so many bytes of its body, without its end. */
  | { kind: 'truncate'; afterBytes: number }
  /** So much passes in each direction of a connection. */
  | { kind: 'bandwidth'; bytesPerSecond: number }
  /** Nothing passes any more, and nobody is told. */
  | { kind: 'half-open' }
  /** The connection is reset before the server hears of the request. */
  | { kind: 'rst' }

/** The fault of one kind. */
export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>

/** Which exchanges a fault is for; all of what is given has to hold. */
export interface FaultTarget {
  /** Without the query. */
  path?: string
  method?: string
  /** Of a hundred exchanges so many; drawn from the proxy's seed. For faults that are drawn. */
  percent?: number
  /** It happens this often, and then no more. For faults that are drawn. */
  times?: number
}

/** A fault that is in force until it is removed. */
export interface FaultRule {
  readonly fault: Fault
  readonly target: FaultTarget
  /** To how many exchanges it has happened; only counted for faults that are drawn. */
  readonly hits: number
  /** Everything that waited because of it goes on. Idempotent. */
  remove(): void
}

/** One request that came to the proxy, and what became of it. */
export interface ProxiedRequest {
  readonly method: string
  readonly path: string
  /** When it had been read, on the scale of `performance.now()`. */
  readonly at: number
  readonly upgrade: boolean
  /** The status that the client was sent, or null as long as there is none. */
  status: number | null
  /** When the connection or the answer ended, or null as long as it has not. */
  endedAt: number | null
}
