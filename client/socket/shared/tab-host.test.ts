import { expect, test } from 'vitest'
import type { Clock } from '../../../protocol/clock.ts'
import { idleState } from '../session-state.ts'
import { noStats } from '../session-stats.ts'
import type { Line } from './line.ts'
import type { HostMessage, TabMessage } from './port-message.ts'
import { PortSession } from './port-session.ts'
import { type KeptSession, TabHost } from './tab-host.ts'

const identity = { id: 'session', secret: 'secret' }
const turn = () => new Promise<void>((resolve) => setTimeout(resolve))

function setUp({ locks = null }: { locks?: LockManager | null } = {}) {
  const events: string[] = []
  let rings: (() => void)[] = []
  const clock: Clock = {
    now: () => 0,
    after: (_delayMs, callback) => {
      rings.push(callback)
      return () => {
        rings = rings.filter((ring) => ring !== callback)
      }
    },
    random: () => 0,
  }
  const host = new TabHost<KeptSession>({
    clock,
    page: { storage: null, subscribe: () => () => {} },
    locks,
    ended: () => events.push('ended'),
    createSession: () => ({
      identity,
      state: idleState,
      subscribe: () => () => {},
      open: () => ({
        send: (bytes) => events.push(`sent ${new TextDecoder().decode(bytes)}`),
        close: () => events.push('channel closed'),
        bufferedAmount: 0,
        isBehind: false,
      }),
      retryNow: () => {},
      getStats: () => Promise.resolve(noStats),
      close: (how) => events.push(`closed, ended: ${how?.ended}`),
    }),
  })
  const admit = (name: string | null = null) => {
    const line: Line<TabMessage, HostMessage> = { send: () => {}, onmessage: () => {}, close: () => {} }
    const desk: Line<HostMessage, TabMessage> = { send: () => {}, onmessage: () => {}, close: () => {} }
    line.send = (message) => queueMicrotask(() => desk.onmessage(message))
    desk.send = (message) => queueMicrotask(() => line.onmessage(message))
    const tab = new PortSession({ line })
    host.admit(desk, name)
    return tab
  }
  const ring = () => {
    for (const each of rings.splice(0)) each()
  }
  return { admit, events, ring }
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

/** A browser in which every lock is free. */
const freeLocks = {
  request: (_name: string, _options: LockOptions, granted: () => void) => Promise.resolve().then(granted),
} as unknown as LockManager

const handlers = { opened: () => {}, message: () => {}, taken: () => {}, closed: () => {} }

test('[T18] what a tab said last is passed on, though its lock is let go before it comes', async () => {
  const { admit, events, ring } = setUp({ locks: freeLocks })
  const tab = admit('one')
  const channel = tab.open('/document', [], handlers)
  await turn()
  channel.send(new TextEncoder().encode('last words'))
  tab.close()
  await turn()
  expect(events).toEqual(['sent last words', 'channel closed'])
  ring()
  expect(events).toHaveLength(2)
})

test('[T18] a tab that crashed says nothing, and is let go of', async () => {
  const { admit, events, ring } = setUp({ locks: freeLocks })
  admit('one').open('/document', [], handlers)
  await turn()
  expect(events).toEqual([])
  ring()
  expect(events).toEqual(['channel closed'])
})
