import { accessSync, constants, readFileSync } from 'node:fs'
import { join } from 'node:path'

const notes = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'encke')

/** A browser's executable: what the setting says, or what `node setup.mjs test` has noted; null when there is none. */
export function notedBrowser(setting: string, note: string): string | null {
  const chosen = process.env[setting]
  if (chosen) return chosen
  try {
    const path = readFileSync(join(notes, note), 'utf8')
    accessSync(path, constants.X_OK)
    return path
  } catch {
    // Never noted, or removed since.
    return null
  }
}
