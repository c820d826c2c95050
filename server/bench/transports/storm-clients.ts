/**
 * A crowd of light clients in a process of its own, started by `reconnection-storm.ts`: a socket each and no document.
 * Says over IPC how many of them are back since it was last told to watch.
 */
import { io } from 'socket.io-client'
import { WebSocket as LightWebSocket } from 'ws'
import { createCometSocket } from '../../../client/socket/comet-socket.ts'
import { CHANNEL_PROTOCOL, encodeSyncStep1, MessageType, SyncType } from '../../../protocol/message.ts'
import type { StormMake, StormReport } from './storm-make.ts'

/** People in one document. */
const PEOPLE = 10
/** How long y-websocket waits before it opens a new socket in place of one that was closed. */
const REOPEN_MS = 100
const emptyStateVector = Uint8Array.of(0)

const [make, url, count] = process.argv.slice(2) as [StormMake, string, string]
let back = new Set<number>()

const connect: Record<StormMake, (index: number) => void> = {
  'Encke websocket': (index) => connectEncke(index, 'websocket'),
  'Encke long-poll': (index) => connectEncke(index, 'long-poll'),
  'Encke automatic': (index) => connectEncke(index, null),
  'Socket.IO websocket': (index) => {
    io(url, { forceNew: true, transports: ['websocket'] }).on('greeting', () => back.add(index))
  },
}

for (let index = 0; index < Number(count); index++) connect[make](index)
process.on('message', () => {
  back = new Set()
})
setInterval(() => process.send?.({ back: back.size } satisfies StormReport), 20)

/** A session with one channel. It is back when the document has come, whatever the way. */
function connectEncke(index: number, transport: 'websocket' | 'long-poll' | null): void {
  // The sockets of Node cost several times the memory and time of these, and here only their number matters.
  const Socket = createCometSocket({ transport, WebSocket: LightWebSocket as unknown as typeof WebSocket })
  const address = `${url}/sync/storm-${Math.floor(index / PEOPLE)}`
  const open = () => {
    const socket = new Socket(address, CHANNEL_PROTOCOL)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => socket.send(encodeSyncStep1(emptyStateVector))
    socket.onmessage = ({ data }) => {
      const [message, step] = new Uint8Array(data as ArrayBuffer)
      if (message === MessageType.Sync && step === SyncType.Step2) back.add(index)
    }
    socket.onclose = () => setTimeout(open, REOPEN_MS)
  }
  open()
}
