import * as Y from 'yjs'
import { isMarkdownMode, MODE, PROPERTIES, parseDocumentMode } from '../../protocol/document-mode.ts'
import { headingOf } from '../../protocol/heading.ts'
import { causalParts } from './causal-parts.ts'
import { Knowledge, type KnowledgeRecord } from './knowledge.ts'
import { mergeUpdates } from './merge-updates.ts'
import { diffText } from './text-diff.ts'

/** The Y.Text that the editor edits. */
export const CONTENT = 'content'

/** The outcome of a compaction: a base, and what it holds. */
export interface Compaction {
  base: Uint8Array
  knowledge: KnowledgeRecord
}

/** A text, and what it is. */
export interface Reading {
  text: string
  /** As `parseDocumentMode` has it. */
  mode: string
}

/** What a list and a search need to know of a document; of its text the first million characters. */
export interface Digest extends Reading {
  /** The first heading, as `headingOf` has it; of Markdown alone. */
  heading: string
}

const maxDigested = 1_000_000

/** What takes a Y.Doc, or too long for the main thread. Updates are whole logs: base first, then the tail in order. */
export interface CrdtTasks {
  /**
   * Makes a base of a log: deleted content is gone, everything else is there.
   * Rejects when the base does not hold what the log held, or does not load.
   */
  compact(updates: readonly Uint8Array[]): Promise<Compaction>
  /** What somebody with this state vector lacks, and all deletions. */
  diff(updates: readonly Uint8Array[], stateVector: Uint8Array): Promise<Uint8Array>
  /** The text of Y.Text `content`, and the document's mode. */
  read(updates: readonly Uint8Array[]): Promise<Reading>
  digest(updates: readonly Uint8Array[]): Promise<Digest>
  /** The smallest update that makes Y.Text `content` read `text`; null when it does. Line ends become LF. */
  edit(updates: readonly Uint8Array[], text: string): Promise<Uint8Array | null>
  /** The update that gives the document this mode; null when it has it. */
  setMode(updates: readonly Uint8Array[], mode: string): Promise<Uint8Array | null>
  /** What a log holds. */
  know(updates: readonly Uint8Array[]): Promise<KnowledgeRecord>
  /** One update in parts of about `partBytes`, each of which needs only those before it. */
  parts(update: Uint8Array, partBytes: number): Promise<Uint8Array[]>
}

/** The tasks as plain functions. What they throw, the promises of CrdtTasks reject with. */
export const crdtTasks = {
  compact: (updates: readonly Uint8Array[]): Compaction => verified(updates, baseOf(updates)),

  diff: (updates: readonly Uint8Array[], stateVector: Uint8Array): Uint8Array =>
    Y.diffUpdate(mergeUpdates(updates), stateVector),

  read: (updates: readonly Uint8Array[]): Reading => open(updates, readingOf),

  digest: (updates: readonly Uint8Array[]): Digest =>
    open(updates, (doc) => {
      const { text, mode } = readingOf(doc)
      // A comment of a program looks like a heading.
      return { heading: isMarkdownMode(mode) ? headingOf(text) : '', mode, text: text.slice(0, maxDigested) }
    }),

  edit: (updates: readonly Uint8Array[], text: string): Uint8Array | null =>
    open(updates, (doc) => {
      const content = doc.getText(CONTENT)
      const changes = diffText(content.toString(), text.replace(/\r\n?/g, '\n'))
      if (changes.length === 0) return null
      return changed(doc, () => {
        for (const { index, remove, insert } of changes) {
          content.delete(index, remove)
          content.insert(index, insert)
        }
      })
    }),

  setMode: (updates: readonly Uint8Array[], mode: string): Uint8Array | null =>
    open(updates, (doc) => {
      if (modeOf(doc) === mode) return null
      return changed(doc, () => doc.getMap(PROPERTIES).set(MODE, mode))
    }),

  know: (updates: readonly Uint8Array[]): KnowledgeRecord => Knowledge.of(updates).record(),

  parts: causalParts,
}

/** Names, arguments and results of the tasks, for messages between threads. */
export type CrdtTaskName = keyof typeof crdtTasks

function readingOf(doc: Y.Doc): Reading {
  return { text: doc.getText(CONTENT).toString(), mode: modeOf(doc) }
}

function modeOf(doc: Y.Doc): string {
  return parseDocumentMode(doc.getMap(PROPERTIES).get(MODE))
}

/** What a change adds to a document. */
function changed(doc: Y.Doc, change: () => void): Uint8Array {
  const made: Uint8Array[] = []
  doc.on('update', (update) => made.push(update))
  doc.transact(change)
  return mergeUpdates(made)
}

function baseOf(updates: readonly Uint8Array[]): Uint8Array {
  return open(updates, (doc) => Y.encodeStateAsUpdate(doc))
}

/**
 * Checks that a base may stand for a log: the same clocks, every deletion (a Y.Doc may find more: what was written into
 * something deleted is deleted with it), and a fresh Y.Doc that loads it has the state of one that loads the log.
 * @throws Error when it may not
 */
export function verified(updates: readonly Uint8Array[], base: Uint8Array): Compaction {
  const before = Knowledge.of(updates)
  const after = Knowledge.of([base])
  if (!after.covers(before)) throw new Error('a base lacks something that the log held')
  if (!before.hasStructsOf(after)) throw new Error('a base holds something that the log did not')
  const isSame = open(updates, (old) =>
    open(
      [base],
      (fresh) => Y.equalSnapshots(Y.snapshot(old), Y.snapshot(fresh)) && hasPending(old) === hasPending(fresh),
    ),
  )
  if (!isSame) throw new Error('a base loads as another state than the log')
  return { base, knowledge: after.record() }
}

/** Structs or deletions that wait for others are in the encoded state, and not in the snapshot. */
function hasPending({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null
}

function open<Result>(updates: readonly Uint8Array[], use: (doc: Y.Doc) => Result): Result {
  const doc = new Y.Doc()
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
    return use(doc)
  } finally {
    doc.destroy()
  }
}
