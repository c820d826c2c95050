import { encodeBatch } from '../../../protocol/batch.ts'
import type { Clock } from '../../../protocol/clock.ts'
import { CloseCode } from '../../../protocol/close-code.ts'
import { encodeFrame } from '../../../protocol/codec.ts'
import { FrameType } from '../../../protocol/frame.ts'
import { MessageType, SyncType } from '../../../protocol/message.ts'

/** What was sent longer ago has arrived, or there is no network. */
const RECENT_MS = 10_000
/** Browsers allow 64 KiB for all requests that outlive a page. */
const MAX_BYTES = 40 * 1024

interface Word {
  path: string
  protocols: readonly string[]
  bytes: Uint8Array
  at: number
}

/**
 * The edits of a tab of the last ten seconds. A worker that keeps the tab's session may end with the tab, and edits that
 * it had not passed on would end with it: so the tab itself says them again. An edit that arrives twice is one.
 */
export class LastWords {
  readonly #clock: Clock
  #words: Word[] = []
  #bytes = 0
  /** When the newest of those was said that are too many to be kept. */
  #droppedAt = Number.NEGATIVE_INFINITY

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** Keeps a copy of what is sent on a channel, if it is an edit. */
  add({ path, protocols, bytes }: Omit<Word, 'at'>): void {
    const isEdit = bytes[0] === MessageType.Sync && (bytes[1] === SyncType.Step2 || bytes[1] === SyncType.Update)
    if (!isEdit) return
    const at = this.#clock.now()
    this.#words.push({ path, protocols, bytes: bytes.slice(), at })
    this.#bytes += bytes.byteLength
    this.#forget(at - RECENT_MS)
  }

  /**
   * A batch that opens a session of its own and says it all; without a byte when there is nothing to say, null when it is
   * too much. It closes its channels, so that nobody is there for what others say; the session is forgotten by itself.
   */
  letter(): Uint8Array | null {
    const since = this.#clock.now() - RECENT_MS
    this.#forget(since)
    if (this.#droppedAt > since) return null
    if (this.#words.length === 0) return new Uint8Array()
    const places = Map.groupBy(this.#words, ({ path }) => path)
    const frames = [...places].flatMap(([path, words], index) => {
      const channel = index + 1
      return [
        encodeFrame({ type: FrameType.Open, channel, path, protocols: [...words[0]!.protocols] }),
        ...words.map(({ bytes }) => encodeFrame({ type: FrameType.Message, channel, bytes })),
        encodeFrame({ type: FrameType.Close, channel, code: CloseCode.Normal, reason: '' }),
      ]
    })
    return encodeBatch(1, frames)
  }

  #forget(until: number): void {
    while (this.#words[0] && (this.#words[0].at <= until || this.#bytes > MAX_BYTES)) {
      const [{ at, bytes }] = this.#words.splice(0, 1) as [Word]
      this.#bytes -= bytes.byteLength
      if (at > until) this.#droppedAt = at
    }
  }
}
