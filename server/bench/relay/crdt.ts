import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs'
import { encodeSyncStep2 } from '../../../protocol/message.ts'
import { type CrdtTasks, crdtTasks } from '../../documents/crdt-task.ts'
import { Document } from '../../documents/document.ts'
import { Knowledge } from '../../documents/knowledge.ts'
import { SyncAnswers } from '../../documents/sync-answers.ts'
import { createLog } from '../../telemetry/log.ts'
import { median } from '../statistics.ts'

const RUNS = 5

/** One thing that a server does with a document, without a network and without a store. */
export interface CrdtRow {
  what: string
  /** Milliseconds, the middle one of five. */
  yDocMs: number
  enckeMs: number
  /** What goes in, or comes out. */
  remark: string
}

/** Y.Doc, which the peers are made of, beside what Encke does in its place. `log` is what was sent, in order. */
export async function measureCrdt(log: readonly Uint8Array[]): Promise<CrdtRow[]> {
  const base = encodeStateAsUpdate(docOf(log))
  const loaded = docOf([base])
  const answer = encodeStateAsUpdate(loaded)
  const answers = answersOf(base)
  const messages = await answers.to(Uint8Array.of(0))
  const compacted = crdtTasks.compact(log).base
  return [
    {
      what: 'load the document',
      yDocMs: await time(() => docOf([base])),
      enckeMs: await time(() => documentOf(base)),
      remark: `${kB(base)}; Encke above 256 kB in a worker`,
    },
    {
      what: 'load its log',
      yDocMs: await time(() => docOf(log)),
      enckeMs: await time(() => Knowledge.of(log)),
      remark: `${log.length} updates, ${kB(...log)}`,
    },
    {
      what: 'answer the first join',
      yDocMs: await time(() => encodeSyncStep2(encodeStateAsUpdate(loaded))),
      enckeMs: await time(() => answersOf(base).to(Uint8Array.of(0))),
      remark: `${kB(answer)}; ${kB(...messages)} in ${messages.length} messages, cut in a worker, loading included`,
    },
    {
      what: 'answer the next join',
      yDocMs: await time(() => encodeSyncStep2(encodeStateAsUpdate(loaded))),
      enckeMs: await time(() => answers.to(Uint8Array.of(0))),
      remark: 'the same bytes for everybody',
    },
    {
      what: 'compact the log',
      yDocMs: await time(() => encodeStateAsUpdate(docOf(log))),
      enckeMs: await time(() => crdtTasks.compact(log)),
      remark: `${kB(...log)} to ${kB(compacted)}; Encke in a worker, and verified`,
    },
  ]
}

function docOf(updates: readonly Uint8Array[]): Doc {
  const doc = new Doc()
  doc.transact(() => {
    for (const update of updates) applyUpdate(doc, update)
  })
  return doc
}

/** As it comes out of the store. */
function documentOf(base: Uint8Array): Document {
  const names = {
    id: 'bench',
    epoch: 'bench',
    title: '',
    heading: '',
    mode: '',
    trashedAt: null,
    createdAt: 0,
    updatedAt: 0,
  }
  const stored = { ...names, base, baseSeq: 1, updates: [] }
  return new Document({ id: 'bench', epoch: 'bench', knowledge: Knowledge.of([base]), stored })
}

function answersOf(base: Uint8Array): SyncAnswers {
  const worker = Object.fromEntries(
    Object.entries(crdtTasks).map(([name, task]) => [
      name,
      async (...parameters: never[]) => (task as (...parameters: never[]) => unknown)(...parameters),
    ]),
  ) as unknown as CrdtTasks
  return new SyncAnswers({ document: documentOf(base), worker, log: createLog({ level: 'silent' }) })
}

/** The first run warms up. */
async function time(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let run = 0; run <= RUNS; run++) {
    const from = performance.now()
    await work()
    if (run > 0) times.push(performance.now() - from)
  }
  return median(times)
}

function kB(...parts: Uint8Array[]): string {
  return `${(parts.reduce((sum, { byteLength }) => sum + byteLength, 0) / 1000).toFixed(0)} kB`
}
