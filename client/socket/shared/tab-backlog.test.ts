import { describe, expect, test } from 'vitest'
import { HIGH_WATER_BYTES } from '../../../protocol/gauge.ts'
import { Lane } from '../../../protocol/lane.ts'
import type { ChannelHandlers } from '../channel-table.ts'
import type { SessionHandle } from '../session-handle.ts'
import { idleState } from '../session-state.ts'
import { noStats } from '../session-stats.ts'
import type { Line } from './line.ts'
import type { HostMessage, TabMessage } from './port-message.ts'
import { PortSession } from './port-session.ts'
import { TabDesk } from './tab-desk.ts'

const MEBIBYTE = 1024 * 1024
const turn = () => new Promise<void>((resolve) => setTimeout(resolve))

/** A tab, and the worker that keeps its session, whose lanes nobody empties but the test. */
function setUp() {
  const crossed: string[] = []
  let frozen: (() => void)[] | null = null
  const tab: Line<TabMessage, HostMessage> = { send: () => {}, onmessage: () => {}, close: () => {} }
  const desk: Line<HostMessage, TabMessage> = { send: () => {}, onmessage: () => {}, close: () => {} }
  tab.send = (message) => queueMicrotask(() => desk.onmessage(structuredClone(message)))
  desk.send = (message) => {
    crossed.push(message.type)
    const arrive = () => tab.onmessage(structuredClone(message))
    if (frozen) frozen.push(arrive)
    else queueMicrotask(arrive)
  }
  const lanes: Lane[] = []
  const handlers: ChannelHandlers[] = []
  const closed: string[] = []
  const kept: SessionHandle = {
    state: idleState,
    subscribe: () => () => {},
    open: (_path, _protocols, channelHandlers) => {
      const lane = new Lane({ wake: () => {}, ...channelHandlers })
      lanes.push(lane)
      handlers.push(channelHandlers)
      return {
        send: (bytes) => lane.push(bytes),
        close: (_code, reason) => void closed.push(reason),
        get bufferedAmount() {
          return lane.bytes
        },
        get isBehind() {
          return lane.isBehind
        },
      }
    },
    retryNow: () => {},
    close: () => {},
    getStats: () => Promise.resolve(noStats),
  }
  new TabDesk({ line: desk, session: kept, left: () => {} })
  const session = new PortSession({ line: tab })
  const open = () => {
    const events: string[] = []
    const channel = session.open('/sync/a', [], {
      opened: () => {},
      message: () => events.push('message'),
      closed: (code, reason) => events.push(`closed ${code} ${reason}`),
      drained: () => events.push('drained'),
    })
    return { channel, events }
  }
  return {
    open,
    lanes,
    handlers,
    crossed,
    closed,
    freezes: () => {
      frozen = []
    },
    thaws: () => {
      const arrivals = frozen ?? []
      frozen = null
      for (const arrive of arrivals) arrive()
    },
  }
}

describe('[S13] a tab whose session is kept by a worker', () => {
  test('knows what waits on each of its channels', async () => {
    const { open, lanes } = setUp()
    const [one, two] = [open(), open()]
    one.channel.send(new Uint8Array(100))
    one.channel.send(new Uint8Array(20))
    two.channel.send(new Uint8Array(3))
    await turn()
    expect([one.channel.bufferedAmount, two.channel.bufferedAmount]).toEqual([120, 3])
    lanes[0]?.take(1_000)
    await turn()
    expect([one.channel.bufferedAmount, two.channel.bufferedAmount]).toEqual([20, 3])
    lanes[0]?.take(1_000)
    lanes[1]?.take(1_000)
    await turn()
    expect([one.channel.bufferedAmount, two.channel.bufferedAmount]).toEqual([0, 0])
  })

  test('is behind and hears when it has drained, as if it kept the session itself', async () => {
    const { open, lanes, crossed } = setUp()
    const { channel, events } = open()
    while (!channel.isBehind) channel.send(new Uint8Array(1_000))
    expect(channel.bufferedAmount).toBeGreaterThan(HIGH_WATER_BYTES / 2)
    await turn()
    expect(events).toEqual([])
    crossed.length = 0
    while (lanes[0]?.take(1_000)) {}
    await turn()
    expect(channel).toMatchObject({ bufferedAmount: 0, isBehind: false })
    expect(events).toEqual(['drained'])
    // Said once for all that were taken in one turn.
    expect(crossed).toEqual(['taken'])
  })

  test('that is frozen is not kept for without limit', async () => {
    const { open, handlers, closed, freezes, thaws } = setUp()
    const { events } = open()
    await turn()
    // Whoever reads gets as much as there is.
    for (let count = 0; count < 100; count++) {
      handlers[0]?.message(new Uint8Array(MEBIBYTE))
      await turn()
    }
    expect(events.filter((event) => event === 'message')).toHaveLength(100)
    expect(closed).toEqual([])
    freezes()
    for (let count = 0; count < 40 && closed.length === 0; count++) handlers[0]?.message(new Uint8Array(MEBIBYTE))
    expect(closed).toEqual(['the tab takes nothing'])
    thaws()
    expect(events.at(-1)).toBe('closed 4510 SESSION_OVERFLOW')
    expect(events.length).toBeLessThan(140)
  })
})
