import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { WebsocketProvider } from 'y-websocket'
import { SyncType } from '../../protocol/message.ts'
import type { HeldArrivals } from './held-arrivals.ts'

/** How y-websocket reads one kind of message; the decoder stands behind its type. */
export type MessageHandler = WebsocketProvider['messageHandlers'][number]

/**
 * Reads sync messages as `read` does, except that updates pass through `arrivals`. `onWait` is called for each that
 * waits there. The server's question is answered at once; nothing else has an answer.
 */
export function heldSync(
  read: MessageHandler,
  { arrivals, onWait }: { arrivals: HeldArrivals; onWait: () => void },
): MessageHandler {
  return (encoder, decoder, provider, emitsSynced, type) => {
    const ahead = decoding.clone(decoder)
    if (decoding.readVarUint(ahead) === SyncType.Step1) return read(encoder, decoder, provider, emitsSynced, type)
    const waits = arrivals.take(decoding.readVarUint8Array(ahead), () =>
      read(encoding.createEncoder(), decoder, provider, emitsSynced, type),
    )
    if (waits) onWait()
  }
}
