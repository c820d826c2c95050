import { parentPort } from 'node:worker_threads'
import { crdtTasks } from './crdt-task.ts'
import type { CrdtRequest, CrdtResponse } from './crdt-worker.ts'

// The entry of the thread behind CrdtWorker: answers one request after another.
parentPort?.on('message', ({ id, name, parameters }: CrdtRequest) => {
  let response: CrdtResponse
  try {
    // The main side checks names and arguments by type: see CrdtWorker.
    const task = crdtTasks[name] as (...parameters: unknown[]) => unknown
    response = { id, ok: true, result: task(...parameters) }
  } catch (error) {
    response = { id, ok: false, error: error instanceof Error ? error.message : String(error) }
  }
  parentPort?.postMessage(response)
})
