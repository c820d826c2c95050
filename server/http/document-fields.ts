import { isDocumentId } from '../../protocol/document-id.ts'
import { parseDocumentMode } from '../../protocol/document-mode.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { limits } from '../../protocol/limits.ts'
import { HttpError } from './errors.ts'

/** Largest text that can be put into a document at once. As one update it still fits into one message. */
export const maxContentBytes = limits.maxMessageBytes / 2

const maxTitleLength = 200

/** What can be said of a document when it is made, or later. */
export interface DocumentFields {
  id?: string
  title?: string
  mode?: string
  content?: string
}

/** What a body says of a document. @throws HttpError BODY_MALFORMED, BODY_TOO_LARGE; ProtocolError DOCUMENT_ID_INVALID */
export function parseDocumentFields(body: Record<string, unknown>): DocumentFields {
  const { id, title, mode, content } = body
  for (const [name, value] of Object.entries({ id, title, mode, content })) {
    if (value !== undefined && typeof value !== 'string') throw new HttpError('BODY_MALFORMED', `${name} is a text`)
  }
  const parsed: DocumentFields = {}
  if (typeof id === 'string') {
    if (!isDocumentId(id))
      throw new ProtocolError('DOCUMENT_ID_INVALID', `${JSON.stringify(id.slice(0, 200))} cannot be an id`)
    parsed.id = id
  }
  if (typeof title === 'string') {
    parsed.title = title.replace(/\s+/g, ' ').trim()
    if (parsed.title.length > maxTitleLength) {
      throw new HttpError('BODY_MALFORMED', `a title has at most ${maxTitleLength} characters`)
    }
  }
  if (typeof mode === 'string') {
    parsed.mode = parseDocumentMode(mode)
    if (parsed.mode === '') throw new HttpError('BODY_MALFORMED', 'mode is markdown, plain, or the name of a language')
  }
  if (typeof content === 'string') {
    parsed.content = content
    if (Buffer.byteLength(content) > maxContentBytes) {
      throw new HttpError('BODY_TOO_LARGE', `a content has at most ${maxContentBytes} bytes`)
    }
  }
  return parsed
}
