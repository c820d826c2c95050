import type { Clock } from '../../../protocol/clock.ts'
import type { Outbox } from '../../../protocol/outbox.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import type { PathMemory } from '../path-memory.ts'

/** Why a transport gave up. */
export type TransportFailure =
  | BrokenFailure
  /** The other side ended it on purpose, and nothing is wrong with the way. */
  | { kind: 'ended'; detail: string }
  /** The server does not know the session any more. */
  | { kind: 'unknown-session' }
  /** The server took another transport instead. */
  | { kind: 'superseded' }
  /** The server refuses for good. */
  | { kind: 'refused'; code: number; reason: string }

/** The network, a proxy or the server cut it; another attempt may help. */
export interface BrokenFailure {
  kind: 'broken'
  detail: string
  /** Whoever answered asks to be left alone for so long. */
  retryAfterMs?: number
  /** Somebody else answers in the server's place, as a captive portal does: there is no network. */
  portal?: boolean
  /** Plain requests work, and this does not: it is no use to try again soon. */
  hopeless?: boolean
}

/** What a transport needs of its session. */
export interface TransportHost {
  readonly clock: Clock
  /** `https://host` or with a path before `/session`, without a slash at the end. */
  readonly baseUrl: string
  readonly fetch: typeof fetch
  readonly WebSocket: typeof WebSocket
  /** Null until the server has named the session. */
  readonly identity: SessionIdentity | null
  /** Names the session that is still to be opened. */
  readonly nonce: string
  readonly outbox: Outbox
  /** How many of the server's frames have been delivered. */
  readonly received: number
  /** True while nobody looks at the page. */
  readonly hidden: boolean
  /** How long the server holds a poll, milliseconds. */
  readonly holdMs: number
  /** What is known of the way to the server. */
  readonly path: PathMemory
  /** The newest round trip, milliseconds; null before the first. */
  readonly rttMs: number | null
  /** How long nothing has come down the transport in use, milliseconds. */
  readonly silentMs: number
  /** The server has said that it is about to leave: what ends now is nobody's fault. */
  readonly goingAway: boolean
  /** A number larger than any before. */
  nextGeneration(): number
  /** Takes a batch that came down. False when it begins past the next number: the sender must go back. */
  deliver(batch: Uint8Array, transport: Transport | null): boolean
  /** Bytes came through in both directions: the transport can be used. Called once. */
  proven(transport: Transport): void
  /** The transport has carried its share: another of its kind should take its place while it still works. */
  spent(transport: Transport): void
  /** The transport is over. Called once at the most; never after `close()`. */
  failed(transport: Transport, failure: TransportFailure): void
  /** The round trip took this long, milliseconds. */
  measured(rttMs: number): void
  /** A batch of this many bytes went up. */
  sent(bytes: number): void
  /** The two canaries of an event stream arrived this far apart, milliseconds. */
  measuredGap(gapMs: number): void
}

export interface SessionIdentity {
  id: string
  secret: string
}

/**
 * One way to move a session's frames. Carries bytes; owns no frame: what it loses is still in the outbox.
 */
export interface Transport {
  readonly name: TransportName
  /** The number it has the downlink under; 0 before it has one. */
  readonly generation: number
  /** Its BIND has gone out, or nothing else will have to. */
  readonly bound: boolean
  /** Begins. With `use` it carries the session as soon as it can; without, it only proves itself. */
  start(options: { use: boolean }): void
  /** Puts a proven transport to use. */
  use(): void
  /** The outbox has something, or something has to be acknowledged. */
  wake(): void
  /** Sends a PING at once, where there is a stream to send it on. */
  ping(): void
  /** Ends it quietly. Idempotent. */
  close(): void
}
