import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import { Doc, type Text } from 'yjs'
import { EnckeProvider } from '../../client/provider/provider.ts'
import { type CometSocket, createCometSocket } from '../../client/socket/comet-socket.ts'
import type { SessionPoolOptions } from '../../client/socket/session-pool.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import { until } from './until.ts'

/** What both kinds of provider have, as far as a person needs it. */
interface AnyProvider {
  readonly awareness: Awareness
  readonly synced: boolean
  destroy(): void
}

export interface PersonOptions<Provider extends AnyProvider> {
  name: string
  doc: Doc
  provider: Provider
  /** Called after the provider was destroyed. */
  left: () => void
}

/** Somebody who writes in a document, with a connection of their own. Leaves by `using`. */
export class Person<Provider extends AnyProvider = AnyProvider> {
  readonly name: string
  readonly doc: Doc
  readonly provider: Provider
  readonly #left: () => void
  #gone = false

  constructor({ name, doc, provider, left }: PersonOptions<Provider>) {
    this.name = name
    this.doc = doc
    this.provider = provider
    this.#left = left
    this.provider.awareness.setLocalStateField('user', { id: name, name, color: '#336699' })
  }

  get content(): Text {
    return this.doc.getText('content')
  }

  get text(): string {
    return this.content.toString()
  }

  /** The names of everybody else, in alphabetical order. */
  get sees(): string[] {
    const others = [...this.provider.awareness.getStates()].filter(([clientId]) => clientId !== this.doc.clientID)
    return others.map(([, state]) => String((state['user'] as { name?: string } | undefined)?.name)).sort()
  }

  /** Resolves when the server's answer has arrived. */
  async synced(): Promise<this> {
    await until(() => this.provider.synced, { what: `${this.name} is in sync` })
    return this
  }

  types(text: string, at: number = this.content.length): void {
    this.content.insert(at, text)
  }

  leave(): void {
    if (this.#gone) return
    this.#gone = true
    this.provider.destroy()
    this.#left()
  }

  [Symbol.dispose](): void {
    this.leave()
  }
}

export interface PlainOptions {
  /** The class of its sockets; by default the WebSocket of Node. */
  WebSocketPolyfill?: typeof WebSocket
}

/** Somebody with y-websocket's own provider, as anybody would use it. */
export function joinPlain(
  url: string,
  document: string,
  name: string,
  { WebSocketPolyfill }: PlainOptions = {},
): Person<WebsocketProvider> {
  const doc = new Doc()
  const provider = new WebsocketProvider(`${url.replace(/^http/, 'ws')}/sync`, encodeURIComponent(document), doc, {
    // Else the people of one test would meet without the server.
    disableBc: true,
    ...(WebSocketPolyfill ? { WebSocketPolyfill } : {}),
  })
  return new Person({ name, doc, provider, left: () => provider.awareness.destroy() })
}

/** Somebody with our own provider, on a session of their own. */
export function joinEncke(
  url: string,
  document: string,
  name: string,
  transport: TransportName | null = null,
  network: Omit<SessionPoolOptions, 'transport'> = {},
): Person<EnckeProvider> {
  const doc = new Doc()
  const socketClass: typeof CometSocket & { close(): void } = createCometSocket({ transport, ...network })
  const provider = new EnckeProvider({ server: url, document, doc, socketClass })
  return new Person({ name, doc, provider, left: () => socketClass.close() })
}

/** The text that the server has; null when it has no such document. */
export async function contentOf(url: string, document: string): Promise<string | null> {
  const path = `/api/documents/${encodeURIComponent(document)}/content`
  const response = await fetch(`${url}${path}`, { headers: { accept: 'text/plain' } })
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`)
  return await response.text()
}
