/** What a keystroke weighs, as a y-protocols message. The peers carry as many bytes, which mean nothing. */
export const KEYSTROKE_BYTES = 35

/** One client of a transport, as one open page would have it. Counts keystrokes; they all look alike. */
export interface Client {
  /** Resolves when the first thing has come down: the text of the document, or the greeting of a peer's relay. */
  readonly ready: Promise<void>
  /** Called with how many keystrokes of others have arrived so far. */
  onArrived: (total: number) => void
  /** Sends one keystroke. */
  press(): void
  /** Idempotent. */
  close(): void
}
