import { EditorState, type Extension, type Text } from '@codemirror/state'
import { ySyncAnnotation } from 'y-codemirror.next'

/** What stands for a character of which only a half is there, as UTF-8 has it. */
const REPLACEMENT = '\ufffd'

/**
 * Keeps halves of characters (lone surrogates) out of the document, whichever way they come: pasted by another program,
 * or left over when the other half is deleted. Y.Text writes them as U+FFFD into what the others get, so that this side
 * would show another text than they have, for good. What comes from the others is whole already.
 */
export function wholeCharactersOnly(): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.annotation(ySyncAnnotation) !== undefined) return transaction
    const { newDoc } = transaction
    const halves = new Set<number>()
    transaction.changes.iterChanges((_fromA, _toA, from, to, inserted) => {
      if (isHalf(newDoc, from - 1)) halves.add(from - 1)
      if (isHalf(newDoc, to)) halves.add(to)
      let at = from
      for (const line of inserted.iterLines()) {
        for (const half of halvesOf(line)) if (isHalf(newDoc, at + half)) halves.add(at + half)
        at += line.length + 1
      }
    })
    if (halves.size === 0) return transaction
    const changes = [...halves].map((at) => ({ from: at, to: at + 1, insert: REPLACEMENT }))
    return [transaction, { changes, sequential: true }]
  })
}

function halvesOf(line: string): number[] {
  return line.isWellFormed() ? [] : [...line.matchAll(/\p{Surrogate}/gu)].map(({ index }) => index)
}

/** Whether at an offset there is half a character without the other half beside it. */
function isHalf(doc: Text, at: number): boolean {
  if (at < 0 || at >= doc.length) return false
  const [before, unit, after] = [at - 1, at, at + 1].map((each) => doc.sliceString(each, each + 1).charCodeAt(0))
  if (isHigh(unit)) return !isLow(after)
  return isLow(unit) && (at === 0 || !isHigh(before))
}

function isHigh(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 0xdc00 && unit <= 0xdfff
}
