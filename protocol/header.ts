/** Request and response headers of the session's HTTP transports, and of files. URLs stay constant, so that a preflight is paid once. */
export const Header = {
  /** `<id>.<secret>` of the session. */
  Session: 'encke-session',
  /** A random name for a session that is still to be opened: POST and WebSocket may race with the same one. */
  Nonce: 'encke-nonce',
  /** The client's count of transport changes. */
  Generation: 'encke-generation',
  /** Set on an event stream that is tried beside another transport: it carries nothing until BIND names its generation. */
  Probe: 'encke-probe',
  /** How many of the server's frames the client has. */
  After: 'encke-after',
  /** How long the server may hold a poll, milliseconds; 0 answers at once. */
  Hold: 'encke-hold',
  /** The name of a file that is sent, percent-encoded UTF-8. */
  FileName: 'encke-file-name',
} as const
