import { encodeSyncStep1, MessageType, SyncType } from '../../protocol/message.ts'
import type { CometSocket } from '../socket/comet-socket.ts'

export interface SyncSocketOptions {
  /** What the document knows now. */
  stateVector: () => Uint8Array
  /** A message that carries an update is about to be sent: the server counts it. */
  onUpdate: () => void
}

/**
 * A socket class for a provider that asks for the document while the socket is still connecting, so that the first
 * sync takes one round trip. y-websocket asks once more when the socket has opened; that is left out.
 */
export function createSyncSocket(
  Base: typeof CometSocket,
  { stateVector, onUpdate }: SyncSocketOptions,
): typeof CometSocket {
  return class extends Base {
    #asked = true

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.sendEarly(encodeSyncStep1(stateVector()))
    }

    override send(data: Uint8Array): void {
      if (data[0] === MessageType.Sync) {
        if (data[1] === SyncType.Step1 && this.#asked) {
          this.#asked = false
          return
        }
        if (data[1] === SyncType.Step2 || data[1] === SyncType.Update) onUpdate()
      }
      super.send(data)
    }
  }
}
