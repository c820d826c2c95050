import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../protocol/clock.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { limits } from '../../protocol/limits.ts'
import type { Documents } from '../documents/membership.ts'
import type { Log } from '../telemetry/log.ts'
import { Session } from './session.ts'

/** One timer looks after all sessions. */
const SWEEP_MS = 1_000

/** Two transports that race for a new session with one nonce get the same one within this time. */
const NONCE_TTL_MS = 30_000

/** What a node takes when all clients of another one come to it: 200 a second. */
const MS_PER_RETURN = 5
const MAX_SPREAD_MS = 30_000

const MIN_NONCE_LENGTH = 16
const MAX_NONCE_LENGTH = 64

export interface SessionRegistryOptions {
  documents: Documents
  clock: Clock
  log: Log
  /** Sessions at one time on this node. */
  maxSessions?: number
}

/**
 * The sessions of this node, by id. A session without a transport is kept for 60 s, then ended.
 * A secret is 128 random bits; it travels in a header or a frame, never in a URL.
 */
export class SessionRegistry {
  readonly #documents: Documents
  readonly #clock: Clock
  readonly #log: Log
  readonly #maxSessions: number
  readonly #sessions = new Map<string, Session>()
  readonly #nonces = new Map<string, { session: Session; at: number }>()
  #stopSweep: (() => void) | null = null
  #closed = false

  constructor({ documents, clock, log, maxSessions = 20_000 }: SessionRegistryOptions) {
    this.#documents = documents
    this.#clock = clock
    this.#log = log
    this.#maxSessions = maxSessions
  }

  get size(): number {
    return this.#sessions.size
  }

  [Symbol.iterator](): Iterator<Session> {
    return this.#sessions.values()
  }

  /**
   * A new session, or the one that this nonce opened a moment ago.
   * @throws ProtocolError SHUTTING_DOWN, TOO_MANY_SESSIONS, FRAME_MALFORMED (a nonce has 16 to 64 characters)
   */
  open(nonce: string): Session {
    const known = this.#nonces.get(nonce)
    if (known && !known.session.ended) return known.session
    if (nonce.length < MIN_NONCE_LENGTH || nonce.length > MAX_NONCE_LENGTH) {
      throw new ProtocolError('FRAME_MALFORMED', 'a nonce has 16 to 64 characters')
    }
    if (this.#closed) throw new ProtocolError('SHUTTING_DOWN', 'this node is about to leave')
    if (this.#sessions.size >= this.#maxSessions) {
      throw new ProtocolError('TOO_MANY_SESSIONS', `this node keeps ${this.#maxSessions} sessions at the most`)
    }
    const id = randomBytes(9).toString('base64url')
    const session = new Session({
      id,
      secret: randomBytes(16).toString('base64url'),
      documents: this.#documents,
      clock: this.#clock,
      log: this.#log,
      onEnd: () => this.#sessions.delete(id),
    })
    this.#sessions.set(id, session)
    this.#nonces.set(nonce, { session, at: this.#clock.now() })
    this.#stopSweep ??= this.#clock.after(SWEEP_MS, () => this.#sweep())
    return session
  }

  /** @throws ProtocolError SESSION_UNKNOWN (ended, expired, or of another node), SESSION_FORBIDDEN (wrong secret) */
  find(id: string, secret: string): Session {
    const session = this.#sessions.get(id)
    if (!session) throw new ProtocolError('SESSION_UNKNOWN', 'this node has no such session; open a new one')
    const expected = Buffer.from(session.secret)
    const given = Buffer.from(secret)
    if (expected.byteLength !== given.byteLength || !timingSafeEqual(expected, given)) {
      throw new ProtocolError('SESSION_FORBIDDEN', 'the secret is not that of the session')
    }
    return session
  }

  /** Ends one session: its presence is gone at once. */
  end(session: Session): void {
    session.end()
    this.#sessions.delete(session.id)
  }

  /**
   * Tells every client to come back, and ends all sessions. Each waits for a random part of `spreadMs`,
   * or of longer where there are so many that they would come in faster than they can be taken.
   */
  close(spreadMs: number): void {
    this.#closed = true
    const allMs = Math.min(MAX_SPREAD_MS, Math.max(spreadMs, this.#sessions.size * MS_PER_RETURN))
    this.#stopSweep?.()
    this.#stopSweep = null
    for (const session of this.#sessions.values()) {
      session.goAway(allMs)
      session.end()
    }
    this.#sessions.clear()
    this.#nonces.clear()
  }

  #sweep(): void {
    const now = this.#clock.now()
    for (const session of this.#sessions.values()) {
      if (session.detachedMs(now) > limits.sessionTtlMs) this.end(session)
      else session.tick(now)
    }
    for (const [nonce, { at, session }] of this.#nonces) {
      if (now - at > NONCE_TTL_MS || session.ended) this.#nonces.delete(nonce)
    }
    this.#stopSweep = this.#sessions.size > 0 ? this.#clock.after(SWEEP_MS, () => this.#sweep()) : null
  }
}
