import type { Page } from 'playwright-core'
import { percentile } from '../../server/bench/statistics.ts'
import type { Crowd } from './crowd.ts'

const EDITS = 60
const PACE_MS = 90
const LAST = 'last-of-all'
const PATIENCE_MS = 120_000

/** Milliseconds from the arrival of somebody else's edit in the page's document until its frame is drawn. */
export interface RemoteEdits {
  p50: number
  p95: number
}

/** Somebody else writes into a line that is on the screen, at the top. */
export async function measureRemoteEdits(page: Page, crowd: Crowd): Promise<RemoteEdits> {
  await page.evaluate(watch)
  const start = crowd.lineStart(3)
  for (let edit = 0; edit < EDITS; edit++) {
    crowd.writes(start, edit === EDITS - 1 ? `${LAST} ` : 'w ')
    // Not in step with the frames.
    await page.waitForTimeout(PACE_MS + (edit % 7) * 5)
  }
  const hasLast = (last: string) => window.bench.view.contentDOM.textContent?.includes(last)
  await page.waitForFunction(hasLast, LAST, { timeout: PATIENCE_MS })
  const times = await page.evaluate(() => window.drawnEdits)
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) }
}

/** Runs in the page. Edits that come before the frame of another are drawn with it. */
function watch(): void {
  window.drawnEdits = []
  let arrivals: number[] = []
  window.bench.view.dispatch({ selection: { anchor: 0 }, scrollIntoView: true })
  window.bench.ydoc.on('beforeTransaction', ({ local }) => {
    if (local) return
    arrivals.push(performance.now())
    if (arrivals.length > 1) return
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      const drawn = arrivals
      arrivals = []
      port1.onmessage = () => {
        const now = performance.now()
        window.drawnEdits.push(...drawn.map((at) => now - at))
      }
      port2.postMessage(null)
    })
  })
}

declare global {
  interface Window {
    drawnEdits: number[]
  }
}
