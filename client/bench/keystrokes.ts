import type { Page } from 'playwright-core'
import { median, percentile } from '../../server/bench/statistics.ts'

/** Where in the text somebody types. */
export const places = ['top', 'middle', 'end', 'jump'] as const
export type Place = (typeof places)[number]

/** Milliseconds; each is the median of the repeats. */
export interface Keystrokes {
  /** From the key's first event until the editor has taken its letter, with all that listens to that. */
  p50: number
  p95: number
  /** From the key until its frame is drawn. */
  paintP95: number
}

const REPEATS = 3
const KEYS = 25
/** After a jump the first keys are what counts. */
const JUMP_REPEATS = 5
const JUMP_KEYS = 12
const WARM_UP_KEYS = 30
const PACE_MS = 40
/** So long the parser, which works while nothing is done, is given before anything is measured. */
const SETTLE_MS = 3_000

/** Warms up: the compiler, and what is laid out for the first time. */
export async function warmUp(page: Page): Promise<void> {
  await page.evaluate(goTo, { share: 0 })
  await page.evaluate(type, { count: WARM_UP_KEYS, paceMs: PACE_MS })
}

/** What a key costs in one place. */
export async function measureKeystrokes(page: Page, place: Place): Promise<Keystrokes> {
  const repeats: { took: number[]; painted: number[] }[] = []
  if (place === 'jump') {
    for (let repeat = 0; repeat < JUMP_REPEATS; repeat++) {
      await page.evaluate(goTo, { share: 0 })
      await page.evaluate(() => window.bench.forgetParse())
      await page.evaluate(goTo, { share: 0.5 })
      repeats.push(await page.evaluate(type, { count: JUMP_KEYS, paceMs: PACE_MS }))
    }
  } else {
    await page.evaluate(goTo, { share: { top: 0, middle: 0.5, end: 1 }[place] })
    await page.waitForTimeout(SETTLE_MS)
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      repeats.push(await page.evaluate(type, { count: KEYS, paceMs: PACE_MS }))
    }
  }
  const middle = (share: number, of: 'took' | 'painted') => median(repeats.map((each) => percentile(each[of], share)))
  return { p50: middle(0.5, 'took'), p95: middle(0.95, 'took'), paintP95: middle(0.95, 'painted') }
}

/** Runs in the page: puts the caret so far into the text, at the end of a line, and scrolls there. */
async function goTo({ share }: { share: number }): Promise<void> {
  const { view } = window.bench
  const { doc } = view.state
  view.focus()
  const anchor = doc.lineAt(Math.floor(doc.length * share)).to
  view.dispatch({ selection: { anchor }, scrollIntoView: true })
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
}

/** Runs in the page: presses keys, one after the other, through the same events as a keyboard. */
async function type({ count, paceMs }: { count: number; paceMs: number }) {
  const { view } = window.bench
  const took: number[] = []
  const painted: number[] = []
  const { length } = view.state.doc
  const drawn = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = resolve
        port2.postMessage(null)
      })
    })
  for (let key = 0; key < count; key++) {
    await new Promise((resolve) => setTimeout(resolve, paceMs))
    const from = performance.now()
    const options = { key: 'x', code: 'KeyX', keyCode: 88, bubbles: true, composed: true, cancelable: true }
    view.contentDOM.dispatchEvent(new KeyboardEvent('keydown', options))
    document.execCommand('insertText', false, 'x')
    // The editor reads the letter from the page in a microtask, and what listens to it may queue others.
    for (let turn = 0; turn < 4; turn++) await null
    took.push(performance.now() - from)
    await drawn()
    painted.push(performance.now() - from)
  }
  if (view.state.doc.length < length + count) throw new Error('the keys have not become letters')
  return { took, painted }
}
