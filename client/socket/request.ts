import { joined } from '../../protocol/batch.ts'
import type { Clock } from '../../protocol/clock.ts'
import { afterPatiently } from './patient-timer.ts'

export interface RequestOptions {
  clock: Clock
  fetch: typeof fetch
  url: string
  init: RequestInit
  /** It is given up when nothing comes for so long; each piece of the answer counts, so that a slow line is no dead one. */
  silenceMs: number
  /** Ends it. */
  signal: AbortSignal
}

/** What came back, or why nothing did. `silent`: nothing came in time, and nobody said that it would not. */
export type Answer = { response: Response; body: Uint8Array } | { response: null; silent: boolean; detail: string }

/** One request and the whole of its answer. Never rejects. */
export async function request({ clock, fetch, url, init, silenceMs, signal }: RequestOptions): Promise<Answer> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let silent = false
  let stopTimer = () => {}
  const hear = () => {
    stopTimer()
    stopTimer = afterPatiently(clock, silenceMs, () => {
      silent = true
      abort()
    })
  }
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort)
  hear()
  try {
    const response = await fetch(url, { ...init, signal: controller.signal, cache: 'no-store' })
    const pieces: Uint8Array[] = []
    const reader = response.body?.getReader()
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      hear()
      pieces.push(piece.value)
    }
    return { response, body: pieces.length === 1 && pieces[0] ? pieces[0] : joined(pieces) }
  } catch (error) {
    return { response: null, silent, detail: silent ? `no answer within ${silenceMs} ms` : String(error) }
  } finally {
    stopTimer()
    signal.removeEventListener('abort', abort)
  }
}
