import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ForeignSiteOptions {
  /** Inside `<body>`. */
  body: string
  /** The Content-Security-Policy; none by default. */
  policy?: readonly string[]
}

/**
 * A web site of somebody else, with one page: `await using site = await openSite({ body })`.
 * A real server on another port: a made-up answer has no address, and a browser lets it reach no local one.
 */
export async function openSite({ body, policy }: ForeignSiteOptions): Promise<ForeignSite> {
  const server = createServer((_request, response) => {
    if (policy) response.setHeader('content-security-policy', policy.join('; '))
    response.setHeader('content-type', 'text/html; charset=utf-8')
    // An icon of its own, or the browser asks for one that is not there.
    response.end(`<!doctype html><html lang="en"><title>Another site</title><link rel="icon" href="data:">${body}`)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return new ForeignSite(server)
}

export class ForeignSite {
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
