import type { EarlierText } from '../provider/journal/journal-store.ts'

/** What is asked of an editor to offer texts of earlier histories in it. */
export interface EarlierHost extends HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly label: string
  readonly document: string | null
  readonly earlierTexts: readonly EarlierText[]
  discardEarlierText(id: string): void
}
