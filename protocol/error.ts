/** Every way the other side can be wrong, as stable codes. Each has a rule in docs/protocol.md. */
export type ProtocolErrorCode =
  | 'FRAME_MALFORMED'
  | 'FRAME_UNKNOWN'
  | 'FRAME_TOO_LARGE'
  | 'FRAME_OUT_OF_ORDER'
  | 'MESSAGE_MALFORMED'
  | 'MESSAGE_TOO_LARGE'
  | 'MESSAGE_NOT_BINARY'
  | 'UPDATE_MALFORMED'
  | 'PRESENCE_MALFORMED'
  | 'PRESENCE_TOO_LARGE'
  | 'CHANNEL_UNKNOWN'
  | 'CHANNEL_IN_USE'
  | 'TOO_MANY_CHANNELS'
  | 'SESSION_UNKNOWN'
  | 'SESSION_FORBIDDEN'
  | 'SESSION_OVERFLOW'
  | 'TOO_MANY_SESSIONS'
  | 'SHUTTING_DOWN'
  | 'DOCUMENT_UNKNOWN'
  | 'DOCUMENT_TRASHED'
  | 'DOCUMENT_ID_INVALID'
  | 'STORE_UNAVAILABLE'
  | 'LINK_UNKNOWN'
  | 'LINK_REVOKED'
  | 'LINK_EXPIRED'
  | 'ROLE_FORBIDDEN'

/** The other side broke a rule. Caught once, where it becomes a close code or a problem+json. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode
  constructor(code: ProtocolErrorCode, message: string) {
    super(message)
    this.name = 'ProtocolError'
    this.code = code
  }
}
