import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  Doc,
  type RelativePosition,
  type Text,
} from 'yjs'

/** One keystroke: where, how many characters it deletes, and what it inserts. */
export type Keystroke = readonly [position: number, deleted: number, inserted: string]

/** A recorded editing session. */
export interface Trace {
  keystrokes: Keystroke[]
  endContent: string
}

/** The 259,778 keystrokes of a paper; see traces/README.md. */
export async function readPaper(): Promise<Trace> {
  const file = join(import.meta.dirname, 'traces', 'automerge-paper.json.gz')
  const json = (await promisify(gunzip)(await readFile(file))).toString()
  const { txns, endContent } = JSON.parse(json) as { txns: { patches: Keystroke[] }[]; endContent: string }
  return { keystrokes: txns.flatMap(({ patches }) => patches), endContent }
}

/** The text after these keystrokes. */
export function textAfter(keystrokes: readonly Keystroke[], before = ''): string {
  const text = new Doc().getText()
  text.insert(0, before)
  type(text, keystrokes, 0)
  return text.toString()
}

export interface ReplayOptions {
  /** Keystrokes that travel together. */
  batch?: number
  /** The region: it begins behind this text. By default it is all of it. */
  marker?: string
}

/** Types the keystrokes into a text or a region of it; the network has its turn after each batch. */
export async function replay(
  text: Text,
  keystrokes: readonly Keystroke[],
  { marker, batch = 100 }: ReplayOptions = {},
): Promise<void> {
  const begin = marker === undefined ? null : behind(text, marker)
  for (let from = 0; from < keystrokes.length; from += batch) {
    const start = begin ? createAbsolutePositionFromRelativePosition(begin, text.doc!)!.index : 0
    type(text, keystrokes.slice(from, from + batch), start)
    await turn()
  }
}

function type(text: Text, keystrokes: readonly Keystroke[], start: number): void {
  text.doc!.transact(() => {
    for (const [position, deleted, inserted] of keystrokes) {
      if (deleted > 0) text.delete(start + position, deleted)
      if (inserted !== '') text.insert(start + position, inserted)
    }
  })
}

/** The place behind a character, wherever that moves. */
function behind(text: Text, marker: string): RelativePosition {
  return createRelativePositionFromTypeIndex(text, text.toString().indexOf(marker) + marker.length, -1)
}
