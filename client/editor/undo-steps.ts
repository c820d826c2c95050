import { type Extension, Transaction } from '@codemirror/state'
import { ViewPlugin } from '@codemirror/view'
import type { UndoManager } from 'yjs'

/**
 * Makes everything but typing and deleting a step of undo of its own: what is pasted, dropped, moved, replaced or
 * formatted. What is done letter by letter runs together when it follows within a moment.
 * Must come before the sync, which takes a change to the shared text.
 */
export function undoSteps(undoManager: UndoManager): Extension {
  let wasStep = false
  return ViewPlugin.define(() => ({
    update({ docChanged, transactions }) {
      if (!docChanged) return
      const isStep = transactions.some((transaction) => transaction.docChanged && isWhole(transaction))
      if (isStep || wasStep) undoManager.stopCapturing()
      wasStep = isStep
    },
  }))
}

/** Something that was done at once. Other people's changes have no user event. */
function isWhole(transaction: Transaction): boolean {
  const event = transaction.annotation(Transaction.userEvent)
  return event !== undefined && event !== 'input' && !/^(input\.type|delete\.(backward|forward))/.test(event)
}
