import type { EditorState, Extension } from '@codemirror/state'
import { EditorSelection } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { isInCode } from './markdown-tree.ts'
import { markdownTable, rowsOfTabs } from './pasted-table.ts'

/** Longer HTML is not looked at, characters: its plain text is pasted. */
const maxHtmlLength = 2_000_000

/**
 * What is pasted with a format keeps it, as Markdown: tables of spreadsheets, links, lists, headings. With Shift, and
 * within code, the plain words are pasted.
 */
export function pasteMarkdown(): Extension {
  let wantsPlain = false
  return EditorView.domEventHandlers({
    keydown(event) {
      if (event.key.toLowerCase() === 'v') wantsPlain = event.shiftKey && (event.ctrlKey || event.metaKey)
    },
    paste(event, view) {
      const isPlain = wantsPlain
      wantsPlain = false
      const data = event.clipboardData
      if (data === null || view.state.readOnly) return false
      const text = data.getData('text/plain')
      if (isPlain) {
        insert(view, text, { isBlock: false })
        return true
      }
      // What an editor of code copies has colours, which are no format.
      if (data.types.includes('vscode-editor-data') || isInCode(view.state, view.state.selection.main.head))
        return false
      const html = data.getData('text/html')
      const rows = rowsOfTabs(text)
      if (rows !== null && (html === '' || html.includes('<table'))) {
        insert(view, markdownTable(rows), { isBlock: true })
        return true
      }
      if (!/<(?:table|a|ul|ol|h[1-6]|strong|b|em|i|s|del|code|blockquote|img|hr)[\s>]/i.test(html)) return false
      if (html.length > maxHtmlLength) return false
      void convert(view, { html, text })
      return true
    },
  })
}

async function convert(view: EditorView, { html, text }: { html: string; text: string }): Promise<void> {
  let markdown: string | null = null
  try {
    const { markdownOfHtml } = await import('./rich-paste.ts')
    markdown = markdownOfHtml(html)
  } catch {
    // Offline, or the page's policy forbids it: the words are there.
  }
  if (!view.dom.isConnected || view.state.readOnly) return
  const inserted = markdown ?? text
  insert(view, inserted, { isBlock: markdown !== null && /\n|^(?:[#>|`-]|\d+\. )/.test(markdown) })
}

/** As an edit of the reader's own, at every caret; a block gets lines of its own. */
function insert(view: EditorView, text: string, { isBlock }: { isBlock: boolean }): void {
  const { state } = view
  const lines = state.toText(text)
  const changes = state.changeByRange(({ from, to }) => {
    const [before, after] = isBlock ? gapsAround(state, from, to) : ['', '']
    const placed = state.toText(before).append(lines).append(state.toText(after))
    const end = from + before.length + lines.length
    return { changes: { from, to, insert: placed }, range: EditorSelection.cursor(end) }
  })
  view.dispatch(changes, { userEvent: 'input.paste', scrollIntoView: true })
}

function gapsAround(state: EditorState, from: number, to: number): [string, string] {
  const [first, last] = [state.doc.lineAt(from), state.doc.lineAt(to)]
  const isBehindWords = state.sliceDoc(first.from, from).trim() !== ''
  const previous = first.number > 1 ? state.doc.line(first.number - 1).text.trim() : ''
  const isBeforeWords = state.sliceDoc(to, last.to).trim() !== ''
  const next = last.number < state.doc.lines ? state.doc.line(last.number + 1).text.trim() : ''
  return [isBehindWords ? '\n\n' : previous === '' ? '' : '\n', isBeforeWords ? '\n\n' : next === '' ? '' : '\n']
}
