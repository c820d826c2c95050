import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { interfaceLanguage } from '../editor/editor-settings.ts'
import { notify } from './notice.ts'
import { phrasesOf } from './writing-phrases.ts'

/**
 * The most text that comes in at once, in bytes of UTF-8. An edit travels as one message, which the protocol limits to
 * 16 MiB; what a person wants to read is far below.
 */
export const MAX_PASTE_BYTES = 10_000_000

/** Whether a text is more than may come in at once. */
export function isTooLarge(text: string): boolean {
  // A unit is at most three bytes: only what may be too large is measured.
  return text.length * 3 > MAX_PASTE_BYTES && new Blob([text]).size > MAX_PASTE_BYTES
}

/** Refuses what is too large to be pasted or dropped, and says so. */
export function pasteLimit(): Extension {
  const refuse = (event: Event, data: DataTransfer | null, view: EditorView): boolean => {
    const text = data?.getData('text/plain') ?? ''
    if (!isTooLarge(text)) return false
    event.preventDefault()
    const { state } = view
    const format = new Intl.NumberFormat(state.facet(interfaceLanguage), {
      style: 'unit',
      unit: 'megabyte',
      maximumFractionDigits: 1,
    })
    const size = (bytes: number) => format.format(bytes / 1_000_000)
    notify(view, phrasesOf(state)['paste.too-large'](size(new Blob([text]).size), size(MAX_PASTE_BYTES)))
    return true
  }
  return EditorView.domEventHandlers({
    paste: (event, view) => refuse(event, event.clipboardData, view),
    drop: (event, view) => refuse(event, event.dataTransfer, view),
  })
}
