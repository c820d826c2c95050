import type { Extension } from '@codemirror/state'
import { type EditorView, ViewPlugin } from '@codemirror/view'
import type * as Y from 'yjs'
import type { HeldArrivals } from '../provider/held-arrivals.ts'
import { touchesText } from './touched-text.ts'

export interface CompositionGuardOptions {
  ytext: Y.Text
  arrivals: HeldArrivals
}

/**
 * Keeps what others write out of a line in which an input method composes a word: a browser gives up a composition whose
 * text is changed under it. What others write elsewhere comes as ever.
 * After 2 s a line is not kept any longer: then the word is what it is by now.
 */
export function compositionGuard({ ytext, arrivals }: CompositionGuardOptions): Extension {
  return ViewPlugin.define(
    (view) => ({
      destroy: () => arrivals.release(),
      start() {
        arrivals.hold({
          isDisturbedBy: (update) => touchesText(ytext, view.state.doc.lineAt(view.state.selection.main.head), update),
          end: () => endComposition(view),
        })
      },
      end() {
        // CodeMirror reads what was composed in a microtask that it is about to queue: this is the one after it. Not
        // later: with Korean the next composition begins in the same key.
        queueMicrotask(() => queueMicrotask(() => arrivals.release()))
      },
    }),
    {
      eventObservers: {
        compositionstart() {
          this.start()
        },
        compositionend() {
          this.end()
        },
      },
    },
  )
}

/**
 * Without it the browser gives the word up and CodeMirror takes it for composed still. Leaving the text is what every
 * browser and every input method understands; nobody else is to take it for a reader who has left.
 */
function endComposition(view: EditorView): void {
  if (!view.compositionStarted || !view.hasFocus) return
  const kept = ['focusin', 'focusout'] as const
  const keep = (event: FocusEvent) => event.stopPropagation()
  for (const type of kept) view.dom.addEventListener(type, keep, { capture: true })
  view.contentDOM.blur()
  view.focus()
  for (const type of kept) view.dom.removeEventListener(type, keep, { capture: true })
}
