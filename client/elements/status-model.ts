import type { Clock } from '../../protocol/clock.ts'
import type { ConnectionState } from '../provider/connection-state.ts'

/** What the chip says. Each kind holds only what is true of it. */
export type Chip =
  | { kind: 'connecting' }
  | { kind: 'saved' }
  | { kind: 'saving' }
  | { kind: 'unsafe'; edits: number }
  | { kind: 'offline'; edits: number }
  | { kind: 'reconnecting'; edits: number; seconds: number | null }
  | { kind: 'closed'; edits: number; code: number }

/** Times after which the chip changes its mind, in milliseconds. */
export const statusTimes = {
  /** `Saving…` stays this long after the last edit is safe: one word while somebody types, not two in turn. */
  settleMs: 600,
  /** Edits that made no progress for this long are counted aloud. */
  unsafeAfterMs: 2_000,
  /** A connection that is back within this time was never gone. */
  graceMs: 2_000,
} as const

export interface StatusModelOptions {
  clock: Clock
  onChange: (chip: Chip, previous: Chip) => void
}

/**
 * Turns the states of a connection into what a reader should be told, over time.
 * Never says `saved` while an edit is not durable; says nothing of hiccups shorter than the grace.
 * Knows no DOM and no language.
 *
 * ```
 * connecting → saved ⇄ saving → unsafe
 *                ⇅        ⇅       ⇅
 *          offline ⇄ reconnecting          closed (final)
 * ```
 */
export class StatusModel {
  readonly #clock: Clock
  readonly #onChange: StatusModelOptions['onChange']
  #connection: ConnectionState | null = null
  #chip: Chip = { kind: 'connecting' }
  #everConnected = false
  #lostAt = 0
  #progressAt = 0
  #lastUnsentAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null

  constructor({ clock, onChange }: StatusModelOptions) {
    this.#clock = clock
    this.#onChange = onChange
  }

  get chip(): Chip {
    return this.#chip
  }

  /** Takes the newest state of the connection. */
  take(connection: ConnectionState): void {
    const now = this.#clock.now()
    const previous = this.#connection
    this.#connection = connection
    const reachable = connection.state === 'connected'
    if (!reachable && (previous === null || previous.state === 'connected')) this.#lostAt = now
    if (reachable) this.#everConnected = true
    const before = previous?.unsentEdits ?? 0
    const progressed = connection.unsentEdits < before || connection.lastSavedAt !== previous?.lastSavedAt
    if (before === 0 || progressed) this.#progressAt = now
    if (connection.unsentEdits > 0 || before > 0) this.#lastUnsentAt = now
    this.#update()
  }

  /** Stops its timer. Calling it twice is fine; a later `take` starts again. */
  close(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #update(): void {
    this.close()
    const connection = this.#connection
    if (!connection) return
    const now = this.#clock.now()
    const { chip, changesAt } = this.#judge(connection, now)
    if (changesAt !== null) this.#cancel = this.#clock.after(Math.max(1, changesAt - now), () => this.#update())
    const previous = this.#chip
    if (sameChip(chip, previous)) return
    this.#chip = chip
    this.#onChange(chip, previous)
  }

  /** The chip now, and when it changes by time alone, or null when only the connection can change it. */
  #judge(connection: ConnectionState, now: number): { chip: Chip; changesAt: number | null } {
    const edits = connection.unsentEdits
    switch (connection.state) {
      case 'closed':
        return { chip: { kind: 'closed', edits, code: connection.error?.code ?? 0 }, changesAt: null }
      case 'connected':
        return this.#judgeSafety(edits, now)
      case 'connecting':
      case 'offline':
      case 'reconnecting': {
        const graceUntil = this.#lostAt + statusTimes.graceMs
        if (now < graceUntil) {
          if (!this.#everConnected) return { chip: { kind: 'connecting' }, changesAt: graceUntil }
          const safety = this.#judgeSafety(edits, now)
          return { chip: safety.chip, changesAt: Math.min(graceUntil, safety.changesAt ?? graceUntil) }
        }
        if (connection.state === 'offline') return { chip: { kind: 'offline', edits }, changesAt: null }
        if (connection.state === 'connecting' && !this.#everConnected) {
          return { chip: { kind: 'connecting' }, changesAt: null }
        }
        const leftMs = connection.retryAt === null ? 0 : connection.retryAt - now
        if (leftMs <= 0) return { chip: { kind: 'reconnecting', edits, seconds: null }, changesAt: null }
        const seconds = Math.ceil(leftMs / 1000)
        return { chip: { kind: 'reconnecting', edits, seconds }, changesAt: now + leftMs - (seconds - 1) * 1000 }
      }
      default:
        return connection.state satisfies never
    }
  }

  #judgeSafety(edits: number, now: number): { chip: Chip; changesAt: number | null } {
    if (edits === 0) {
      const settledAt = this.#lastUnsentAt + statusTimes.settleMs
      return now < settledAt
        ? { chip: { kind: 'saving' }, changesAt: settledAt }
        : { chip: { kind: 'saved' }, changesAt: null }
    }
    const unsafeAt = this.#progressAt + statusTimes.unsafeAfterMs
    return now < unsafeAt
      ? { chip: { kind: 'saving' }, changesAt: unsafeAt }
      : { chip: { kind: 'unsafe', edits }, changesAt: null }
  }
}

/**
 * Whether a change is worth reading out: the connection lost and back, edits that wait, the end.
 * The countdown, saving and saved are not.
 */
export function isWorthSaying(next: Chip, previous: Chip): boolean {
  const lost = (chip: Chip): boolean => chip.kind === 'offline' || chip.kind === 'reconnecting'
  switch (next.kind) {
    case 'connecting':
      return false
    case 'saved':
    case 'saving':
      return lost(previous) || previous.kind === 'unsafe'
    case 'unsafe':
      return previous.kind !== 'unsafe'
    case 'offline':
    case 'reconnecting':
      return !lost(previous)
    case 'closed':
      return previous.kind !== 'closed'
    default:
      return next satisfies never
  }
}

function sameChip(one: Chip, other: Chip): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
