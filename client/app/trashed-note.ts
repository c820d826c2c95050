const key = 'encke:trashed'

/** A document that was put into the trash on its own page, which the list then offers to bring back. */
export interface TrashedNote {
  id: string
  name: string
}

/** For the next page in this tab. Storage that is forbidden loses it: the trash has the document anyway. */
export function leaveTrashedNote(note: TrashedNote): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(note))
  } catch {
    // Forbidden or full.
  }
}

/** Reads it once; null when there is none. */
export function takeTrashedNote(): TrashedNote | null {
  try {
    const { id, name } = JSON.parse(sessionStorage.getItem(key) ?? '') as Partial<Record<keyof TrashedNote, unknown>>
    sessionStorage.removeItem(key)
    return typeof id === 'string' && typeof name === 'string' ? { id, name } : null
  } catch {
    // None, forbidden, or nonsense.
    return null
  }
}
