import { parentPort } from 'node:worker_threads'
import { type Failure, type Outcome, toFailure } from './sqlite-message.ts'

/** From the main thread: a call to answer, or the end. */
export type ToThread<Request> = { call: number; request: Request } | { close: true }

/** From the thread: an answer, or why it could not even begin (it stops then). */
export type FromThread<Result> = { call: number; outcome: Outcome<Result> } | { failure: Failure }

/** What a thread does, once it has begun. */
export interface Service<Request, Result> {
  /** Answers one call; what it throws becomes a failure. `transfer` names buffers to move instead of copy. */
  answer(request: Request): { result: Result; transfer?: ArrayBuffer[] }
  close(): void
}

/**
 * The thread's side of SqliteThread: begins the service and answers calls one after the other.
 * A service that throws out of `close()`, and anything else not caught, ends the thread; the main side notices.
 */
export function serve<Request, Result>(begin: () => Service<Request, Result>): void {
  const port = parentPort
  if (!port) throw new Error('this file is the body of a worker thread')
  const post = (message: FromThread<Result>, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)

  let service: Service<Request, Result>
  try {
    service = begin()
  } catch (error) {
    post({ failure: toFailure(error) })
    port.close()
    return
  }
  port.on('message', (message: ToThread<Request>) => {
    if ('close' in message) {
      service.close()
      port.close()
      return
    }
    const { call, request } = message
    try {
      const { result, transfer } = service.answer(request)
      post({ call, outcome: { value: result } }, transfer)
    } catch (error) {
      post({ call, outcome: { failure: toFailure(error) } })
    }
  })
}
