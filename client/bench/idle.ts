import type { Stand } from './stand.ts'

const WATCH_MS = 10_000
const SETTLE_MS = 3_000

/** What a page costs in 10 s in which nobody does anything. */
export interface Idle {
  /** Milliseconds in which its main thread had something to do. */
  mainThreadMs: number
  /** Milliseconds of a core, of all processes of its browser together. */
  cpuMs: number
  /** Of scripts, once what is not needed is let go, bytes. */
  heapBytes: number
}

/** The caret stays in the text, as with somebody who thinks. */
export async function measureIdle({ page, browser }: Stand): Promise<Idle> {
  const session = await page.context().newCDPSession(page)
  const whole = await browser.newBrowserCDPSession()
  await session.send('Performance.enable')
  await page.waitForTimeout(SETTLE_MS)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const look = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
    return {
      taskS: metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN,
      cpuS: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    }
  }
  const before = await look()
  await page.waitForTimeout(WATCH_MS)
  const after = await look()
  return {
    mainThreadMs: (after.taskS - before.taskS) * 1_000,
    cpuMs: (after.cpuS - before.cpuS) * 1_000,
    heapBytes: usedSize,
  }
}
