import { EditorState, type Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { ySyncAnnotation } from 'y-codemirror.next'

/** The same text with `\n` for every `\r\n` and every lone `\r`. */
export function normalizeLineBreaks(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/**
 * Keeps carriage returns out of the document, whichever way they come.
 *
 * CodeMirror counts `\r\n` as one line break and Y.Text as two characters: one of them, and every position after it is
 * off by one, for good (y-codemirror.next#35). So the editor breaks lines at `\n` alone, which keeps both sides equal
 * even for a `\r` that another client wrote, and turns into `\n` what is pasted, dropped or dispatched here.
 */
export function lineFeedsOnly(): Extension {
  return [
    EditorState.lineSeparator.of('\n'),
    EditorView.clipboardInputFilter.of(normalizeLineBreaks),
    EditorState.transactionFilter.of((transaction) => {
      if (!transaction.docChanged || transaction.annotation(ySyncAnnotation) !== undefined) return transaction
      const repairs: { from: number; to: number; insert: string }[] = []
      transaction.changes.iterChanges((_fromA, _toA, fromB, _toB, inserted) => {
        let lineStart = fromB
        for (const line of inserted.iterLines()) {
          for (let at = line.indexOf('\r'); at >= 0; at = line.indexOf('\r', at + 1)) {
            // At the end of a line it is the first half of `\r\n`; elsewhere it stands for a line break.
            const endsLine = at === line.length - 1 && lineStart + at < fromB + inserted.length - 1
            repairs.push({ from: lineStart + at, to: lineStart + at + 1, insert: endsLine ? '' : '\n' })
          }
          lineStart += line.length + 1
        }
      })
      return repairs.length === 0 ? transaction : [transaction, { changes: repairs, sequential: true }]
    }),
  ]
}
