import { encodeSaved } from '../../protocol/message.ts'
import type { LogReader } from './log-reader.ts'
import type { Member } from './member.ts'
import { Receipts } from './receipts.ts'

/** What a room remembers of one member. */
export class Seat {
  readonly member: Member
  /** Brings it what is in the log. */
  readonly reader: LogReader
  readonly receipts = new Receipts()
  /** The member has been sent SyncStep1 and has not answered yet: there is no use in asking again. */
  asked = false
  /** The member has left; what it sent may still be on its way. */
  isGone = false
  #told = 0

  constructor({ member, reader }: Pick<Seat, 'member' | 'reader'>) {
    this.member = member
    this.reader = reader
  }

  /** Tells an extended member how many of its updates are durable, if there are more than it knows of. */
  tellSaved(): void {
    const { saved } = this.receipts
    if (!this.member.extended || this.isGone || saved === this.#told) return
    this.#told = saved
    this.member.sendSaved(encodeSaved(saved))
  }
}
