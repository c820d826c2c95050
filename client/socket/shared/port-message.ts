import type { TransportName } from '../../../protocol/transport-name.ts'
import type { SessionState } from '../session-state.ts'
import type { SessionStats } from '../session-stats.ts'

/** Says what a tab wants of the session that somebody else keeps for it. */
export type TabMessage =
  /** `memory` is what earlier visits have learned of the way to the server, as it is in the tab's storage. */
  | { type: 'hello'; baseUrl: string; transport: TransportName | null; tab: string; memory: string | null }
  | { type: 'open'; channel: number; path: string; protocols: string[] }
  | { type: 'send'; channel: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'close'; channel: number; code: number; reason: string }
  /** So many bytes of messages have been handed on: a tab that is frozen says nothing. */
  | { type: 'heard'; bytes: number }
  | { type: 'retry' }
  | { type: 'stats' }
  | { type: 'page'; hidden: boolean }
  | { type: 'bye' }

/** Says what happened on the session. */
export type HostMessage =
  | { type: 'state'; state: SessionState }
  | { type: 'opened'; channel: number; protocol: string }
  | { type: 'message'; channel: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'closed'; channel: number; code: number; reason: string }
  /** So many more of the channel's messages, the oldest first, wait no longer. */
  | { type: 'taken'; channel: number; messages: number }
  | { type: 'stats'; stats: SessionStats }
  /** Something was learned of the way to the server: a worker has no storage, a tab may have. */
  | { type: 'memory'; memory: string }

/** One end of a line between a tab and the keeper of its session; a MessagePort is one. */
export interface Line<Sends, Receives> {
  send(message: Sends, transfer?: ArrayBuffer[]): void
  onmessage: (message: Receives) => void
  close(): void
}

/** A line over a MessagePort. */
export function portLine<Sends, Receives>(port: MessagePort): Line<Sends, Receives> {
  const line: Line<Sends, Receives> = {
    send: (message, transfer = []) => port.postMessage(message, transfer),
    onmessage: () => {},
    close: () => port.close(),
  }
  port.onmessage = ({ data }: MessageEvent<Receives>) => line.onmessage(data)
  return line
}

/** A line that keeps what is sent until `open` is called; what `open` is given goes first. */
export function gatedLine<Sends, Receives>(
  line: Line<Sends, Receives>,
): Line<Sends, Receives> & { open: (first: Sends) => void } {
  let waiting: [Sends, ArrayBuffer[] | undefined][] | null = []
  const gated = {
    send: (message: Sends, transfer?: ArrayBuffer[]) => {
      if (waiting) waiting.push([message, transfer])
      else line.send(message, transfer)
    },
    onmessage: (_message: Receives): void => {},
    close: () => line.close(),
    open: (first: Sends) => {
      line.send(first)
      for (const [message, transfer] of waiting ?? []) line.send(message, transfer)
      waiting = null
    },
  }
  line.onmessage = (message) => gated.onmessage(message)
  return gated
}
