/** One update that the members have been sent, or are about to be. */
export interface LogEntry {
  readonly bytes: Uint8Array
  /** 1, 2, 3 … in the order of the broadcasts, for as long as the document is open. */
  readonly position: number
  /** Where the store has it; null while it is not durable. */
  seq: number | null
}
