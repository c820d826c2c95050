import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Clock } from '../../protocol/clock.ts'
import type { PresenceDirectory, PresenceSnapshot, PresenceSubscriber } from '../presence/presence-directory.ts'

/** How soon an EventSource that lost its stream asks for it again. */
const RETRY_MS = 2_000

/** Keeps proxies from ending a stream in which nothing happens. */
const HEARTBEAT_MS = 15_000

/** A reader that takes nothing for this long is gone. */
const WRITE_DEADLINE_MS = 30_000

/** Some proxies hold a response back until it has about 1 KB; a comment this long gets it moving. */
const PRELUDE = `:${' '.repeat(1024)}\nretry: ${RETRY_MS}\n\n`

export interface PresenceStreamOptions {
  directory: PresenceDirectory
  documents: readonly string[]
  response: ServerResponse
  /** Sent in front, beside those of the stream itself. */
  headers: OutgoingHttpHeaders
  clock: Clock
}

/**
 * Who is in some documents, as server-sent events: everything at first, then each document that changed.
 * A reader that is too slow is not queued for: it gets the newest state of what changed once it has read the rest.
 * Ends when the reader goes, or the directory closes; then nothing of it is left.
 */
export class PresenceStream implements PresenceSubscriber {
  readonly #directory: PresenceDirectory
  readonly #documents: readonly string[]
  readonly #response: ServerResponse
  readonly #headers: OutgoingHttpHeaders
  readonly #clock: Clock
  /** Documents whose change is still to be sent. */
  readonly #changed = new Set<string>()
  #full = false
  #unsubscribe: () => void = () => {}
  #stopHeartbeat: () => void = () => {}
  #stopDeadline: () => void = () => {}

  constructor({ directory, documents, response, headers, clock }: PresenceStreamOptions) {
    this.#directory = directory
    this.#documents = documents
    this.#response = response
    this.#headers = headers
    this.#clock = clock
  }

  /** Sends the first event and goes on from there. Once. @throws Error when the directory is full: ask first */
  open(): void {
    const response = this.#response
    this.#unsubscribe = this.#directory.subscribe(this.#documents, this)
    response.on('close', () => this.#ended())
    response.on('drain', () => this.#drained())
    response.writeHead(200, {
      ...this.#headers,
      // Exactly this, without parameters: some proxies flush at once only on the bare type.
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      'X-Content-Type-Options': 'nosniff',
    })
    response.socket?.setNoDelay(true)
    this.#write(PRELUDE + eventOf(this.#directory.snapshot(this.#documents)))
    this.#beat()
    // The reader may have gone before there was anybody to notice.
    if (response.destroyed) this.#ended()
  }

  changed(documentId: string): void {
    this.#changed.add(documentId)
    this.#flush()
  }

  closed(): void {
    this.#ended()
    this.#response.end()
  }

  #flush(): void {
    if (this.#full || this.#changed.size === 0) return
    const news = this.#directory.snapshot(this.#changed)
    this.#changed.clear()
    this.#write(eventOf(news))
  }

  #write(text: string): void {
    if (this.#response.write(text)) return
    this.#full = true
    this.#stopDeadline = this.#clock.after(WRITE_DEADLINE_MS, () => this.#response.destroy())
  }

  #drained(): void {
    this.#full = false
    this.#stopDeadline()
    this.#flush()
  }

  #beat(): void {
    this.#stopHeartbeat = this.#clock.after(HEARTBEAT_MS, () => {
      this.#beat()
      if (!this.#full) this.#write(':\n\n')
    })
  }

  #ended(): void {
    this.#unsubscribe()
    this.#stopHeartbeat()
    this.#stopDeadline()
    // A drain that comes late has nothing to send.
    this.#changed.clear()
  }
}

function eventOf(snapshot: PresenceSnapshot): string {
  return `event: presence\nid: ${snapshot.version}\ndata: ${JSON.stringify(snapshot)}\n\n`
}
