import type { EditorView } from '@codemirror/view'
import type { ReactiveControllerHost } from 'lit'
import type { Clock } from '../../protocol/clock.ts'
import type { CommandRegistry } from '../writing/command-registry.ts'

/** What a preview needs of the element that it belongs to. */
export type PreviewHost = ReactiveControllerHost &
  HTMLElement & { layout: string | null; readonly server: string | null; readonly commands: CommandRegistry }

export interface PreviewControllerOptions {
  clock: Clock
  editor: () => EditorView | null
  /** Of a text that is no Markdown there is no preview. */
  isMarkdown: () => boolean
  /** BCP 47. */
  language: () => string
}

export interface PreviewSwitchOptions extends PreviewControllerOptions {
  /** A part did not load: it is to be asked for again. */
  failed: () => void
}
