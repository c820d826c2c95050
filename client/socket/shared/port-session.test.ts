import { expect, test } from 'vitest'
import type { SessionHandle } from '../session-handle.ts'
import { idleState } from '../session-state.ts'
import { noStats } from '../session-stats.ts'
import type { Line } from './line.ts'
import type { HostMessage, TabMessage } from './port-message.ts'
import { PortSession } from './port-session.ts'
import { TabDesk } from './tab-desk.ts'

/** Two ends of a line; what is sent arrives as a copy, later, as over a MessagePort. */
function linePair(): [Line<TabMessage, HostMessage>, Line<HostMessage, TabMessage>] {
  const tab: Line<TabMessage, HostMessage> = { send: () => {}, onmessage: () => {}, close: () => {} }
  const desk: Line<HostMessage, TabMessage> = { send: () => {}, onmessage: () => {}, close: () => {} }
  tab.send = (message) => queueMicrotask(() => desk.onmessage(structuredClone(message)))
  desk.send = (message) => queueMicrotask(() => tab.onmessage(structuredClone(message)))
  return [tab, desk]
}

test('a tab gets the stats of the session that is kept for it; asked twice at once, they cross the line once', async () => {
  const [tab, desk] = linePair()
  let asked = 0
  const kept: SessionHandle = {
    state: idleState,
    subscribe: () => () => {},
    open: () => ({ send: () => {}, close: () => {}, bufferedAmount: 0, isBehind: false }),
    retryNow: () => {},
    close: () => {},
    getStats: () => {
      asked += 1
      return Promise.resolve({ ...noStats, transport: 'sse', reconnects: asked })
    },
  }
  new TabDesk({ line: desk, session: kept, left: () => {} })
  const session = new PortSession({ line: tab })
  const both = await Promise.all([session.getStats(), session.getStats()])
  expect(both.map(({ transport, reconnects }) => [transport, reconnects])).toEqual([
    ['sse', 1],
    ['sse', 1],
  ])
  expect((await session.getStats()).reconnects).toBe(2)
})

test('a tab whose keeper is gone gets stats of nothing, also when it had asked before', async () => {
  const [tab] = linePair()
  const session = new PortSession({ line: tab })
  const asked = session.getStats()
  session.break()
  expect(await asked).toEqual(noStats)
  expect(await session.getStats()).toEqual(noStats)
})

test('[T10] a tab keeps what is learned for it: a worker has no storage', async () => {
  const [tab, line] = linePair()
  const session: SessionHandle = {
    state: idleState,
    subscribe: () => () => {},
    open: () => ({ send: () => {}, close: () => {}, bufferedAmount: 0, isBehind: false }),
    retryNow: () => {},
    close: () => {},
    getStats: () => Promise.resolve(noStats),
  }
  const desk = new TabDesk({ line, session, left: () => {} })
  const kept: string[] = []
  new PortSession({ line: tab, remember: (memory) => kept.push(memory) })
  desk.remember('what was learned')
  await new Promise((resolve) => setTimeout(resolve))
  desk.close()
  desk.remember('what nobody is there for')
  await new Promise((resolve) => setTimeout(resolve))
  expect(kept).toEqual(['what was learned'])
})
