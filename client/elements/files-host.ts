import type { EditorView } from '@codemirror/view'
import type { ReactiveControllerHost } from 'lit'
import type { Clock } from '../../protocol/clock.ts'
import type { Target } from '../editor/collaboration.ts'
import type { UploadHandler } from '../files/upload.ts'
import type { CommandRegistry } from '../writing/command-registry.ts'

/** What files need of the element whose text they go into. */
export type FilesHost = ReactiveControllerHost &
  HTMLElement & {
    readonly view: EditorView | null
    readonly uploadHandler: UploadHandler | null
    readonly commands: CommandRegistry
  }

export interface FilesOptions {
  clock: Clock
  /** Where files are sent without a handler of the page's; null for a text of this page alone. */
  target: () => Pick<Target, 'server' | 'document' | 'token'> | null
  /** BCP 47. */
  language: () => string
}
