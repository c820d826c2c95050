import { expect, test } from 'vitest'
import { Lane } from '../../protocol/lane.ts'
import type { Documents } from '../documents/membership.ts'
import { Channel } from './channel.ts'

/** A channel, and a document that is opened when the test says so. */
function setUp() {
  const events: string[] = []
  const opened = Promise.withResolvers<void>()
  const documents: Documents = {
    async join() {
      await opened.promise
      return {
        receive: (message) => void events.push(`message ${Buffer.from(message)}`),
        interrupt: () => {},
        suspend: () => {},
        resume: () => {},
        drained: () => {},
        leave: () => void events.push('leave'),
      }
    },
  }
  const lane = new Lane({ wake: () => {} })
  const channel = new Channel({ id: 'a/1', role: 'editor', protocols: [], lane, closed: () => {} })
  return { channel, events, joined: channel.join(documents, 'a'), open: opened.resolve }
}

test('[S1] what is sent while the document is being opened is taken once it is, in order', async () => {
  const { channel, events, joined, open } = setUp()
  channel.receive(Buffer.from('one'))
  channel.receive(Buffer.from('two'))
  expect(events).toEqual([])
  open()
  await joined
  channel.receive(Buffer.from('three'))
  expect(events).toEqual(['message one', 'message two', 'message three'])
})

test('[S1] also when whoever sent it has left meanwhile, and nothing that comes later', async () => {
  const { channel, events, joined, open } = setUp()
  channel.receive(Buffer.from('last words'))
  channel.leave()
  channel.receive(Buffer.from('a ghost'))
  open()
  await joined
  expect(events).toEqual(['message last words', 'leave'])
})
