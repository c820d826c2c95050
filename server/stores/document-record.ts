/** A document as the list shows it. Times are milliseconds since the epoch. */
export interface DocumentRecord {
  id: string
  /** Id of the document's history (D7). */
  epoch: string
  /** Empty until somebody gives one. */
  title: string
  /** The first heading of the text, as it was a moment ago; empty without one. What a document without a title is called. */
  heading: string
  /** What the text is, as it was a moment ago: see `protocol/document-mode.ts`. */
  mode: string
  createdAt: number
  /** When it was last created, appended to or renamed. Nothing else is a change. Never goes back. */
  updatedAt: number
  /** Since when it is in the trash; null for one that is not. */
  trashedAt: number | null
}
