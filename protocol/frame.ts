/**
 * Ids on the wire. Below 16 a frame is in sequence: it has a number, is acknowledged, and is delivered
 * once and in order. From 16 on it is out of sequence: it belongs to the transport that carried it.
 */
export const FrameType = {
  Open: 0,
  Opened: 1,
  Message: 2,
  Fragment: 3,
  Close: 4,
  GoAway: 5,
  Ack: 16,
  Ping: 17,
  Pong: 18,
  Bind: 19,
  Welcome: 20,
} as const
export type FrameType = (typeof FrameType)[keyof typeof FrameType]

/** client → server: opens a channel to a path such as `/sync/minutes?token=…`. */
export interface OpenFrame {
  type: typeof FrameType.Open
  channel: number
  path: string
  protocols: string[]
}
/** server → client: the channel is open; `protocol` is the one chosen, or empty. */
export interface OpenedFrame {
  type: typeof FrameType.Opened
  channel: number
  protocol: string
}
/** A whole message, or the last part of a fragmented one. */
export interface MessageFrame {
  type: typeof FrameType.Message
  channel: number
  bytes: Uint8Array
}
/** A part of a message that goes on in the channel's next frame. */
export interface FragmentFrame {
  type: typeof FrameType.Fragment
  channel: number
  bytes: Uint8Array
}
/** Either side: the channel is closed, with a WebSocket close code and a reason. */
export interface CloseFrame {
  type: typeof FrameType.Close
  channel: number
  code: number
  reason: string
}
/** server → client: this node is about to leave; come back within a random part of `spreadMs`. */
export interface GoAwayFrame {
  type: typeof FrameType.GoAway
  spreadMs: number
}
/** How many sequenced frames of the other side have arrived without a gap. */
export interface AckFrame {
  type: typeof FrameType.Ack
  received: number
}
export interface PingFrame {
  type: typeof FrameType.Ping
  token: number
}
export interface PongFrame {
  type: typeof FrameType.Pong
  token: number
}
/**
 * client → server: the transport of this generation now carries the session's downlink. First on a WebSocket;
 * in a POST it names an event stream that was only tried so far.
 * An empty `session` asks for a new one; `secret` is then the client's nonce.
 */
export interface BindFrame {
  type: typeof FrameType.Bind
  session: string
  secret: string
  /** Counts the client's changes of transport; an older one cannot take the downlink back. */
  generation: number
  /** How many of the server's sequenced frames the client has. */
  after: number
  /** False introduces the transport without using it yet: WELCOME proves it, a second BIND puts it to use. */
  use: boolean
}
/** server → client: the answer to BIND and to POST /session. Proof that the transport works both ways. */
export interface WelcomeFrame {
  type: typeof FrameType.Welcome
  session: string
  secret: string
  generation: number
  /** How many of the client's sequenced frames the server has. */
  received: number
  ttlMs: number
  holdMs: number
  maxBatchBytes: number
  maxMessageBytes: number
}

export type SequencedFrame = OpenFrame | OpenedFrame | MessageFrame | FragmentFrame | CloseFrame | GoAwayFrame
export type ControlFrame = AckFrame | PingFrame | PongFrame | BindFrame | WelcomeFrame
export type Frame = SequencedFrame | ControlFrame

/** True when the frame takes a sequence number. */
export function isSequenced(frame: Frame): frame is SequencedFrame {
  return frame.type < 16
}
