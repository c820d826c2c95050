import { MAX_NAME_LENGTH } from '../presence/presence-state.ts'

/** Who wrote something, as they called themselves then. A claim: whoever may write the document may write this too. */
export interface Author {
  readonly id: string
  readonly name: string
  /** `#rrggbb`, or empty. */
  readonly color: string
}

/** Somebody who is spoken to in a message, whose text has `@name`. */
export interface Mention {
  readonly id: string
  readonly name: string
}

/** Where a message is in the history of the document: what one client has written since its clock was 0. */
export interface Stamp {
  readonly client: number
  readonly clock: number
}

/** One thing that somebody said, in a thread or in the chat. */
export interface Message {
  readonly id: string
  readonly author: Author
  /** When, in milliseconds since the epoch by the author's clock; 0 if unknown. */
  readonly at: number
  /** When it was last changed; null if it never was. */
  readonly editedAt: number | null
  readonly text: string
  readonly mentions: readonly Mention[]
  readonly stamp: Stamp
}

/** What a person writes, before it is a message. */
export interface Draft {
  readonly author: Author
  readonly text: string
  readonly mentions: readonly Mention[]
}

/** The longest message that is written, in UTF-16 units. */
export const MAX_MESSAGE_LENGTH = 4_000
/** Of a longer one, which another program may write, this much is kept to be shown. */
export const MAX_READ_LENGTH = 100_000
/** The most people that are spoken to in one message. */
export const MAX_MENTIONS = 20
const MAX_ID_LENGTH = 64
const MAX_DATE_MS = 8.64e15

/**
 * Reads a message, which any client may have written: what is missing or malformed gets a neutral value.
 * Null for what says nothing or has no id.
 * @param field gets the value of a field by its name.
 */
export function parseMessage(field: (name: string) => unknown, stamp: Stamp): Message | null {
  const id = parseId(field('id'))
  const text = field('text')
  if (id === null || typeof text !== 'string' || text.trim() === '') return null
  return {
    id,
    author: parseAuthor(field('author')),
    at: parseTime(field('at')) ?? 0,
    editedAt: parseTime(field('editedAt')),
    text: text.slice(0, MAX_READ_LENGTH),
    mentions: parseMentions(field('mentions')),
    stamp,
  }
}

/** Reads who wrote something; nobody in particular for what names nobody. */
export function parseAuthor(value: unknown): Author {
  const { id, name, color } = isRecord(value) ? value : {}
  return {
    id: parseId(id) ?? '',
    name: typeof name === 'string' ? name.trim().slice(0, MAX_NAME_LENGTH) : '',
    color: typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : '',
  }
}

/** Whether somebody wrote a message. What nobody in particular wrote is nobody's. */
export function isBy({ author }: Pick<Message, 'author'>, id: string | null): boolean {
  return author.id !== '' && author.id === id
}

/** Reads an id; null for what is none. */
export function parseId(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH ? value : null
}

/** Reads a moment; null for what is none, or lies outside what a Date can hold. */
export function parseTime(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= MAX_DATE_MS ? value : null
}

/** The text as it is kept: without space around it, whole letters, at most `MAX_MESSAGE_LENGTH`. Empty if it says nothing. */
export function messageText(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim().slice(0, MAX_MESSAGE_LENGTH).toWellFormed()
}

function parseMentions(value: unknown): Mention[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, MAX_MENTIONS).flatMap((mention: unknown) => {
    const { id, name } = parseAuthor(mention)
    return id === '' || name === '' ? [] : [{ id, name }]
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
