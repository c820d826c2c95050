import { describe, expect, test } from 'vitest'
import { CloseCode } from '../../../protocol/close-code.ts'
import { FakeBrowser, type FakeTab } from './fake-browser.ts'
import { GatedLine, type Line } from './line.ts'

/** As many tabs as wanted; the first one leads. */
async function setUp<Count extends number>(count: Count): Promise<{ browser: FakeBrowser; tabs: FakeTab[] }> {
  const browser = new FakeBrowser()
  const tabs: FakeTab[] = []
  for (let tab = 0; tab < count; tab++) tabs.push(await browser.open())
  return { browser, tabs }
}

const leading = (tabs: FakeTab[]) => tabs.map(({ leads }) => leads)

describe('[P20] tabs without a worker', () => {
  test('share one session, which the first of them keeps', async () => {
    const { browser, tabs } = await setUp(3)
    for (const [index, tab] of tabs.entries()) await tab.writes(`tab ${index}`)
    expect([...browser.lines]).toEqual(['tab 0', 'tab 1', 'tab 2'])
    expect(leading(tabs)).toEqual([true, false, false])
    expect(browser.sessions.map(({ channels }) => channels)).toEqual([3])
    expect(tabs.flatMap(({ closed }) => closed)).toEqual([])
  })

  test('that open at the same time share one as well', async () => {
    const browser = new FakeBrowser()
    const tabs = await Promise.all([browser.open(), browser.open(), browser.open()])
    expect(browser.sessions.map(({ channels }) => channels)).toEqual([3])
    expect(tabs.flatMap(({ closed }) => closed)).toEqual([])
  })

  test('cost nothing when there is one', async () => {
    const { browser, tabs } = await setUp(1)
    expect(browser.timers).toBe(0)
    await tabs[0]?.writes('alone')
    expect(browser.timers).toBe(0)
    expect([...browser.lines]).toEqual(['alone'])
  })

  test('are hidden when all of them are', async () => {
    const { browser, tabs } = await setUp(2)
    const [session] = browser.sessions
    let back = 0
    session?.page.subscribe({ gone: () => {}, kept: () => {}, lost: () => {}, back: () => back++ })
    await tabs[0]?.isHidden(true)
    expect(session?.page.hidden).toBe(false)
    await tabs[1]?.isHidden(true)
    expect(session?.page.hidden).toBe(true)
    expect(back).toBe(0)
    await tabs[1]?.isHidden(false)
    expect(session?.page.hidden).toBe(false)
    expect(back).toBe(1)
  })

  test('drive the timers of a leader whose timers the browser holds back', async () => {
    const { browser, tabs } = await setUp(2)
    let ran = 0
    browser.sessions[0]?.clock.after(5_000, () => ran++)
    // The browser's own timer for it does not come.
    browser.dropTimersOf(tabs[0]!)
    await browser.pass(4_900)
    expect(ran).toBe(0)
    await browser.pass(1_300)
    expect(ran).toBe(1)
  })

  test('are let go of when they crash, and say goodbye when they are closed', async () => {
    const { browser, tabs } = await setUp(3)
    await tabs[1]?.crashes()
    // What it said last may be on its way still.
    await browser.pass(1_000)
    expect(browser.sessions[0]?.channels).toBe(2)
    await tabs[2]?.hears('gone')
    expect(browser.sessions[0]?.channels).toBe(1)
    expect(browser.held.size).toBe(1)
    await tabs[0]?.writes('on')
    expect([...browser.lines]).toEqual(['on'])
  })

  test('leave no lock and no channel behind', async () => {
    const { browser, tabs } = await setUp(3)
    for (const { session } of tabs) {
      session.close()
      session.close()
    }
    await browser.settle()
    await browser.pass(10_000)
    expect([browser.held.size, browser.ports.size, browser.timers]).toEqual([0, 0, 0])
    expect([...browser.queues.values()].flat()).toEqual([])
    expect(browser.sessions).toEqual([])
  })
})

describe('[P21] when the leader', () => {
  test('is closed, the next one leads at once, and nothing is lost', async () => {
    const { browser, tabs } = await setUp(3)
    await tabs[1]?.writes('before')
    await tabs[0]?.hears('gone')
    await tabs[2]?.writes('after')
    expect(leading(tabs)).toEqual([false, true, false])
    expect([...browser.lines]).toEqual(['before', 'after'])
    expect(browser.sessions.map(({ channels }) => channels)).toEqual([2])
    expect(tabs.map(({ closed }) => closed).slice(1)).toEqual([[CloseCode.SessionLost], [CloseCode.SessionLost]])
    // Its own last words are under way: nobody may end its session before.
    expect(browser.ended).toEqual([])
  })

  test('crashes, the next one leads at once', async () => {
    const { browser, tabs } = await setUp(2)
    await tabs[0]?.crashes()
    await tabs[1]?.writes('after')
    expect(leading(tabs)).toEqual([false, true])
    expect([...browser.lines]).toEqual(['after'])
  })

  test('does not answer, another one leads within 3 s; when it wakes, it follows', async () => {
    const { browser, tabs } = await setUp(2)
    const [first, second] = tabs as [FakeTab, FakeTab]
    // It was used just now.
    await browser.pass(1_150)
    const former = first.sessions[0]
    first.freezes()
    await second.writes('meanwhile')
    await first.writes('not yet')
    expect([...browser.lines]).toEqual([])
    await browser.pass(3_000)
    expect(leading(tabs)).toEqual([true, true])
    expect([...browser.lines]).toEqual(['meanwhile'])
    // What speaks for the tabs at the server is the new session.
    expect(browser.ended).toEqual([former?.identity.id])

    await first.thaws()
    expect(former?.closed).toBe(true)
    expect(leading(tabs)).toEqual([false, true])
    expect(browser.sessions.map(({ channels }) => channels)).toEqual([2])
    await first.writes('back')
    expect([...browser.lines].sort()).toEqual(['back', 'meanwhile', 'not yet'])
    expect([first.closed, second.closed]).toEqual([[CloseCode.SessionLost], [CloseCode.SessionLost]])
  })

  test('does not answer a tab that is just opened, it leads within 3 s', async () => {
    const { browser, tabs } = await setUp(1)
    tabs[0]?.freezes()
    const second = await browser.open()
    await second.writes('early')
    await browser.pass(3_000)
    expect([...browser.lines]).toEqual(['early'])
    await tabs[0]?.thaws()
    expect(leading([...tabs, second])).toEqual([false, true])
    expect(browser.sessions.map(({ channels }) => channels)).toEqual([2])
  })

  test('is only busy, it goes on leading', async () => {
    const { browser, tabs } = await setUp(2)
    for (let time = 0; time < 10; time++) {
      tabs[0]?.freezes()
      await browser.pass(1_300)
      await tabs[0]?.thaws()
    }
    expect(leading(tabs)).toEqual([true, false])
    expect(tabs.flatMap(({ closed }) => closed)).toEqual([])
  })

  test('does not answer two that take over at the same moment, one of them leads', async () => {
    const { browser, tabs } = await setUp(3)
    await browser.pass(100)
    tabs[0]?.freezes()
    await browser.pass(3_000)
    await browser.pass(3_000)
    // Both did.
    expect(browser.ended).toHaveLength(2)
    expect(leading(tabs.slice(1)).filter((leads) => leads)).toHaveLength(1)
    for (const [index, tab] of tabs.entries()) await tab.writes(`tab ${index}`)
    expect([...browser.lines]).toEqual(['tab 1', 'tab 2'])
    await tabs[0]?.thaws()
    expect(leading(tabs).filter((leads) => leads)).toHaveLength(1)
    expect(browser.sessions.map(({ channels }) => channels)).toEqual([3])
    expect(browser.lines.size).toBe(3)
  })

  test('hears of a newer one before it hears of the lock, it stops all the same', async () => {
    const { browser, tabs } = await setUp(2)
    browser.tellsOfLocks = false
    tabs[0]?.freezes()
    await browser.pass(3_000)
    await tabs[0]?.thaws()
    expect(leading(tabs)).toEqual([false, true])
    expect(browser.sessions.map(({ channels }) => channels)).toEqual([2])
  })

  test.each(['kept', 'frozen'] as const)(
    'is %s by the browser, another one leads at once; it comes back',
    async (how) => {
      const { browser, tabs } = await setUp(2)
      const [first, second] = tabs as [FakeTab, FakeTab]
      await first.hears(how)
      expect(leading(tabs)).toEqual([false, true])
      expect(browser.sessions.map(({ channels }) => channels)).toEqual([1])
      // A page with a lock or a channel would not be kept for "back".
      expect([...browser.held.values()].map(({ tab }) => tab)).toEqual([second])
      first.freezes()
      await second.writes('meanwhile')
      await first.thaws()
      await first.hears('back')
      await first.writes('again')
      expect(leading(tabs)).toEqual([false, true])
      expect([...browser.lines]).toEqual(['meanwhile', 'again'])
    },
  )

  test('is kept and nobody else is there, it leads again when it is back', async () => {
    const { browser, tabs } = await setUp(1)
    const [first] = tabs as [FakeTab]
    await first.hears('kept')
    await first.hears('frozen')
    expect([browser.sessions.length, browser.held.size, browser.ports.size, browser.timers]).toEqual([0, 0, 0, 0])
    await first.hears('back')
    await first.writes('again')
    expect(leading(tabs)).toEqual([true])
    expect([...browser.lines]).toEqual(['again'])
  })
})

describe('where the browser gives no', () => {
  test.each([
    ['lock', { lockFault: new DOMException('no', 'SecurityError') }],
    ['answer about a lock', { lockFault: null }],
    ['channel', { givesChannels: false }],
  ])('%s, each tab keeps a session of its own', async (_what, fault) => {
    const browser = Object.assign(new FakeBrowser(), fault)
    const tabs = [await browser.open(), await browser.open()]
    await browser.pass(3_100)
    for (const [index, tab] of tabs.entries()) await tab.writes(`tab ${index}`)
    expect([...browser.lines]).toEqual(['tab 0', 'tab 1'])
    expect(browser.sessions.map(({ channels }) => channels)).toEqual([1, 1])
    expect(tabs.flatMap(({ closed }) => closed)).toEqual([])
    // It pauses by itself.
    let kept = 0
    browser.sessions[0]?.page.subscribe({ gone: () => {}, kept: () => kept++, lost: () => {}, back: () => {} })
    await tabs[0]?.hears('kept')
    expect([kept, tabs[0]?.leads]).toEqual([1, true])
  })
})

test('what is said to nobody is not heard: an unknown tab, an old leader, a line that is over', async () => {
  const { browser, tabs } = await setUp(2)
  const stranger = browser.listen(tabs[0]!)
  stranger.postMessage({ type: 'lead', leader: 'an old one', term: 1, session: null }, [])
  stranger.postMessage({ type: 'join', tab: 'one without a lock' }, [])
  await browser.settle()
  expect(leading(tabs)).toEqual([true, false])
  expect(browser.sessions[0]?.channels).toBe(2)
  const line = new GatedLine<string, string>()
  line.close()
  line.send('lost')
  const events: string[] = []
  const late: Line<string, string> = {
    send: (message) => events.push(message),
    onmessage: () => {},
    close: () => events.push('closed'),
  }
  line.open(late, 'first')
  expect([line.isOpen, ...events]).toEqual([false, 'closed'])
})
