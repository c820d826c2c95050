import * as Y from 'yjs'
import type { Clock } from '../../protocol/clock.ts'
import { type Draft, MAX_MENTIONS, type Message, messageText, parseMessage } from '../comments/message.ts'

/**
 * The messages in a shared array, oldest first, without what is none and without a second one of the same id.
 * Reads at most so many entries from one end, whatever else is there.
 */
export function readConversation(list: Y.Array<unknown>, limit: { first: number } | { last: number }): Message[] {
  const { length } = list
  const [from, to] = 'first' in limit ? [0, Math.min(limit.first, length)] : [Math.max(0, length - limit.last), length]
  const messages = new Map<string, Message>()
  for (const entry of list.slice(from, to)) {
    const stamp = entry instanceof Y.Map ? entry._item?.id : undefined
    if (stamp === undefined) continue
    const { client, clock } = stamp
    const message = parseMessage((name) => (entry as Y.Map<unknown>).get(name), { client, clock })
    if (message !== null && !messages.has(message.id)) messages.set(message.id, message)
  }
  return [...messages.values()]
}

/** A draft as a shared message; null when it says nothing. */
export function makeMessage({ author, text, mentions }: Draft, clock: Clock): Y.Map<unknown> | null {
  const kept = messageText(text)
  if (kept === '') return null
  const { id, name, color } = author
  return new Y.Map<unknown>(
    Object.entries({
      id: shortId(clock),
      author: { id, name, color },
      at: clock.now(),
      text: kept,
      mentions: mentions.slice(0, MAX_MENTIONS).map((mention) => ({ id: mention.id, name: mention.name })),
    }),
  )
}

/** Twelve letters and digits: with the few thousand of a document, none is twice. */
export function shortId({ random }: Pick<Clock, 'random'>): string {
  return Array.from({ length: 12 }, () => Math.floor(random() * 36).toString(36)).join('')
}
