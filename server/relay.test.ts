import { expect, test } from 'vitest'
import { systemClock } from '../protocol/clock.ts'
import type { CloseCode } from '../protocol/close-code.ts'
import { MessageType } from '../protocol/message.ts'
import type { Member } from './documents/member.ts'
import { encodeAwarenessEntry } from './presence/awareness-codec.ts'
import { Relay } from './relay.ts'
import { MemoryStore } from './stores/memory-store.ts'
import { type Log, silentLog } from './telemetry/log.ts'

function member(): Member & { closedWith: [CloseCode, string][] } {
  const closedWith: [CloseCode, string][] = []
  return {
    id: 'ada',
    role: 'editor',
    extended: true,
    isBehind: false,
    send() {},
    sendSaved() {},
    close: (code, reason) => void closedWith.push([code, reason]),
    closedWith,
  }
}

/** An awareness message, as a client sends it. */
function saying(state: object): Uint8Array {
  const entry = encodeAwarenessEntry(7, 1, JSON.stringify(state))
  return Uint8Array.of(MessageType.Awareness, entry.byteLength + 1, 1, ...entry)
}

test('who is in a room is in the directory, and gone when the room has lost them', async () => {
  const relay = await Relay.open({ dataDir: null, clock: systemClock, log: silentLog })
  const membership = await relay.rooms.join('minutes', member())
  membership.receive(saying({ user: { name: 'Ada' } }))
  const names = () => relay.presence.snapshot(['minutes']).documents['minutes']!.map(({ name }) => name)
  await expect.poll(names).toEqual(['Ada'])
  membership.leave()
  await expect.poll(names).toEqual([])
  await relay.close()
})

test('the end: presence, then rooms, then the store, and only once', async () => {
  const store = new MemoryStore()
  const relay = new Relay({ store, clock: systemClock, log: silentLog })
  const ada = member()
  await relay.rooms.join('minutes', ada)
  const ended: string[] = []
  relay.presence.subscribe(['minutes'], { changed() {}, closed: () => void ended.push('presence') })
  const closeStore = store.close.bind(store)
  store.close = async () => {
    ended.push(ada.closedWith.length === 1 ? 'store, after the rooms' : 'store')
    await closeStore()
  }
  await relay.check()
  expect(relay.draining).toBe(false)
  const closing = relay.close()
  expect(relay.draining).toBe(true)
  await Promise.all([closing, relay.close()])
  expect(ada.closedWith).toEqual([[1012, expect.any(String)]])
  expect(ended).toEqual(['presence', 'store, after the rooms'])
  await expect(relay.check()).rejects.toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }))
})

test('a part that fails to close is logged, and the store is closed all the same', async () => {
  const store = new MemoryStore()
  const errors: object[] = []
  const log: Log = { ...silentLog, error: (fields) => void errors.push(fields) }
  const relay = new Relay({ store, clock: systemClock, log })
  const closeRooms = relay.rooms.close.bind(relay.rooms)
  relay.rooms.close = async () => {
    await closeRooms()
    throw new Error('stuck')
  }
  await relay.close()
  expect(errors).toEqual([{ err: expect.objectContaining({ message: 'stuck' }), part: 'rooms' }])
  await expect(store.list()).rejects.toThrow()
})
