import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that was free a moment ago, for a program that cannot choose one and say which. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port to be had')
  return address.port
}
