import { io } from 'socket.io-client'
import SockJS from 'sockjs-client'
import { type Client, KEYSTROKE_BYTES } from './client.ts'

/** What the relays of the peers send to whoever connects. */
export const GREETING = 'welcome'

const keystroke = new Uint8Array(KEYSTROKE_BYTES).map((_, index) => 128 + index)

/** What a client does on the library that it is made of. */
interface Wire {
  send: () => void
  close: () => void
}

/** The floor: Node's own WebSocket, as Encke uses it, and nothing above it. */
export function connectWs(url: string): Client {
  return clientOf((received) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'))
    socket.binaryType = 'arraybuffer'
    socket.onmessage = ({ data }) => received(data === GREETING)
    return { send: () => socket.send(keystroke), close: () => socket.close() }
  })
}

/** Binary events, as a Yjs provider on Socket.IO sends them. Its own choice of transports for null. */
export function connectSocketIo(url: string, transports: string[] | null): Client {
  return clientOf((received) => {
    const socket = io(url, { forceNew: true, ...(transports ? { transports } : {}) })
    socket.on('greeting', () => received(true))
    socket.on('edit', () => received(false))
    return { send: () => socket.emit('edit', keystroke), close: () => socket.disconnect() }
  })
}

/** SockJS carries text alone, so that bytes travel in base64. Its own choice of transports for null. */
export function connectSockJs(url: string, transports: string[] | null): Client {
  const base64 = Buffer.from(keystroke).toString('base64')
  return clientOf((received) => {
    const socket = new SockJS(`${url}/sync`, null, transports ? { transports } : {})
    socket.onmessage = ({ data }) => received(data === GREETING)
    return { send: () => socket.send(base64), close: () => socket.close() }
  })
}

function clientOf(connect: (received: (isGreeting: boolean) => void) => Wire): Client {
  const { promise, resolve } = Promise.withResolvers<void>()
  let arrived = 0
  const { send, close } = connect((isGreeting) => {
    if (isGreeting) resolve()
    else client.onArrived(++arrived)
  })
  const client: Client = { ready: promise, onArrived: () => {}, press: send, close }
  return client
}
