import * as Y from 'yjs'
import type { ChannelMessage } from './channel-message.ts'

/** Somebody with a Yjs document of their own, who makes real updates and takes those of others. */
export class Writer {
  readonly doc = new Y.Doc()

  get text(): string {
    return this.doc.getText('content').toString()
  }

  get clientId(): number {
    return this.doc.clientID
  }

  /** Everything, as one update. */
  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  get stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  /** Types at the end, and returns the update. */
  types(text: string): Uint8Array {
    let update: Uint8Array | null = null
    const keep = (bytes: Uint8Array): void => {
      update = bytes
    }
    this.doc.once('update', keep)
    this.doc.getText('content').insert(this.text.length, text)
    return update!
  }

  /** Takes what a message brings, if it is an update. */
  takes(message: ChannelMessage): void {
    if (message.kind === 'step2' || message.kind === 'update') Y.applyUpdate(this.doc, message.update)
  }
}

/** How far the state vector knows the client. */
export function clockOf(stateVector: Uint8Array, clientId: number): number {
  return Y.decodeStateVector(stateVector).get(clientId) ?? 0
}
