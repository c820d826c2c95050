import { ProtocolError } from '../../protocol/error.ts'
import { limits } from '../../protocol/limits.ts'

/** What a person does, from the most present to the least. */
export const activities = ['typing', 'active', 'idle', 'away', 'reconnecting'] as const
export type Activity = (typeof activities)[number]

/** Only the server says so: of a connection that is away for a moment. */
const RECONNECTING = 'reconnecting' satisfies Activity

/** Who somebody says to be. A field that was missing or not acceptable is null. */
export interface PresenceUser {
  id: string | null
  name: string | null
  /** `#rrggbb`, lower case. */
  color: string | null
}

/** One client's state as it is relayed, and what the server itself reads from it. */
export interface PresenceState {
  /** The state as JSON, with an identity that is safe to show. Equal states have equal text. */
  json: string
  user: PresenceUser
  /** A client that says nothing of it counts as active. */
  activity: Activity
}

const maxNameLength = 64
const maxUserIdLength = 64
const colorPattern = /^#[0-9a-f]{6}$/i
/** Some editors send a translucent twin of the colour. */
const lightColorPattern = /^#[0-9a-f]{6}(?:[0-9a-f]{2})?$/i
/** Control characters, and those that turn the direction of the text around a name. */
const unprintable = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * Reads a state that a client sent: an object, or null for "gone".
 * `user.name` is stripped of control characters and cut to 64 characters, `user.color` must be `#rrggbb`;
 * what cannot be made right is left out, because other people's editors put both into their pages.
 * @throws ProtocolError PRESENCE_MALFORMED, PRESENCE_TOO_LARGE
 */
export function parsePresenceState(json: Uint8Array): PresenceState | null {
  if (json.byteLength > limits.maxPresenceBytes) {
    throw new ProtocolError(
      'PRESENCE_TOO_LARGE',
      `a presence state has ${json.byteLength} bytes; the limit is ${limits.maxPresenceBytes}`,
    )
  }
  let state: unknown
  try {
    state = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json))
  } catch {
    throw new ProtocolError('PRESENCE_MALFORMED', 'a presence state is not JSON')
  }
  if (state === null) return null
  if (!isObject(state)) throw new ProtocolError('PRESENCE_MALFORMED', 'a presence state is an object or null')
  const user = cleanUser(state)
  if (state['activity'] === RECONNECTING) delete state['activity']
  const activity = activities.find((known) => known === state['activity']) ?? 'active'
  return { json: JSON.stringify(state), user, activity }
}

/** The same person, as they are shown while their connection is away. Every other field is as it was (A6). */
export function reconnecting({ json, user }: PresenceState): PresenceState {
  const state: unknown = { ...JSON.parse(json), activity: RECONNECTING }
  return { json: JSON.stringify(state), user, activity: RECONNECTING }
}

/** What the directory shows of a state: equal for two that look the same there. */
export function peopleKey({ user, activity }: PresenceState): string {
  return JSON.stringify([user.id, user.name, user.color, activity])
}

/** Makes `state.user` safe in place, and tells what is left of it. */
function cleanUser(state: Record<string, unknown>): PresenceUser {
  const user = state['user']
  // Some other schema: relayed as it is, and nobody known to us.
  if (!isObject(user)) return { id: null, name: null, color: null }
  const name = text(user['name'], maxNameLength)
  const id = text(user['id'], maxUserIdLength)
  const color = matching(user['color'], colorPattern)
  keep(user, 'name', name)
  keep(user, 'id', id)
  keep(user, 'color', color)
  keep(user, 'colorLight', matching(user['colorLight'], lightColorPattern))
  return { id, name, color }
}

function keep(user: Record<string, unknown>, field: string, value: string | null): void {
  if (value === null) delete user[field]
  else user[field] = value
}

function text(value: unknown, maxLength: number): string | null {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return null
  // By code points, so that no emoji is cut in half.
  const clean = [...value.replace(unprintable, '').trim()].slice(0, maxLength).join('')
  return clean === '' ? null : clean
}

function matching(value: unknown, pattern: RegExp): string | null {
  return typeof value === 'string' && pattern.test(value) ? value.toLowerCase() : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
