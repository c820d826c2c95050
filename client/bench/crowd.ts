import { WebSocket } from 'ws'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { encodeAwareness } from '../../protocol/message.ts'
import { palette } from '../presence/palette.ts'

/** y-websocket's own clients forget who has been silent for 30 s. */
const RENEW_MS = 12_000

export interface CrowdOptions {
  /** The server's, without a slash at the end. */
  url: string
  document: string
  people: number
  /** They say now and then that they are still there, as y-websocket's clients have to, and ours do not. */
  renews: boolean
}

/**
 * People in a document, over the network: one who writes, and many who have their caret somewhere, a third of them at
 * the top, in the middle and at the end; the last has selected everything.
 */
export class Crowd {
  readonly #doc = new Y.Doc()
  readonly #provider: WebsocketProvider
  readonly #options: CrowdOptions
  readonly #sockets: WebSocket[] = []
  readonly #stops: (() => void)[] = []

  constructor(options: CrowdOptions) {
    const { url, document } = options
    this.#options = options
    this.#provider = new WebsocketProvider(`${url.replace('http', 'ws')}/sync`, document, this.#doc, {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    })
    this.#provider.awareness.setLocalState(null)
  }

  /** Resolves when everybody is there. */
  async come(): Promise<void> {
    await new Promise<void>((resolve) => this.#provider.once('sync', () => resolve()))
    const { people } = this.#options
    await Promise.all(Array.from({ length: people }, (_, index) => this.#add(index)))
  }

  /** The one who writes puts a word at an offset. */
  writes(index: number, text: string): void {
    this.#doc.getText('content').insert(index, text)
  }

  /** The first offset of a line, from 1. */
  lineStart(line: number): number {
    const text = this.#doc.getText('content').toString()
    let at = 0
    for (let count = 1; count < line; count++) at = text.indexOf('\n', at) + 1
    return at
  }

  leave(): void {
    for (const stop of this.#stops) stop()
    for (const socket of this.#sockets) socket.terminate()
    this.#provider.destroy()
  }

  async #add(index: number): Promise<void> {
    const { url, document, people, renews } = this.#options
    const ytext = this.#doc.getText('content')
    const awareness = new Awareness(new Y.Doc())
    clearInterval(awareness._checkInterval)
    const { length } = ytext
    const place = [40 * index, length / 2 + 40 * index, length - 40 * index][index % 3]!
    const [anchor, head] = index === people - 1 ? [0, length] : [place, place + (index % 2) * 20]
    awareness.setLocalState({
      user: { id: `person-${index}`, name: `Person ${index + 1}`, color: palette[index % palette.length] },
      cursor: { anchor: this.#position(anchor), head: this.#position(head) },
      activity: 'active',
      since: 0,
    })
    const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${document}`)
    this.#sockets.push(socket)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    const tell = () => socket.send(encodeAwareness(encodeAwarenessUpdate(awareness, [awareness.clientID])))
    tell()
    if (!renews) return
    const timer = setInterval(() => {
      awareness.setLocalState(awareness.getLocalState())
      tell()
    }, RENEW_MS)
    this.#stops.push(() => clearInterval(timer))
  }

  #position(index: number): unknown {
    const ytext = this.#doc.getText('content')
    const at = Math.max(0, Math.min(Math.floor(index), ytext.length))
    const { type, tname, item, assoc } = Y.createRelativePositionFromTypeIndex(ytext, at, -1)
    return { type, tname, item, assoc }
  }
}
