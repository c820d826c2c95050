/** How long work in an idle moment may take before it makes room for others, in milliseconds. */
const SLICE_MS = 6

/**
 * Does work of unknown length in the moments in which the browser has nothing else to do: `step` is called until it
 * says that it is done; it is told for how long it may go on. Returns what ends it.
 */
export function whenIdle(step: (mayGoOn: () => boolean) => 'done' | 'more'): () => void {
  let stopped = false
  const run = () => {
    if (stopped) return
    const start = performance.now()
    if (step(() => performance.now() - start < SLICE_MS) === 'more') wait()
  }
  const wait = () => {
    // Safari has no such callback.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 500 })
    else setTimeout(run, 30)
  }
  wait()
  return () => {
    stopped = true
  }
}
