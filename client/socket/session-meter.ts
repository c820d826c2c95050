import type { Clock } from '../../protocol/clock.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import type { SessionStats, TransportEvent, TransportTraffic } from './session-stats.ts'
import type { Transport, TransportFailure, TransportHost } from './transports/transport.ts'

const MAX_EVENTS = 50
const MAX_ROUND_TRIPS = 64
const MAX_GAPS = 10

/**
 * Counts what a session does, in bounded memory, and decides nothing. Transports come and go in negotiation, which
 * tells of them here; what they carry is seen by the host that `host()` puts between each of them and its session.
 */
export class SessionMeter {
  readonly #clock: Clock
  /** When each transport that is not over was tried. */
  readonly #triedAt = new Map<Transport, number>()
  readonly #history: TransportEvent[] = []
  readonly #roundTrips: number[] = []
  readonly #gaps: number[] = []
  readonly #traffic: SessionStats['traffic'] = {}
  #transport: TransportName | null = null
  #everCarried = false
  #reconnects = 0

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** `host` as a transport of this name sees it: what goes through is counted. */
  host(host: TransportHost, name: TransportName): TransportHost {
    const counts = (): TransportTraffic => {
      this.#traffic[name] ??= { framesIn: 0, framesOut: 0, bytesIn: 0, bytesOut: 0 }
      return this.#traffic[name]
    }
    const counted: Partial<TransportHost> = {
      deliver: (batch, transport) => {
        const { outbox, received } = host
        const { acknowledged } = outbox
        const whole = host.deliver(batch, transport)
        const traffic = counts()
        traffic.bytesIn += batch.byteLength
        // A message may have ended the session, and another begins at 0.
        if (outbox === host.outbox) {
          traffic.framesIn += host.received - received
          traffic.framesOut += outbox.acknowledged - acknowledged
        }
        return whole
      },
      sent: (bytes) => {
        counts().bytesOut += bytes
      },
      measuredGap: (gapMs) => push(this.#gaps, MAX_GAPS, gapMs),
    }
    return Object.assign(Object.create(host) as TransportHost, counted)
  }

  tried(transport: Transport): void {
    this.#triedAt.set(transport, this.#clock.now())
    this.#note(transport, 'tried', null)
  }

  proven(transport: Transport): void {
    this.#note(transport, 'proven', null)
  }

  /** `transport` is over; only the first reason that is given counts. */
  dropped(transport: Transport, reason: string): void {
    this.#note(transport, 'dropped', reason)
    this.#triedAt.delete(transport)
  }

  /** Another transport carries the session, or none does. */
  carried(by: Transport | null): void {
    if (by && !this.#transport && this.#everCarried) this.#reconnects += 1
    this.#everCarried ||= by !== null
    this.#transport = by?.name ?? null
  }

  measured(rttMs: number): void {
    push(this.#roundTrips, MAX_ROUND_TRIPS, Math.round(rttMs * 10) / 10)
  }

  /** A copy of everything that is counted here; the rest is the session's to add. */
  get counted(): Omit<SessionStats, 'transport' | 'retransmittedFrames' | 'bufferedBytes' | 'memory'> {
    const sorted = this.#roundTrips.toSorted((one, other) => one - other)
    return structuredClone({
      rttMs: { newest: this.#roundTrips.at(-1) ?? null, p50: sorted[sorted.length >> 1] ?? null },
      history: this.#history,
      canaryGapMs: this.#gaps,
      traffic: this.#traffic,
      reconnects: this.#reconnects,
    })
  }

  #note(transport: Transport, event: TransportEvent['event'], reason: string | null): void {
    const triedAt = this.#triedAt.get(transport)
    if (triedAt === undefined) return
    const at = this.#clock.now()
    push(this.#history, MAX_EVENTS, { transport: transport.name, at, event, reason, durationMs: at - triedAt })
  }
}

/** A failure in words, as `SessionStats` has it. */
export function reasonOf(failure: TransportFailure): string {
  switch (failure.kind) {
    case 'broken':
    case 'ended':
      return failure.detail
    case 'unknown-session':
    case 'superseded':
      return failure.kind
    case 'refused':
      return `refused: ${failure.code} ${failure.reason}`
    default:
      return failure satisfies never
  }
}

function push<Item>(ring: Item[], limit: number, item: Item): void {
  ring.push(item)
  if (ring.length > limit) ring.shift()
}
