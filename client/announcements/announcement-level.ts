import { Preference } from '../presence/preference.ts'

/**
 * How much of what others do is read out: nothing · who comes and goes · also edits in the lines around the own caret ·
 * also edits anywhere.
 */
export const announcementLevels = ['near', 'off', 'joins', 'all'] as const
export type AnnouncementLevel = (typeof announcementLevels)[number]

/** The reader's choice, kept in this browser; `near` until they choose. */
export function announcementPreference(): Preference<AnnouncementLevel> {
  return new Preference({ key: 'encke:announcements', values: announcementLevels })
}
