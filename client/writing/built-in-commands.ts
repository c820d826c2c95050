import { indentLess, indentMore, toggleComment } from '@codemirror/commands'
import { gotoLine } from '@codemirror/search'
import type { EditorState } from '@codemirror/state'
import type { Command, EditorView } from '@codemirror/view'
import {
  Bold,
  Code,
  Heading1,
  Heading2,
  Heading3,
  Heading4,
  Heading5,
  Heading6,
  Italic,
  Link,
  List,
  ListOrdered,
  ListTodo,
  Minus,
  Pilcrow,
  Redo2,
  SquareCheck,
  SquareCode,
  Strikethrough,
  Table,
  TextQuote,
  Undo2,
  WrapText,
} from 'lucide-static'
import { isCodeMode } from '../editor/editor-mode.ts'
import { editorSettings } from '../editor/editor-settings.ts'
import { redoOwn, undoOwn } from '../editor/own-undo.ts'
import { isWrapped, toggleWrap } from '../editor/wrap.ts'
import type { EditorCommand } from './command-registry.ts'
import { hasMark, inlineMarks, toggleMark } from './inline-mark.ts'
import { insertRule, insertTable, isInLink, toggleCodeBlock, toggleLink } from './insertions.ts'
import { isLineKind, isQuoted, makeParagraph, toggleLineKind, toggleQuote, toggleTasks } from './line-kind.ts'
import type { WritingPhrases } from './phrases/phrases.ts'
import { phrasesOf, writingPhrases } from './writing-phrases.ts'

/** A command of the editor itself. */
export interface BuiltInCommand {
  id: string
  label: (phrases: WritingPhrases) => string
  key?: string
  icon?: string
  run: Command
  isOn?: (view: EditorView) => boolean
  /** What it needs: Markdown, code in a language with comments, or any text, that may be written; or nothing. */
  needs: 'markdown' | 'code' | 'writing' | 'nothing'
  /** Whether it is of use for a text of this mode; by default for each. */
  fits?: (mode: string) => boolean
}

/** The built-in commands as those of one editor. */
export function commandsOf(view: EditorView, builtIn: readonly BuiltInCommand[]): EditorCommand[] {
  return builtIn.map(({ id, label, key, icon, run, isOn, needs, fits }) => ({
    id,
    label: (language) => label(writingPhrases(language)),
    ...(key === undefined ? {} : { key }),
    ...(icon === undefined ? {} : { icon }),
    isAvailable: () => isPossible(view.state, needs) && (fits?.(view.state.facet(editorSettings).mode) ?? true),
    ...(isOn === undefined ? {} : { isOn: () => isOn(view) }),
    run: () => {
      run(view)
    },
  }))
}

function isPossible(state: EditorState, needs: BuiltInCommand['needs']): boolean {
  switch (needs) {
    case 'markdown':
      return !state.readOnly && state.facet(editorSettings).mode === 'markdown'
    case 'code':
      return !state.readOnly && isCodeMode(state.facet(editorSettings).mode) && hasComments(state)
    case 'writing':
      return !state.readOnly
    case 'nothing':
      return true
    default:
      return needs satisfies never
  }
}

function hasComments(state: EditorState): boolean {
  return state.languageDataAt('commentTokens', state.selection.main.head).length > 0
}

const headingIcons = [Heading1, Heading2, Heading3, Heading4, Heading5, Heading6] as const

const headings: readonly BuiltInCommand[] = headingIcons.map((icon, index) => ({
  id: `line.heading-${index + 1}`,
  label: (phrases) => phrases['line.heading'](index + 1),
  key: `Mod-Alt-${index + 1}`,
  icon,
  run: toggleLineKind('heading', index + 1),
  isOn: ({ state }) => isLineKind('heading', index + 1)(state),
  needs: 'markdown',
}))

/** What the editor can do to words, lines and the view, in the order of the toolbar. */
export const builtInCommands: readonly BuiltInCommand[] = [
  {
    id: 'edit.undo',
    label: (phrases) => phrases['edit.undo'],
    key: 'Mod-z',
    icon: Undo2,
    run: undoOwn,
    needs: 'writing',
  },
  {
    id: 'edit.redo',
    label: (phrases) => phrases['edit.redo'],
    key: 'Mod-Shift-z',
    icon: Redo2,
    run: redoOwn,
    needs: 'writing',
  },
  ...headings,
  {
    id: 'line.paragraph',
    label: (phrases) => phrases['line.paragraph'],
    key: 'Mod-Alt-0',
    icon: Pilcrow,
    run: makeParagraph,
    needs: 'markdown',
  },
  mark('bold', { key: 'Mod-b', icon: Bold }),
  mark('italic', { key: 'Mod-i', icon: Italic }),
  mark('strikethrough', { key: 'Mod-Shift-x', icon: Strikethrough }),
  mark('code', { key: 'Mod-e', icon: Code }),
  {
    id: 'insert.link',
    label: (phrases) => phrases['insert.link'],
    key: 'Mod-k',
    icon: Link,
    run: toggleLink,
    isOn: ({ state }) => isInLink(state),
    needs: 'markdown',
  },
  {
    id: 'line.bullets',
    label: (phrases) => phrases['line.bullets'],
    key: 'Mod-Shift-8',
    icon: List,
    run: toggleLineKind('bullet'),
    isOn: ({ state }) => isLineKind('bullet')(state),
    needs: 'markdown',
  },
  {
    id: 'line.numbers',
    label: (phrases) => phrases['line.numbers'],
    key: 'Mod-Shift-7',
    icon: ListOrdered,
    run: toggleLineKind('number'),
    isOn: ({ state }) => isLineKind('number')(state),
    needs: 'markdown',
  },
  {
    id: 'line.tasks',
    label: (phrases) => phrases['line.tasks'],
    icon: ListTodo,
    run: toggleLineKind('task'),
    isOn: ({ state }) => isLineKind('task')(state),
    needs: 'markdown',
  },
  {
    id: 'line.tick',
    label: (phrases) => phrases['line.tick'],
    // Its key belongs to it only in a task: see `textMode`.
    icon: SquareCheck,
    run: toggleTasks,
    needs: 'markdown',
  },
  {
    id: 'line.quote',
    label: (phrases) => phrases['line.quote'],
    key: 'Mod-Shift-9',
    icon: TextQuote,
    run: toggleQuote,
    isOn: ({ state }) => isQuoted(state),
    needs: 'markdown',
  },
  {
    id: 'insert.code-block',
    label: (phrases) => phrases['insert.code-block'],
    icon: SquareCode,
    run: toggleCodeBlock,
    needs: 'markdown',
  },
  {
    id: 'insert.table',
    label: (phrases) => phrases['insert.table'],
    icon: Table,
    run: (view) => insertTable(phrasesOf(view.state)['table.column'])(view),
    needs: 'markdown',
  },
  {
    id: 'insert.rule',
    label: (phrases) => phrases['insert.rule'],
    icon: Minus,
    run: insertRule,
    needs: 'markdown',
  },
  { id: 'edit.indent', label: (phrases) => phrases['edit.indent'], key: 'Mod-]', run: indentMore, needs: 'writing' },
  { id: 'edit.outdent', label: (phrases) => phrases['edit.outdent'], key: 'Mod-[', run: indentLess, needs: 'writing' },
  // On the page of a document the key is that of the help, where a text has no such comments.
  { id: 'line.comment', label: (phrases) => phrases['line.comment'], key: 'Mod-/', run: toggleComment, needs: 'code' },
  {
    id: 'view.wrap',
    label: (phrases) => phrases['view.wrap'],
    key: 'Alt-z',
    icon: WrapText,
    run: toggleWrap,
    isOn: isWrapped,
    needs: 'nothing',
  },
  { id: 'view.line', label: (phrases) => phrases['view.line'], key: 'Mod-Alt-g', run: gotoLine, needs: 'nothing' },
]

function mark(name: keyof typeof inlineMarks, { key, icon }: { key: string; icon: string }): BuiltInCommand {
  return {
    id: `mark.${name}`,
    label: (phrases) => phrases[`mark.${name}`],
    key,
    icon,
    run: toggleMark(inlineMarks[name]),
    isOn: ({ state }) => hasMark(inlineMarks[name], state),
    needs: 'markdown',
  }
}
