import { defineLanguageFacet, ensureSyntaxTree, Language, syntaxTree, syntaxTreeAvailable } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { parser as markdown } from '@lezer/markdown'
import { expect, test } from 'vitest'
import { PatientParser } from './patient-parser.ts'

const paragraphs = (count: number) => Array.from({ length: count }, (_, index) => `word *${index}* more`).join('\n\n')

/** An editor's state whose parser says that it is waited for as long as the test says so. */
function setUp(doc: string) {
  let waits = false
  const parser = new PatientParser({ parser: markdown, isWaitedFor: () => waits })
  const extensions = new Language(defineLanguageFacet(), parser)
  let state = EditorState.create({ doc, extensions })
  return {
    get state() {
      return state
    },
    types: (insert: string, from: number) => {
      waits = true
      state = state.update({ changes: { from, insert } }).state
      waits = false
    },
    /** As CodeMirror's worker does in idle moments, until there is nothing more to do. */
    rests: () => {
      let turns = 0
      while (!syntaxTreeAvailable(state) && turns < 1_000) {
        ensureSyntaxTree(state, state.doc.length, 100)
        state = state.update({}).state
        turns += 1
      }
      return turns
    },
  }
}

const whole = (doc: string) => `${markdown.parse(doc)}`

test('what is parsed in pieces is what is parsed at once', () => {
  const doc = paragraphs(4_000)
  const editor = setUp(doc)
  expect(syntaxTreeAvailable(editor.state)).toBe(false)
  editor.types('# x\n\n', 0)
  editor.types('> y\n', doc.length / 2)
  // The letter has not waited for it.
  expect(syntaxTreeAvailable(editor.state)).toBe(false)
  editor.rests()
  expect(syntaxTreeAvailable(editor.state)).toBe(true)
  expect(`${syntaxTree(editor.state)}`).toBe(whole(editor.state.doc.toString()))
  editor.types('a', 4)
  editor.types('```\n', doc.length / 2)
  editor.rests()
  expect(`${syntaxTree(editor.state)}`).toBe(whole(editor.state.doc.toString()))
})

test('a short text is parsed with the letter', () => {
  const editor = setUp('# Heading\n\ntext')
  editor.types('*b* ', 11)
  expect(syntaxTreeAvailable(editor.state)).toBe(true)
  expect(`${syntaxTree(editor.state)}`).toBe(whole('# Heading\n\n*b* text'))
})

test('what is written at the end of a long text is Markdown with its letter, also a page at once', () => {
  const editor = setUp(paragraphs(300))
  editor.rests()
  editor.types(`\n\n${paragraphs(100)}`, editor.state.doc.length)
  expect(syntaxTreeAvailable(editor.state)).toBe(true)
  expect(`${syntaxTree(editor.state)}`).toBe(whole(editor.state.doc.toString()))
})

test('outside of an editor all is parsed at once', () => {
  const doc = paragraphs(500)
  expect(`${new PatientParser({ parser: markdown, isWaitedFor: () => true }).parse(doc)}`).toBe(whole(doc))
})
