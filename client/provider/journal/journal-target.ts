/** Which journal: of which document, and for whom. */
export interface JournalTarget {
  /** `https://HOST`, or with a path in front of `/sync`. */
  server: string
  document: string
  /** Whom the page says its reader is, or null: somebody else in the same browser does not get their edits. */
  reader: string | null
}
