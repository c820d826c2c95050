/** What a person does, most engaged first. Of the last the server tells: the person's own line is cut at the moment. */
export const activities = ['typing', 'active', 'idle', 'away', 'reconnecting'] as const
export type Activity = (typeof activities)[number]

/** The longest name that is shown, in UTF-16 units; the server clamps to the same. */
export const MAX_NAME_LENGTH = 64

/** A selection that stays in place while the text around it changes: Yjs relative positions, as JSON. */
export interface Cursor {
  anchor: unknown
  head: unknown
}

/** What one tab says about its person; the awareness state of our own client. */
export interface PresenceState {
  user: {
    /** Ties several tabs to one person; null for clients of others, which have none. */
    id: string | null
    name: string
    /** `#rrggbb`, or empty. */
    color: string
  }
  cursor: Cursor | null
  activity: Activity
  /** When the activity began, in milliseconds since the epoch; 0 if unknown. */
  since: number
  /** The id of the person whose caret this tab follows; null when it follows nobody. */
  following: string | null
}

/**
 * Parses an awareness state, which any client may have written. Whoever is there is there: what is missing or
 * malformed gets a neutral value. Null only for what is no object.
 */
export function parsePresenceState(state: unknown): PresenceState | null {
  if (!isRecord(state)) return null
  const user = isRecord(state['user']) ? state['user'] : {}
  const { id, name, color } = user
  const { cursor, activity, since, following } = state
  return {
    user: {
      id: typeof id === 'string' && id !== '' ? id : null,
      name: typeof name === 'string' ? name.trim().slice(0, MAX_NAME_LENGTH) : '',
      color: typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : '',
    },
    cursor:
      isRecord(cursor) && isRecord(cursor['anchor']) && isRecord(cursor['head'])
        ? { anchor: cursor['anchor'], head: cursor['head'] }
        : null,
    activity: activities.find((known) => known === activity) ?? 'active',
    since: typeof since === 'number' && Number.isFinite(since) ? since : 0,
    following: typeof following === 'string' && following !== '' ? following : null,
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
