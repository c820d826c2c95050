import type { ChangeOrigin } from '../editor/collaboration.ts'
import type { FollowReason } from '../following/following.ts'
import type { Person } from '../presence/people.ts'
import type { ConnectionState } from '../provider/connection-state.ts'
import type { EarlierText } from '../provider/journal/journal-store.ts'
import type { EditorLayout } from './editor-layout.ts'

/** What `<encke-editor>` tells, besides the native `input` and `change`. All bubble and cross shadow roots. */
export interface EnckeEditorEvents {
  /** The text can be written; again after `document` changed. */
  'encke-ready': CustomEvent<null>
  /** The text changed: once per turn and origin, however many edits there were. */
  'encke-change': CustomEvent<{ origin: ChangeOrigin }>
  'encke-status': CustomEvent<{ connection: ConnectionState }>
  /** The text is the server's, for the first time. */
  'encke-synced': CustomEvent<null>
  /** The number of edits that are not yet durable changed. */
  'encke-unsent': CustomEvent<{ count: number }>
  'encke-presence': CustomEvent<{
    users: readonly Person[]
    joined: readonly Person[]
    left: readonly Person[]
    changed: readonly Person[]
  }>
  /** The reader follows somebody (`user`), or nobody any more (null), and why. */
  'encke-follow': CustomEvent<{ user: Person | null; reason: FollowReason }>
  /** The reader chose what is shown, by a key or a command: `edit`, `split` or `preview`. */
  'encke-view': CustomEvent<{ view: EditorLayout }>
  /** What the text is, is something else: by the attribute `mode`, or because somebody changed the document. */
  'encke-mode': CustomEvent<{ mode: string }>
  /** A file is about to be sent; not when this is canceled. */
  'encke-upload': CustomEvent<{ file: File }>
  /** Texts of earlier histories of the document are kept: another one, or one less. Canceled, the page offers them. */
  'encke-earlier': CustomEvent<{ texts: readonly EarlierText[] }>
  /** The connection ended for good. `code` is a close code, `reason` a stable name such as `DOCUMENT_UNKNOWN`. */
  'encke-error': CustomEvent<{ code: number; reason: string }>
}

/** An event of the editor, ready to be dispatched. */
export function editorEvent<Name extends keyof EnckeEditorEvents>(
  name: Name,
  detail: EnckeEditorEvents[Name]['detail'],
  { cancelable = false } = {},
): CustomEvent {
  return new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable })
}

declare global {
  interface GlobalEventHandlersEventMap extends EnckeEditorEvents {}
}
