import type { Clock } from '../../protocol/clock.ts'
import type { TransportName } from '../../protocol/transport-name.ts'
import type { Page } from './page.ts'

/** What a session of this tab's own needs. */
export interface SessionOptions {
  /** `https://host`, without a slash at the end. */
  baseUrl: string
  clock: Clock
  page: Page
  /** Only this transport, if given. */
  transport: TransportName | null
  fetch: typeof fetch
  WebSocket: typeof WebSocket
}
