/** Sizes and times that both sides rely on. Bytes and milliseconds, as the names say. */
export const limits = {
  /** Largest payload of one MESSAGE or FRAGMENT frame. */
  maxFrameBytes: 128 * 1024,
  /** What a sender puts into one frame: on a slow line each frame is a sign of life, and some proxies take little. */
  fragmentBytes: 32 * 1024,
  /** Largest message after its fragments are put together. */
  maxMessageBytes: 16 * 1024 * 1024,
  /** Largest batch that one POST, one event or one WebSocket message may carry. */
  maxBatchBytes: 512 * 1024,
  /** What a sender aims at: a batch is closed once it is past this. On a line of 30 KB/s it takes half of what a request may. */
  batchTargetBytes: 128 * 1024,
  /** Largest presence state of one client, as JSON. */
  maxPresenceBytes: 4 * 1024,
  /** Channels on one session. */
  maxChannels: 64,
  /** Characters in a document id. */
  maxDocumentIdLength: 128,
  /** How long a session outlives its last transport. */
  sessionTtlMs: 60_000,
  /** How long the server holds a long-poll. Fits the 30 s first-byte limit of common proxies. */
  holdMs: 20_000,
  /** Silence after which the server sends a PING. */
  pingAfterMs: 10_000,
  /** Silence after which a transport is suspect. */
  suspectAfterMs: 20_000,
  /** A plain y-websocket client hangs up after 30 s of silence; it hears something at least this often. */
  plainKeepAliveMs: 12_000,
} as const
