import { limits } from '../../protocol/limits.ts'
import { isCodeFile, modeOfFile } from '../writing/file-mode.ts'
import type { NewDocument } from './documents-client.ts'

/** Why a file does not become a document. */
export type FileProblem = 'kind' | 'large' | 'binary' | 'unreadable'

/** What a file became: a document to be made, or a reason why not. */
export type FileOutcome = { document: NewDocument } | { problem: FileProblem }

/** The most that a document can be made with at once; the server has the same limit. */
const maxFileBytes = limits.maxMessageBytes / 2
const maxTitleLength = 200

/**
 * Reads a file of Markdown, text or code as it is: HTML is its source, not what it looks like. The title is the name of
 * the file, unless the text is Markdown and may have a heading of its own; what the text is follows from it. Never rejects.
 */
export async function readTextFile(file: File): Promise<FileOutcome> {
  const known = modeOfFile(file.name)
  if (known === null && !/^text\/(plain|markdown|html)\b/.test(file.type)) return { problem: 'kind' }
  if (file.size > maxFileBytes) return { problem: 'large' }
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(await file.arrayBuffer())
  } catch {
    // A folder, or a file that is gone by now.
    return { problem: 'unreadable' }
  }
  const content = decode(bytes)
  if (content === null) return { problem: 'binary' }
  const mode = known ?? (file.type === 'text/html' ? 'html' : '')
  const name = known === null || isCodeFile(mode) ? file.name : file.name.replace(/\.[^.]+$/, '')
  const stem = name.replace(/\s+/g, ' ').trim().slice(0, maxTitleLength)
  const hasHeading = known === '' && /^ {0,3}#{1,6}[ \t]+\S/m.test(content)
  return { document: { title: hasHeading ? '' : stem.toWellFormed(), content, ...(mode === '' ? {} : { mode }) } }
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
