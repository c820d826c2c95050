import { Facet } from '@codemirror/state'
import type { EditorMode } from './editor-mode.ts'

/** What a host may change at any time; each change replaces the whole. */
export interface EditorSettings {
  /** The accessible name of the text. */
  label: string
  /** Shown while the text is empty. */
  placeholder: string
  /** The text can be read, selected, searched and copied, but not changed. */
  readOnly: boolean
  mode: EditorMode
  /** Tab indents instead of leaving the editor. */
  tabIndents: boolean
  /** Whether there is a bar with buttons. */
  toolbar: boolean
  /** Whether the others' carets are drawn. */
  carets: boolean
}

const none: EditorSettings = {
  label: '',
  placeholder: '',
  readOnly: false,
  mode: 'markdown',
  tabIndents: false,
  toolbar: false,
  carets: true,
}

/** The settings of an editor, for what is part of it. */
export const editorSettings = Facet.define<EditorSettings, EditorSettings>({ combine: ([first]) => first ?? none })

/** The language of what the editor says, BCP 47. */
export const interfaceLanguage = Facet.define<string, string>({ combine: ([first]) => first ?? 'en' })
