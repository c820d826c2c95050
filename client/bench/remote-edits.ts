import type { Page } from 'playwright-core'
import { percentile } from '../../server/bench/statistics.ts'
import type { Crowd } from './crowd.ts'

const EDITS = 60
const PACE_MS = 90

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
    crowd.writes(start, 'w ')
    // Not in step with the frames.
    await page.waitForTimeout(PACE_MS + (edit % 7) * 5)
  }
  await page.waitForFunction((count) => window.drawnEdits.length >= count / 2, EDITS)
  const times = await page.evaluate(() => window.drawnEdits)
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) }
}

/** Runs in the page. */
function watch(): void {
  window.drawnEdits = []
  let isDue = false
  window.bench.view.dispatch({ selection: { anchor: 0 }, scrollIntoView: true })
  window.bench.ydoc.on('beforeTransaction', ({ local }) => {
    if (local || isDue) return
    isDue = true
    const from = performance.now()
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        isDue = false
        window.drawnEdits.push(performance.now() - from)
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
