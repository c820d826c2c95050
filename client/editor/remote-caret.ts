import type { ChangeDesc } from '@codemirror/state'
import { paletteIndex } from '../presence/palette.ts'
import type { PresenceState } from '../presence/presence-state.ts'
import type { Selection } from './cursor.ts'

/** Where somebody else's caret is, and how it is drawn. One per tab of theirs. */
export interface RemoteCaret extends Selection {
  readonly clientId: number
  /** Empty for a client that names nobody. */
  readonly name: string
  /** Index in the palette, 0 to 11. */
  readonly color: number
  /** True while its person is idle or away. */
  readonly dimmed: boolean
  /** True while its person's line is cut: nobody knows where the caret is by now. */
  readonly lost: boolean
}

/** A tab's caret at a place in the text. */
export function makeCaret(clientId: number, { user, activity }: PresenceState, selection: Selection): RemoteCaret {
  return {
    clientId,
    name: user.name,
    color: paletteIndex(user.color),
    dimmed: activity === 'idle' || activity === 'away' || activity === 'reconnecting',
    lost: activity === 'reconnecting',
    ...selection,
  }
}

/**
 * A caret after a change of the text, until its person tells where it is now.
 *
 * What is inserted exactly at a caret goes behind it, unless its own person wrote that: then the caret moves along.
 * Presence arrives up to 100 ms after the text; without this rule the carets of people who type would lag and jump.
 * @param wrote whether the change is by the person of this caret.
 */
export function mapCaret(caret: RemoteCaret, changes: ChangeDesc, wrote: boolean): RemoteCaret {
  const side = wrote ? 1 : -1
  const anchor = changes.mapPos(caret.anchor, side)
  const head = changes.mapPos(caret.head, side)
  return anchor === caret.anchor && head === caret.head ? caret : { ...caret, anchor, head }
}
