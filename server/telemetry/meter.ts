/** What a room has just sent to its members. */
export interface Flush {
  /** Updates of members that went out as one. */
  updates: number
  /** Size of the one. */
  bytes: number
  members: number
  /** From the first of the updates until now, milliseconds. */
  waitedMs: number
}

/** Where parts of the server count what they do. Says nothing of how it is kept or shown. */
export interface Meter {
  flushed(flush: Flush): void
  /** The store took a batch, or did not, after so many milliseconds. */
  committed(commit: { tookMs: number; failed: boolean }): void
  /** A member was behind, and is brought the log at its own speed from now on. */
  fellBehind(): void
  /** Somebody was refused something, for this reason: a code of docs/protocol.md. */
  refused(code: string): void
}

/** Counts nothing: for tests and embedded use. */
export const noMeter: Meter = { flushed() {}, committed() {}, fellBehind() {}, refused() {} }
