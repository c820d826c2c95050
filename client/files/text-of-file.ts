import { limits } from '../../protocol/limits.ts'

/** Why a file cannot be read as text. */
export type NoText = 'large' | 'binary' | 'unreadable'

/** The most that a document can be made with at once, in bytes; the server has the same limit. */
const maxFileBytes = limits.maxMessageBytes / 2

/** The text in a file, or why there is none. Never rejects. */
export async function textOfFile(file: File): Promise<{ text: string } | { problem: NoText }> {
  if (file.size > maxFileBytes) return { problem: 'large' }
  try {
    const text = decode(new Uint8Array(await file.arrayBuffer()))
    return text === null ? { problem: 'binary' } : { text }
  } catch {
    // A folder, or a file that is gone by now.
    return { problem: 'unreadable' }
  }
}

/** The text of UTF-8, or of UTF-16 that says so; null for what is no text. */
function decode(bytes: Uint8Array): string | null {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    // No text has them, and most of what is no text does.
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
