import type { ProtocolErrorCode } from './error.ts'

/**
 * Why a channel or a socket was closed (docs/protocol.md, section Close codes).
 * 4400–4499 are final; every other code is worth another try.
 */
export const CloseCode = {
  Normal: 1000,
  GoingAway: 1001,
  ServiceRestart: 1012,
  Malformed: 4400,
  Unauthenticated: 4401,
  Forbidden: 4403,
  NoSuchDocument: 4404,
  AnotherHistory: 4409,
  TooLarge: 4413,
  OverTheLimit: 4429,
  StoreUnavailable: 4503,
  SessionLost: 4510,
  Unreachable: 4511,
} as const
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode]

/** True when trying again cannot help: 4400–4499. */
export function isFinal(code: number): boolean {
  return code >= 4400 && code < 4500
}

const closeCodes: Record<ProtocolErrorCode, CloseCode> = {
  FRAME_MALFORMED: CloseCode.Malformed,
  FRAME_UNKNOWN: CloseCode.Malformed,
  FRAME_TOO_LARGE: CloseCode.TooLarge,
  FRAME_OUT_OF_ORDER: CloseCode.SessionLost,
  MESSAGE_MALFORMED: CloseCode.Malformed,
  MESSAGE_TOO_LARGE: CloseCode.TooLarge,
  MESSAGE_NOT_BINARY: CloseCode.Malformed,
  UPDATE_MALFORMED: CloseCode.Malformed,
  PRESENCE_MALFORMED: CloseCode.Malformed,
  PRESENCE_TOO_LARGE: CloseCode.TooLarge,
  CHANNEL_UNKNOWN: CloseCode.Malformed,
  CHANNEL_IN_USE: CloseCode.Malformed,
  TOO_MANY_CHANNELS: CloseCode.OverTheLimit,
  SESSION_UNKNOWN: CloseCode.SessionLost,
  SESSION_FORBIDDEN: CloseCode.Forbidden,
  SESSION_OVERFLOW: CloseCode.SessionLost,
  // Both pass: a final code would end the document on every page that came at the wrong moment.
  TOO_MANY_SESSIONS: CloseCode.StoreUnavailable,
  SHUTTING_DOWN: CloseCode.ServiceRestart,
  DOCUMENT_UNKNOWN: CloseCode.NoSuchDocument,
  DOCUMENT_TRASHED: CloseCode.NoSuchDocument,
  DOCUMENT_ID_INVALID: CloseCode.NoSuchDocument,
  STORE_UNAVAILABLE: CloseCode.StoreUnavailable,
  LINK_UNKNOWN: CloseCode.Forbidden,
  LINK_REVOKED: CloseCode.Forbidden,
  LINK_EXPIRED: CloseCode.Unauthenticated,
  ROLE_FORBIDDEN: CloseCode.Forbidden,
}

/** The close code that carries an error to the other side; the reason is the error's stable code. */
export function closeCodeOf(code: ProtocolErrorCode): CloseCode {
  return closeCodes[code]
}
