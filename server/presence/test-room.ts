import * as decoding from 'lib0/decoding'
import { MessageType, type Role } from '../../protocol/message.ts'
import type { Member } from '../documents/member.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { decodeAwareness, encodeAwarenessEntry } from './awareness-codec.ts'
import { PresenceTable } from './presence-table.ts'

type States = Record<number, unknown>

/** A member that keeps what it is sent, decoded: one record of states for each message. */
export class FakeMember implements Member {
  readonly id: string
  readonly role: Role
  readonly extended: boolean
  readonly messages: Uint8Array[] = []
  isBehind = false

  constructor(id: string, { extended = true, role = 'editor' }: { extended?: boolean; role?: Role } = {}) {
    this.id = id
    this.extended = extended
    this.role = role
  }

  send(message: Uint8Array): void {
    this.messages.push(message)
  }

  sendSaved(): void {
    throw new Error('a presence table knows nothing of edits')
  }

  close(): void {
    throw new Error('a presence table closes nobody')
  }

  /** What came since the last call, message by message. */
  heard(): States[] {
    return this.messages
      .splice(0)
      .map((message) => Object.fromEntries(entriesOf(message).map((e) => [e.clientId, e.state])))
  }

  /** The clocks of what came since the last call. */
  clocks(): Record<number, number>[] {
    return this.messages
      .splice(0)
      .map((message) => Object.fromEntries(entriesOf(message).map((e) => [e.clientId, e.clock])))
  }
}

function entriesOf(message: Uint8Array): { clientId: number; clock: number; state: unknown }[] {
  const decoder = decoding.createDecoder(message)
  if (decoding.readVarUint(decoder) !== MessageType.Awareness) throw new Error('not an awareness message')
  const update = decoding.readVarUint8Array(decoder)
  if (decoding.hasContent(decoder)) throw new Error('something follows the awareness message')
  return decodeAwareness(update).map(({ clientId, clock, json }) => {
    return { clientId, clock, state: JSON.parse(new TextDecoder().decode(json)) }
  })
}

/** An awareness update, as a client sends it. */
export function updateOf(...entries: [clientId: number, clock: number, state: unknown][]): Uint8Array {
  const parts = entries.map(([clientId, clock, state]) => encodeAwarenessEntry(clientId, clock, JSON.stringify(state)))
  return Uint8Array.of(entries.length, ...parts.flatMap((part) => [...part]))
}

/** A room with a table: `ada` has client 1, `bob` client 2 and so on, once they say something. */
export function room() {
  const clock = new ManualClock()
  let changes = 0
  const table = new PresenceTable({ clock, onChange: () => void changes++ })
  return {
    clock,
    table,
    changes: () => changes,
    join(id: string, options?: { extended?: boolean; role?: Role }) {
      const member = new FakeMember(id, options)
      table.join(member)
      return member
    },
    /** The member says its own state, and everybody hears. */
    says(member: Member, clientId: number, state: unknown, memberClock = 1) {
      table.receive(member, updateOf([clientId, memberClock, state]))
      clock.advance(0)
    },
    leaves(member: Member) {
      table.leave(member)
      clock.advance(0)
    },
  }
}
