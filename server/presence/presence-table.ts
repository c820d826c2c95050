import type { Clock } from '../../protocol/clock.ts'
import type { Role } from '../../protocol/message.ts'
import type { Member } from '../documents/member.ts'
import { type AwarenessEntry, decodeAwareness, encodeAwareness, encodeAwarenessEntry } from './awareness-codec.ts'
import { AwarenessNews } from './awareness-news.ts'
import { Departed } from './departed.ts'
import { flushMs } from './flush-pace.ts'
import { PresenceLag } from './presence-lag.ts'
import {
  type Activity,
  type PresenceState,
  type PresenceUser,
  parsePresenceState,
  peopleKey,
  reconnecting,
} from './presence-state.ts'

/**
 * Clocks count tenths of a second from here, so that a restarted server is ahead of itself. Clients that are not
 * written in JavaScript read a clock as 32 bits: this origin keeps them below that until the summer of 2039.
 */
const CLOCK_ORIGIN_MS = Date.UTC(2026, 0, 1)
const CLOCK_UNIT_MS = 100

/** Below `plainKeepAliveMs`; every second beat carries everybody's state, since y-protocols forgets it after 30 s. */
const BEAT_MS = 10_000

/** What the directory reads of one client. */
export interface PresenceEntry {
  clientId: number
  role: Role
  user: PresenceUser
  activity: Activity
}

export interface PresenceTableOptions {
  clock: Clock
  /** People came, went, or changed in name or activity; not called for a moved caret. */
  onChange?: () => void
}

/** How a member is heard: as it should · not for a moment, and shown so · not for a while, and not shown. */
type Connection = 'heard' | 'interrupted' | 'suspended'

/** A member, and the one awareness client that it speaks for. */
interface Presence {
  readonly member: Member
  /** Position in the order of arrivals and departures. */
  readonly turn: number
  clientId: number | null
  state: PresenceState | null
  connection: Connection
  /** What it has missed, while it is behind. */
  lag: PresenceLag | null
}

/** One awareness client as everybody sees it. */
interface Entry {
  /** The first of them to claim the client is believed; the others wait until it leaves. */
  readonly claims: Presence[]
  state: PresenceState
  /** The clocks of the oldest and of the newest state that was sent. */
  readonly firstClock: number
  clock: number
  /** Somebody has seen the state under this clock: the next change needs a new one. */
  seen: boolean
  /** The state under this clock as bytes, once somebody needed it. */
  encoded: Uint8Array | null
}

/**
 * Who is in a room and doing what: y-protocols awareness, owned by the server (D3).
 *
 * A member speaks for one awareness client, the first it names; plain providers also repeat everybody
 * else's states, and those are not believed. The table gives out the clocks, sends only what has changed,
 * gathers changes of one turn into one message, never tells a member about its own client, and takes a
 * member's state away the moment it leaves. Plain members hear something every 10 s, and everybody's
 * state every 20 s, because their library forgets whoever is silent for 30.
 */
export class PresenceTable {
  readonly #clock: Clock
  readonly #onChange: () => void
  readonly #members = new Map<Member, Presence>()
  readonly #entries = new Map<number, Entry>()
  readonly #departed = new Departed()
  /** Clients whose newest state, or absence, is still to be sent. */
  readonly #changed = new Set<number>()
  #peopleChanged = false
  /** Since everybody's clock was renewed, a member has left or was not heard: it may come back and know none newer. */
  #mayComeBack = false
  #plainMembers = 0
  #turn = 0
  #beats = 0
  #stopFlush: (() => void) | null = null
  #stopBeat: (() => void) | null = null
  #closed = false

  constructor({ clock, onChange = () => {} }: PresenceTableOptions) {
    this.#clock = clock
    this.#onChange = onChange
  }

  /** True once `close` was called; the last `onChange` comes after it. */
  get closed(): boolean {
    return this.#closed
  }

  /** Sends the member everybody's presence, if there is any, and news of it from now on. */
  join(member: Member): void {
    if (this.#closed || this.#members.has(member)) return
    const turn = ++this.#turn
    this.#members.set(member, { member, turn, clientId: null, state: null, connection: 'heard', lag: null })
    if (!member.extended && ++this.#plainMembers === 1) this.#nextBeat()
    if (this.#entries.size > 0) this.query(member)
  }

  /** The member's state is gone, for everybody, with the next flush. Idempotent. */
  leave(member: Member): void {
    const presence = this.#members.get(member)
    if (!presence) return
    this.#members.delete(member)
    this.#mayComeBack = true
    if (!member.extended && --this.#plainMembers === 0) this.#stopBeat?.()
    this.#withdraw(presence)
  }

  /** Shows that the member is reconnecting, until it is heard again or suspended. Idempotent. */
  interrupt(member: Member): void {
    const presence = this.#members.get(member)
    if (presence?.connection !== 'heard') return
    presence.connection = 'interrupted'
    this.#mayComeBack = true
    this.#repeat(presence)
  }

  /** Shows the member to nobody until it is heard again. Idempotent. */
  suspend(member: Member): void {
    const presence = this.#members.get(member)
    if (!presence || presence.connection === 'suspended') return
    presence.connection = 'suspended'
    this.#mayComeBack = true
    this.#withdraw(presence)
  }

  /** Shows the member again as it was. Idempotent. */
  resume(member: Member): void {
    const presence = this.#members.get(member)
    if (!presence || presence.connection === 'heard') return
    presence.connection = 'heard'
    this.#repeat(presence)
  }

  /**
   * Takes an awareness update from a member; only what it says of its own client counts.
   * @throws ProtocolError PRESENCE_MALFORMED, PRESENCE_TOO_LARGE
   */
  receive(member: Member, update: Uint8Array): void {
    const presence = this.#members.get(member)
    if (!presence) return
    for (const entry of decodeAwareness(update)) {
      const { clientId, json } = entry
      if (presence.clientId === null && !this.#isEcho(presence, entry)) {
        const state = parsePresenceState(json)
        if (state === null) continue
        presence.clientId = clientId
        this.#say(presence, clientId, state)
      } else if (presence.clientId === clientId) {
        this.#say(presence, clientId, parsePresenceState(json))
      }
    }
  }

  /** Answers a QueryAwareness: everybody's state except the member's own. A member that is behind has to wait for it. */
  query(member: Member): void {
    if (this.#closed) return
    const presence = this.#members.get(member)
    if (presence && this.#isBehind(presence)) {
      presence.lag ??= new PresenceLag(this.#entries, [])
      presence.lag.wantsAll = true
      return
    }
    this.#renewAll()
    const others = this.#entries.keys().filter((clientId) => clientId !== presence?.clientId)
    member.send(encodeAwareness(Array.from(others, (clientId) => this.#encode(clientId))))
  }

  /** The member takes more again: the newest state of whoever has news for it, once. */
  drained(member: Member): void {
    const presence = this.#members.get(member)
    if (!presence?.lag || member.isBehind) return
    const { lag, clientId: own } = presence
    presence.lag = null
    if (lag.wantsAll) this.#renewAll()
    const news = lag.news(this.#entries)
    if (own !== null) news.delete(own)
    if (news.size > 0) member.send(encodeAwareness(Array.from(news, (clientId) => this.#encode(clientId))))
  }

  /** Everybody who is here, in the order in which they came. */
  entries(): PresenceEntry[] {
    return Array.from(this.#entries, ([clientId, { claims, state }]) => ({
      clientId,
      role: claims[0]!.member.role,
      user: state.user,
      activity: state.activity,
    }))
  }

  /** Forgets everybody, without a word to the members, and stops its timers. Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stopFlush?.()
    this.#stopBeat?.()
    this.#members.clear()
    this.#entries.clear()
    this.#changed.clear()
    this.#onChange()
  }

  /**
   * A state under a clock that this table gave out: the member repeats what it heard of another client.
   * Only members without a state of their own get this far. A client may well come back under such a clock
   * (it heard of itself from another tab), but then it joined after it had left; and one that joined before
   * is told of its own end and contradicts, under a clock that is past it.
   */
  #isEcho(presence: Presence, { clientId, clock }: AwarenessEntry): boolean {
    const entry = this.#entries.get(clientId)
    if (entry) return clock >= entry.firstClock && clock <= entry.clock
    const departure = this.#departed.get(clientId)
    if (!departure || presence.turn > departure.turn) return false
    return clock >= departure.firstClock && clock <= departure.clock
  }

  /** What the member said last, as it is to be shown by now. */
  #repeat(presence: Presence): void {
    if (presence.clientId !== null && presence.state) this.#say(presence, presence.clientId, presence.state)
  }

  #say(presence: Presence, clientId: number, said: PresenceState | null): void {
    presence.state = said
    if (presence.connection === 'suspended') return
    const state = shown(presence)
    if (state === null) {
      this.#withdraw(presence)
      return
    }
    const entry = this.#entries.get(clientId)
    if (!entry) this.#add(presence, clientId, state)
    else if (entry.claims[0] === presence) this.#update(clientId, entry, state)
    // A client that comes back may be here before its old connection is known to be dead: it waits behind it.
    else if (!entry.claims.includes(presence)) entry.claims.push(presence)
  }

  #add(presence: Presence, clientId: number, state: PresenceState): void {
    const before = this.#departed.take(clientId)
    const clock = this.#clockAfter(before?.clock ?? 0)
    const firstClock = before?.firstClock ?? clock
    this.#entries.set(clientId, { claims: [presence], state, firstClock, clock, seen: false, encoded: null })
    this.#peopleChanged = true
    this.#touch(clientId)
  }

  #update(clientId: number, entry: Entry, state: PresenceState): void {
    if (entry.state.json === state.json) return
    this.#peopleChanged ||= peopleKey(entry.state) !== peopleKey(state)
    entry.state = state
    this.#renew(entry)
    this.#touch(clientId)
  }

  #withdraw(presence: Presence): void {
    const { clientId } = presence
    if (clientId === null) return
    const entry = this.#entries.get(clientId)
    const place = entry ? entry.claims.indexOf(presence) : -1
    if (!entry || place === -1) return
    entry.claims.splice(place, 1)
    if (place > 0) return
    const heir = entry.claims[0]
    const inherited = heir ? shown(heir) : null
    if (heir && inherited) {
      this.#update(clientId, entry, inherited)
      if (heir.member.role === presence.member.role) return
      this.#peopleChanged = true
      this.#touch(clientId)
      return
    }
    this.#entries.delete(clientId)
    const { firstClock } = entry
    this.#departed.add(clientId, { firstClock, clock: this.#clockAfter(entry.clock), turn: ++this.#turn })
    this.#peopleChanged = true
    this.#touch(clientId)
  }

  #touch(clientId: number): void {
    if (this.#closed) return
    this.#changed.add(clientId)
    this.#stopFlush ??= this.#clock.after(flushMs(this.#members.size), () => this.#flush())
  }

  #flush(): void {
    this.#stopFlush = null
    const parts = new Map<number, Uint8Array>()
    for (const clientId of this.#changed) parts.set(clientId, this.#encode(clientId))
    this.#changed.clear()
    this.#send(parts, this.#members.values(), { evenIfEmpty: false })
    if (!this.#peopleChanged) return
    this.#peopleChanged = false
    this.#onChange()
  }

  /** One message, encoded once, for all except those whose own client is in it. */
  #send(
    parts: ReadonlyMap<number, Uint8Array>,
    presences: Iterable<Presence>,
    { evenIfEmpty }: { evenIfEmpty: boolean },
  ): void {
    const news = new AwarenessNews(parts)
    for (const presence of presences) {
      const { member, clientId } = presence
      if (this.#isBehind(presence)) {
        presence.lag ??= new PresenceLag(this.#entries, parts.keys())
        presence.lag.miss(parts.keys())
      } else if (clientId === null || !parts.has(clientId)) {
        member.send(news.whole)
      } else if (parts.size > 1 || evenIfEmpty) {
        member.send(news.without(clientId))
      }
    }
  }

  /** Also between its last byte and `drained`. */
  #isBehind({ member, lag }: Presence): boolean {
    return lag !== null || member.isBehind
  }

  #encode(clientId: number): Uint8Array {
    const entry = this.#entries.get(clientId)
    if (!entry) {
      return encodeAwarenessEntry(clientId, this.#departed.get(clientId)?.clock ?? this.#clockAfter(0), 'null')
    }
    entry.seen = true
    entry.encoded ??= encodeAwarenessEntry(clientId, entry.clock, entry.state.json)
    return entry.encoded
  }

  /**
   * A client that comes back has forgotten the states and not their clocks: it takes no state under one of those.
   * (Where nobody can have come back, a thousand who come at once do not drive the clock ahead.)
   */
  #renewAll(): void {
    const now = this.#clockAfter(0)
    for (const entry of this.#entries.values()) if (this.#mayComeBack || entry.clock < now) this.#renew(entry)
    this.#mayComeBack = false
  }

  #renew(entry: Entry): void {
    entry.encoded = null
    if (!entry.seen) return
    entry.seen = false
    entry.clock = this.#clockAfter(entry.clock)
  }

  #clockAfter(previous: number): number {
    return Math.max(previous + 1, Math.floor((this.#clock.now() - CLOCK_ORIGIN_MS) / CLOCK_UNIT_MS))
  }

  #nextBeat(): void {
    this.#stopBeat = this.#clock.after(BEAT_MS, () => {
      this.#nextBeat()
      this.#beat()
    })
  }

  /** Proof of life for plain members, and every second time proof that everybody else is still here. */
  #beat(): void {
    const parts = new Map<number, Uint8Array>()
    if (++this.#beats % 2 === 0) {
      for (const [clientId, entry] of this.#entries) {
        this.#renew(entry)
        parts.set(clientId, this.#encode(clientId))
      }
    }
    const plain = this.#members.values().filter(({ member }) => !member.extended)
    this.#send(parts, plain, { evenIfEmpty: true })
  }
}

/** A member's state as others see it. */
function shown({ state, connection }: Presence): PresenceState | null {
  return state !== null && connection === 'interrupted' ? reconnecting(state) : state
}
