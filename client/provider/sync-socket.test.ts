import { describe, expect, test } from 'vitest'
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { encodeAwareness, encodeSyncStep2, encodeUpdate, MessageType, SyncType } from '../../protocol/message.ts'
import type { CometSocket } from '../socket/comet-socket.ts'
import { createSyncSocket } from './sync-socket.ts'

/** Stands for CometSocket: keeps what is sent, and is behind when the test says so. */
class FakeSocket {
  readonly OPEN = 1
  readyState = 1
  behind = false
  readonly sent: Uint8Array[] = []

  get isBehind(): boolean {
    return this.behind
  }

  drained(): void {}

  drains(): void {
    this.behind = false
    this.drained()
  }

  send(bytes: Uint8Array): void {
    this.sent.push(bytes)
  }

  sendEarly(): void {}

  close(): void {
    this.readyState = 3
  }
}

function setUp() {
  const doc = new Doc()
  let presence = 0
  let counted = 0
  const Socket = createSyncSocket(FakeSocket as unknown as typeof CometSocket, {
    doc,
    presence: () => encodeAwareness(Uint8Array.of(presence)),
    onUpdate: () => {
      counted += 1
    },
  })
  const socket = new Socket('wss://host/sync/a') as unknown as FakeSocket
  doc.on('update', (update: Uint8Array) => socket.send(encodeUpdate(update)))
  return {
    doc,
    socket,
    types: (text: string) => doc.getText('content').insert(0, text),
    moves: () => {
      presence += 1
      socket.send(encodeAwareness(Uint8Array.of(presence)))
    },
    counted: () => counted,
    /** What somebody has who got everything that was sent. */
    arrived: () => {
      const other = new Doc()
      for (const message of socket.sent) {
        if (message[0] === MessageType.Sync) applyUpdate(other, bodyOf(message))
      }
      return other.getText('content').toString()
    },
  }
}

/** The update in a message of less than 16 KiB. */
function bodyOf(message: Uint8Array): Uint8Array {
  return message.subarray((message[2] ?? 0) < 128 ? 3 : 4)
}

const kinds = ({ sent }: FakeSocket): string[] =>
  sent.map(([type, sync]) => (type === MessageType.Awareness ? 'presence' : sync === SyncType.Step2 ? 'all' : 'update'))

describe('[S13] a socket that is behind', () => {
  test('sends what is edited meanwhile as one update when it has drained', () => {
    const { socket, types, counted, arrived } = setUp()
    types('a')
    socket.behind = true
    for (let count = 0; count < 100; count++) types('b')
    expect(kinds(socket)).toEqual(['update'])
    expect(counted()).toBe(1)
    socket.drains()
    expect(kinds(socket)).toEqual(['update', 'update'])
    // The server counts messages, and each has every edit up to it.
    expect(counted()).toBe(2)
    types('c')
    expect(kinds(socket)).toEqual(['update', 'update', 'update'])
    expect(arrived()).toBe(`c${'b'.repeat(100)}a`)
  })

  test('keeps the order: what was held goes before what comes next', () => {
    const { socket, types, arrived } = setUp()
    socket.behind = true
    types('a')
    // It takes more again, and has not been told so yet.
    socket.behind = false
    types('b')
    expect(socket.sent).toEqual([])
    socket.drains()
    expect(kinds(socket)).toEqual(['update'])
    expect(arrived()).toBe('ba')
  })

  test('sends of presence the newest', () => {
    const { socket, types, moves } = setUp()
    socket.behind = true
    for (let count = 0; count < 50; count++) moves()
    types('a')
    socket.drains()
    expect(kinds(socket)).toEqual(['update', 'presence'])
    expect(socket.sent[1]).toEqual(encodeAwareness(Uint8Array.of(50)))
    moves()
    expect(kinds(socket)).toEqual(['update', 'presence', 'presence'])
  })

  test('holds nothing that an answer to the server has brought', () => {
    const { doc, socket, types, counted, arrived } = setUp()
    socket.behind = true
    types('a')
    socket.send(encodeSyncStep2(encodeStateAsUpdate(doc, encodeStateVector(new Doc()))))
    expect(kinds(socket)).toEqual(['all'])
    types('b')
    socket.drains()
    expect(kinds(socket)).toEqual(['all', 'update'])
    expect(counted()).toBe(2)
    expect(arrived()).toBe('ba')
  })

  test('that is closed sends what it held first', () => {
    const { socket, types, arrived } = setUp()
    socket.behind = true
    types('a')
    socket.close()
    expect(arrived()).toBe('a')
  })
})
