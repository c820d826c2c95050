import type { TransportName } from '../../protocol/transport-name.ts'
import { CometSocket, createCometSocket } from '../socket/comet-socket.ts'

let forced: Map<TransportName, typeof CometSocket> | null = null

/** The socket class that all providers of a page share for a choice of transport: one session for each server. */
export function socketClassFor(transport: TransportName | null): typeof CometSocket {
  if (transport === null) return CometSocket
  forced ??= new Map()
  let socketClass = forced.get(transport)
  if (!socketClass) {
    socketClass = createCometSocket({ transport, shared: true })
    forced.set(transport, socketClass)
  }
  return socketClass
}
