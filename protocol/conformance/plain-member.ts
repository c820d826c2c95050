import { encodeSyncStep1 } from '../message.ts'
import { type ChannelMessage, readChannelMessage } from './channel-message.ts'
import { TestSocket } from './test-socket.ts'

type Kind = ChannelMessage['kind']
type MessageOf<K extends Kind> = Extract<ChannelMessage, { kind: K }>

/** A hand-made client of the plain endpoint. Closed by `using`. */
export class PlainMember {
  readonly socket: TestSocket

  private constructor(socket: TestSocket) {
    this.socket = socket
  }

  static async join(document: string, protocols: string[] = []): Promise<PlainMember> {
    return new PlainMember(await TestSocket.open(`/sync/${encodeURIComponent(document)}`, protocols))
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes)
  }

  /** Every message so far, read. */
  get heard(): ChannelMessage[] {
    return this.socket.messages.all.map(readChannelMessage)
  }

  /** The next message of this kind; those before it are passed over. */
  async hears<K extends Kind>(
    kind: K,
    matches: (message: MessageOf<K>) => boolean = () => true,
    deadlineMs?: number,
  ): Promise<MessageOf<K>> {
    const isIt = (message: ChannelMessage): boolean => message.kind === kind && matches(message as MessageOf<K>)
    const bytes = await this.socket.messages.next((bytes) => isIt(readChannelMessage(bytes)), deadlineMs)
    return readChannelMessage(bytes) as MessageOf<K>
  }

  /** Asks for the document and resolves when the answer is complete: everything sent before it has arrived too. */
  async asks(stateVector: Uint8Array = Uint8Array.of(0)): Promise<MessageOf<'step2'>> {
    this.send(encodeSyncStep1(stateVector))
    return await this.hears('step2')
  }

  [Symbol.dispose](): void {
    this.socket.close()
  }
}
