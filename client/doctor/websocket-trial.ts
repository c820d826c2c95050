import { ANSWER_MS, type Trial, TrialEnd } from './trial.ts'

/** For how long a socket is watched, and how often something goes both ways meanwhile. */
const WATCH_MS = 5_000
const EVERY_MS = 200
/** As many round trips are measured before it is only watched. */
const ROUND_TRIPS = 10

/**
 * Opens a WebSocket, binds it, and looks whether it carries frames for 5 s. When it does not even begin, asks for its
 * path by a plain request: an answer of Encke's own tells a lost upgrade from a path that leads elsewhere.
 */
export async function tryWebSocket(trial: Trial): Promise<void> {
  // Opened by POST, the session can be ended whatever becomes of the socket. Without POST, BIND opens it.
  await trial.open().catch((error) => {
    if (trial.signal.aborted) throw error
  })
  let socket: WebSocket | null = null
  try {
    socket = new trial.WebSocket(`${trial.baseUrl.replace(/^http/, 'ws')}/session/websocket`, 'encke.1')
    await carry(trial, socket)
  } catch (error) {
    if (trial.signal.aborted) throw error
    // A page policy may forbid the address: that is told as an exception, not as an event.
    const end = error instanceof TrialEnd ? error : new TrialEnd({ kind: 'refused', detail: String(error) })
    if (end.ending.kind !== 'cut') trial.measurement.reached = await isReached(trial)
    throw end
  } finally {
    socket?.close()
  }
}

async function carry(trial: Trial, socket: WebSocket): Promise<void> {
  const { clock, measurement, session } = trial
  const [opened, welcomed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const startedAt = clock.now()
  let provenAt: number | null = null
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => {
    opened.resolve()
    socket.send(session.bind())
  }
  socket.onmessage = ({ data }) => {
    if (!trial.deliver(new Uint8Array(data as ArrayBuffer))) return
    provenAt ??= clock.now()
    welcomed.resolve()
  }
  socket.onclose = ({ code, reason }) => {
    const detail = `closed with ${code} ${reason}`.trimEnd()
    if (provenAt === null) trial.end({ kind: 'refused', detail })
    else trial.end({ kind: 'cut', afterMs: clock.now() - provenAt, detail })
  }
  await trial.within(ANSWER_MS, opened.promise, { kind: 'unanswered', afterMs: ANSWER_MS })
  await trial.within(ANSWER_MS, welcomed.promise, { kind: 'mute', afterMs: ANSWER_MS })
  measurement.firstByteMs = clock.now() - startedAt
  trial.step('measuring')
  const watchedFrom = clock.now()
  while (clock.now() - watchedFrom < WATCH_MS) {
    await trial.roundTrip(() => socket.send(session.unsent()))
    if (measurement.roundTripsMs.length === ROUND_TRIPS) trial.step('watching')
    await trial.pause(EVERY_MS)
  }
  measurement.watchedMs = clock.now() - watchedFrom
}

/** Whether Encke itself answers at the path of the sockets: to a request without an upgrade it says 426. */
async function isReached({ baseUrl, clock, fetch, signal }: Trial): Promise<boolean> {
  const over = new AbortController()
  const stop = clock.after(ANSWER_MS, () => over.abort())
  try {
    const response = await fetch(`${baseUrl}/session/websocket`, {
      signal: AbortSignal.any([signal, over.signal]),
      cache: 'no-store',
    })
    await response.body?.cancel()
    return response.status === 426
  } catch {
    // No answer at all: nor did Encke.
    return false
  } finally {
    stop()
  }
}
