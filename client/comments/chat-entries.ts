import type { Message } from './message.ts'

/** A message in the chat, and what is told before it. */
export interface ChatEntry {
  readonly message: Message
  /** The same person goes on: who they are and when they began is told already. */
  readonly continues: boolean
  /** A moment of the day that begins here, in milliseconds since the epoch; null when it has begun. */
  readonly day: number | null
}

/** What one person says within this time is told as one, counted from its first message. */
const TOGETHER_MS = 5 * 60_000

/**
 * The chat as it is read: messages of one person in a row together, and a new day where it begins. The days only go on:
 * a clock that is wrong does not bring back an earlier one. A chat of today alone names no day.
 */
export function chatEntries(messages: readonly Message[], now: number): ChatEntry[] {
  let last = midnight(now)
  let first: Message | null = null
  return messages.map((message, index) => {
    const date = midnight(message.at)
    const begins = message.at > 0 && (index === 0 ? date < last : date > last)
    if (message.at > 0 && (index === 0 || begins)) last = date
    const continues = !begins && first !== null && isTogether(first, message)
    if (!continues) first = message
    return { message, continues, day: begins ? message.at : null }
  })
}

function isTogether(first: Message, { author, at }: Message): boolean {
  const { id, name, color } = first.author
  const isSame = id === author.id && name === author.name && color === author.color
  // Nobody knows whether two who do not say who they are are one, or when something without a time was said.
  return isSame && id !== '' && at > 0 && first.at > 0 && Math.abs(at - first.at) < TOGETHER_MS
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
