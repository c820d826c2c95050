import type { Batch } from './batch.ts'
import { type ControlFrame, isSequenced, type SequencedFrame } from './frame.ts'

/** Where an inbox hands what is new. */
export interface InboxHandlers {
  sequenced: (frame: SequencedFrame) => void
  control: (frame: ControlFrame) => void
}

/**
 * The receiving end of one direction: delivers every sequenced frame once and in order (I1),
 * whatever was sent again or overlapped on the way.
 */
export class Inbox {
  #received = 0

  /** Frames up to this number have been delivered. */
  get received(): number {
    return this.#received
  }

  /**
   * Hands on what is new in the batch. Returns false, having delivered nothing after the hole, when
   * the batch begins past the next number; the sender then has to go back.
   */
  take({ first, frames }: Batch, { sequenced, control }: InboxHandlers): boolean {
    let seq = first
    let whole = true
    for (const frame of frames) {
      if (!isSequenced(frame)) {
        control(frame)
        continue
      }
      if (seq === this.#received + 1) {
        this.#received = seq
        sequenced(frame)
      } else if (seq > this.#received) {
        whole = false
      }
      seq += 1
    }
    return whole
  }
}
