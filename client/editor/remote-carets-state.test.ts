import { ChangeSet } from '@codemirror/state'
import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { systemClock } from '../../protocol/clock.ts'
import { writeCursor } from './cursor.ts'
import { RemoteCaretsState } from './remote-carets-state.ts'

/** Alice writes, Bob sees her caret; each thing that she says travels when the test says so. */
function setUp() {
  const [alice, bob] = [new Y.Doc(), new Y.Doc()]
  const [hers, his] = [new Awareness(alice), new Awareness(bob)]
  const [herText, hisText] = [alice.getText('content'), bob.getText('content')]
  const carets = new RemoteCaretsState({ awareness: his, ytext: hisText, clock: systemClock, onStale: () => {} })
  hisText.observe(({ delta }) => {
    const from = delta[0]?.retain ?? 0
    const insert = delta.find((part) => typeof part.insert === 'string')?.insert as string
    carets.map(ChangeSet.of({ from, insert }, hisText.length - insert.length))
  })
  const user = { id: 'alice', name: 'Alice', color: '#aa3366' }
  return {
    types(at: number, text: string) {
      herText.insert(at, text)
      const head = at + text.length
      hers.setLocalState({ user, cursor: writeCursor(herText, { anchor: head, head }), activity: 'typing', since: 0 })
    },
    presenceArrives() {
      applyAwarenessUpdate(his, encodeAwarenessUpdate(hers, [alice.clientID]), 'network')
      carets.refresh()
    },
    textArrives() {
      Y.applyUpdate(bob, Y.encodeStateAsUpdate(alice, Y.encodeStateVector(bob)))
      carets.refresh()
    },
    heads: () => [...carets.carets].map(({ head }) => head),
    close() {
      carets.close()
      for (const awareness of [hers, his]) awareness.destroy()
    },
  }
}

test('a caret that is ahead of its text stays where it was until the text has come', () => {
  const world = setUp()
  world.types(0, 'Hello')
  world.textArrives()
  world.presenceArrives()
  expect(world.heads()).toEqual([5])
  world.types(5, ', Bob')
  world.presenceArrives()
  expect(world.heads()).toEqual([5])
  world.textArrives()
  expect(world.heads()).toEqual([10])
  world.close()
})

test('a caret whose text has never come is not drawn', () => {
  const world = setUp()
  world.types(0, 'Hello')
  world.presenceArrives()
  expect(world.heads()).toEqual([])
  world.textArrives()
  expect(world.heads()).toEqual([5])
  world.close()
})
