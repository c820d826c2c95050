/** The little of SockJS that is used here; the packages bring no types. */
declare module 'sockjs' {
  import type { Server } from 'node:http'

  interface Connection {
    write(message: string): boolean
    on(event: 'data', listener: (message: string) => void): void
    on(event: 'close', listener: () => void): void
  }
  const sockjs: {
    createServer(options: { prefix: string; log: () => void }): {
      on(event: 'connection', listener: (connection: Connection | null) => void): void
      installHandlers(server: Server): void
    }
  }
  export = sockjs
}

declare module 'sockjs-client' {
  class SockJS {
    constructor(url: string, reserved: null, options: { transports?: string[] })
    onmessage: (event: { data: string }) => void
    send(message: string): void
    close(): void
  }
  export = SockJS
}
