import { defaultKeymap } from '@codemirror/commands'
import { defaultHighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap } from '@codemirror/view'
import { yCollab } from 'y-codemirror.next'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Bench } from './bench-page.ts'

/** A plain CodeMirror as its documentation and y-codemirror.next's have it; `?sync=…&document=…&carets=…` says which. */
const query = new URLSearchParams(location.search)
const ydoc = new Y.Doc()
const ytext = ydoc.getText('content')
const provider = new WebsocketProvider(query.get('sync') ?? '', query.get('document') ?? '', ydoc, {
  disableBc: true,
})
const { awareness } = provider
awareness.setLocalStateField('user', { name: 'Reader', color: '#30bced' })
const markdown = await languages.find(({ name }) => name === 'Markdown')!.load()
await new Promise<void>((resolve) => provider.once('sync', () => resolve()))

const language = new Compartment()
const extensions = [
  keymap.of(defaultKeymap),
  drawSelection(),
  EditorView.lineWrapping,
  language.of(markdown),
  syntaxHighlighting(defaultHighlightStyle),
  yCollab(ytext, query.get('carets') === 'true' ? awareness : null),
]
const view = new EditorView({
  parent: document.getElementById('editor')!,
  state: EditorState.create({ doc: ytext.toString(), extensions }),
})
const bench: Bench = {
  view,
  ydoc,
  people: () => awareness.getStates().size - 1,
  forgetParse() {
    view.dispatch({ effects: language.reconfigure([]) })
    view.dispatch({ effects: language.reconfigure(markdown) })
  },
}
Object.assign(window, { bench })
