import { expect, test } from 'vitest'
import { idleState } from '../session-state.ts'
import { noStats } from '../session-stats.ts'
import type { Line } from './line.ts'
import type { HostMessage, TabMessage } from './port-message.ts'
import { PortSession } from './port-session.ts'
import { type KeptSession, TabHost } from './tab-host.ts'

const identity = { id: 'session', secret: 'secret' }
const turn = () => new Promise<void>((resolve) => setTimeout(resolve))

function setUp() {
  const events: string[] = []
  const host = new TabHost<KeptSession>({
    page: { storage: null, subscribe: () => () => {} },
    locks: null,
    ended: () => events.push('ended'),
    createSession: () => ({
      identity,
      state: idleState,
      subscribe: () => () => {},
      open: () => ({ send: () => {}, close: () => {}, bufferedAmount: 0, isBehind: false }),
      retryNow: () => {},
      getStats: () => Promise.resolve(noStats),
      close: (how) => events.push(`closed, ended: ${how?.ended}`),
    }),
  })
  const admit = () => {
    const line: Line<TabMessage, HostMessage> = { send: () => {}, onmessage: () => {}, close: () => {} }
    const desk: Line<HostMessage, TabMessage> = { send: () => {}, onmessage: () => {}, close: () => {} }
    line.send = (message) => queueMicrotask(() => desk.onmessage(message))
    desk.send = (message) => queueMicrotask(() => line.onmessage(message))
    const tab = new PortSession({ line })
    host.admit(desk, null)
    return tab
  }
  return { admit, events }
}

test('[T18] a tab has the session itself only while it is the only one', async () => {
  const { admit, events } = setUp()
  const first = admit()
  await turn()
  expect(first.sole).toEqual(identity)
  const second = admit()
  await turn()
  expect([first.sole, second.sole]).toEqual([null, null])
  first.close()
  await turn()
  expect(second.sole).toEqual(identity)
  expect(events).toEqual([])
})

test('[T18] a session that its only tab has ended is used by nobody who comes later', async () => {
  const { admit, events } = setUp()
  const tab = admit()
  await turn()
  tab.close({ ended: true })
  await turn()
  expect(events).toEqual(['ended', 'closed, ended: true'])
})

test('[T18] a session that a tab has ended as another one came goes on, and finds out by itself', async () => {
  const { admit, events } = setUp()
  const first = admit()
  admit()
  first.close({ ended: true })
  await turn()
  expect(events).toEqual([])
})
