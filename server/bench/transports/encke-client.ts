import { Doc } from 'yjs'
import { EnckeProvider } from '../../../client/provider/provider.ts'
import { type CometSocket, createCometSocket } from '../../../client/socket/comet-socket.ts'
import type { TransportName } from '../../../protocol/transport-name.ts'
import type { Client } from './client.ts'

const text = 'Comets return. '.repeat(16)

/** So much that the message that carries it has `KEYSTROKE_BYTES`: one letter alone makes 27 to 30. */
const keystroke = 'comets, '

/** Makes a document with a paragraph in it, for others to join. @throws Error when the server does not take it */
export async function createDocument(url: string, id: string): Promise<void> {
  const response = await fetch(`${url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, content: text }),
  })
  if (response.status !== 201 && response.status !== 409) throw new Error(`no document: status ${response.status}`)
}

/** Our own provider on a session of its own; null for the best transport that works. Types in the middle of the text. */
export function connectEncke(url: string, document: string, transport: TransportName | null): Client {
  const doc = new Doc()
  const content = doc.getText('content')
  const socketClass: typeof CometSocket & { close(): void } = createCometSocket({ transport })
  const provider = new EnckeProvider({ server: url, document, doc, socketClass })
  let lengthAtFirst = 0
  let pressed = 0
  const ready = new Promise<void>((resolve) => {
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== provider) return
      if (lengthAtFirst === 0) {
        lengthAtFirst = content.length
        resolve()
      } else client.onArrived((content.length - lengthAtFirst) / keystroke.length - pressed)
    })
  })
  const client: Client = {
    ready,
    onArrived: () => {},
    press() {
      content.insert(text.length / 2 + pressed * keystroke.length, keystroke)
      pressed += 1
    },
    close() {
      provider.destroy()
      socketClass.close()
    },
  }
  return client
}
