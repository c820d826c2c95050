import { headingOf } from '../../protocol/heading.ts'
import { type NoText, textOfFile } from '../files/text-of-file.ts'
import { isCodeFile, modeOfFile } from '../writing/file-mode.ts'
import type { NewDocument } from './documents-client.ts'

/** Why a file does not become a document. */
export type FileProblem = NoText | 'kind'

/** What a file became: a document to be made, or a reason why not. */
export type FileOutcome = { document: NewDocument } | { problem: FileProblem }

const maxTitleLength = 200

/**
 * Reads a file of Markdown, text or code as it is: HTML is its source, not what it looks like. The title is the name of
 * the file, unless the text is Markdown and may have a heading of its own; what the text is follows from it. Never
 * rejects.
 */
export async function readTextFile(file: File): Promise<FileOutcome> {
  const known = modeOfFile(file.name)
  if (known === null && !/^text\/(plain|markdown|html)\b/.test(file.type)) return { problem: 'kind' }
  const read = await textOfFile(file)
  if ('problem' in read) return read
  const content = read.text
  const mode = known ?? (file.type === 'text/html' ? 'html' : '')
  const name = known === null || isCodeFile(mode) ? file.name : file.name.replace(/\.[^.]+$/, '')
  const stem = name.replace(/\s+/g, ' ').trim().slice(0, maxTitleLength)
  const hasHeading = known === '' && headingOf(content) !== ''
  return { document: { title: hasHeading ? '' : stem.toWellFormed(), content, ...(mode === '' ? {} : { mode }) } }
}
