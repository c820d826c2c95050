import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ManualClock } from '../test/manual-clock.ts'
import { CrdtWorker, type CrdtWorkerOptions } from './crdt-worker.ts'
import { Knowledge } from './knowledge.ts'
import { until } from './test-member.ts'
import { TestLog } from './test-world.ts'

const open: CrdtWorker[] = []
afterEach(async () => {
  for (const worker of open.splice(0)) await worker.close()
})

function start(options: Partial<CrdtWorkerOptions> = {}) {
  const clock = new ManualClock()
  const log = new TestLog()
  const worker = new CrdtWorker({ clock, log, ...options })
  open.push(worker)
  return { clock, log, worker }
}

/** A thread that answers every task with its name, but dies of `text`, leaves at `know` and hangs at `edit`. */
const frail = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ id, name }) => {
      if (name === 'read') throw new Error('poison')
      if (name === 'know') process.exit(3)
      if (name !== 'edit') parentPort.postMessage({ id, ok: true, result: name })
    })`)}`,
)

function letters(text: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

describe('the worker', () => {
  test('runs every task in its thread', async () => {
    const { worker } = start()
    const update = letters('Hello')
    expect((await worker.read([update])).text).toBe('Hello')
    const edit = await worker.edit([update], 'Hello world')
    expect((await worker.read([update, edit!])).text).toBe('Hello world')
    expect(await worker.edit([update], 'Hello')).toBeNull()
    const { base, knowledge } = await worker.compact([update, edit!])
    expect((await worker.read([base])).text).toBe('Hello world')
    expect(new Knowledge(knowledge).covers(Knowledge.of([update, edit!]))).toBe(true)
    const diff = await worker.diff([update, edit!], Knowledge.of([update]).stateVector())
    expect((await worker.read([update, diff])).text).toBe('Hello world')
    expect(new Knowledge(await worker.know([update])).covers(Knowledge.of([update]))).toBe(true)
    expect(await worker.parts(update, 1024)).toEqual([update])
  })

  test('rejects a task that fails, and goes on', async () => {
    const { worker } = start()
    await expect(worker.read([Uint8Array.of(9, 9, 9)])).rejects.toThrow('could not read')
    expect((await worker.read([letters('on')])).text).toBe('on')
  })

  test('that dies takes one task with it, and no other', async () => {
    const { worker, log } = start({ script: frail })
    const outcomes = await Promise.allSettled([worker.diff([], new Uint8Array()), worker.read([]), worker.compact([])])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { message: 'the CRDT worker died', cause: { message: 'poison' } } })
    await expect(worker.know([])).rejects.toThrow('left with code 3')
    expect(await worker.diff([], new Uint8Array())).toBe('diff')
    expect(log.of('error')).toHaveLength(2)
  })

  test('that hangs is stopped, and started anew', async () => {
    const { worker, clock } = start({ script: frail, taskTimeoutMs: 1_000 })
    const hanging = worker.edit([], '')
    const next = worker.diff([], new Uint8Array())
    clock.advance(1_000)
    await expect(hanging).rejects.toThrow('took more than 1000 ms to edit')
    expect(await next).toBe('diff')
    expect(clock.pending).toBe(0)
  })

  test('lets a limited number of tasks wait', async () => {
    const { worker } = start({ script: frail, maxTasks: 2 })
    const tasks = [1, 2, 3].map(() => worker.diff([], new Uint8Array()))
    await expect(worker.diff([], new Uint8Array())).rejects.toThrow('2 tasks are waiting')
    expect(await Promise.all(tasks)).toHaveLength(3)
  })

  test('rejects whatever is under way when it is closed, and everything after', async () => {
    const { worker } = start({ script: frail })
    const tasks = [worker.edit([], ''), worker.diff([], new Uint8Array())]
    const outcomes = Promise.allSettled(tasks)
    await worker.close()
    await worker.close()
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(worker.read([])).rejects.toThrow('closed')
  })

  test('does not hold up its process while it rests', async () => {
    const { worker } = start()
    const resources = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Worker' || name === 'MessagePort')
    const before = resources().length
    await worker.read([letters('a')])
    await until(() => resources().length <= before)
  })
})
