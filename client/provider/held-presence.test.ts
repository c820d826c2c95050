import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Clock } from '../../protocol/clock.ts'
import { HeldPresence } from './held-presence.ts'

/** Bob, who sees Alice and Eve, and a timer that rings when the test says so. */
function setUp() {
  let ring = () => {}
  const clock: Clock = {
    now: () => 0,
    random: () => 0,
    after: (_delayMs, callback) => {
      ring = callback
      return () => {
        ring = () => {}
      }
    },
  }
  const [bob, alice, eve] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc()), new Awareness(new Y.Doc())]
  const names = new Map([
    [alice.clientID, 'Alice'],
    [eve.clientID, 'Eve'],
  ])
  const hears = (other: Awareness) => {
    other.setLocalState({ name: names.get(other.clientID) })
    applyAwarenessUpdate(bob, encodeAwarenessUpdate(other, [other.clientID]), 'network')
  }
  hears(alice)
  hears(eve)
  const removed: string[] = []
  bob.on('change', (change: { removed: number[] }) => {
    removed.push(...change.removed.map((client) => names.get(client) ?? 'Bob'))
  })
  const held = new HeldPresence({ awareness: bob, clock })
  /** As y-websocket does when its socket closes. */
  const loses = () => {
    held.hide()
    const others = [...bob.getStates().keys()].filter((client) => client !== bob.clientID)
    removeAwarenessStates(bob, others, 'closed')
    held.restore()
  }
  const returns = () => held.back()
  const close = () => {
    held.close()
    for (const awareness of [bob, alice, eve]) awareness.destroy()
  }
  return { bob, alice, eve, removed, held, hears, loses, returns, rings: () => ring(), close }
}

test('while the connection is gone everybody stays; who is not heard of once it is back has left', () => {
  const { alice, bob, removed, hears, loses, returns, rings, close } = setUp()
  loses()
  rings()
  expect([bob.getStates().size, removed]).toEqual([3, []])
  returns()
  hears(alice)
  rings()
  expect(removed).toEqual(['Eve'])
  close()
})

test('a connection that is lost again meanwhile begins the time anew', () => {
  const { alice, eve, removed, hears, loses, returns, rings, close } = setUp()
  loses()
  returns()
  hears(alice)
  loses()
  returns()
  hears(alice)
  hears(eve)
  rings()
  expect(removed).toEqual([])
  close()
})

test('nobody is taken away after the end', () => {
  const { removed, held, loses, returns, rings, close } = setUp()
  loses()
  returns()
  held.close()
  rings()
  expect(removed).toEqual([])
  close()
})
