import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { isDocumentId } from '../../protocol/document-id.ts'
import { ProtocolError } from '../../protocol/error.ts'
import { Header } from '../../protocol/header.ts'
import type { FileStore } from '../files/file-store.ts'
import type { Store } from '../stores/store.ts'
import { HttpError, refuseOtherMethods } from './errors.ts'

const maxNameLength = 120

export interface FileRoutesOptions {
  files: FileStore
  store: Pick<Store, 'find'>
}

/**
 * `POST /api/documents/:id/files` keeps a file and says where it is; `GET /api/files/…` hands it out. Its address names
 * neither the document nor a person, and cannot be guessed: whoever may read a text may see its images.
 */
export function fileRoutes({ files, store }: FileRoutesOptions): Hono {
  const app = new Hono()
  const ofDocument = '/api/documents/:id/files'
  const limits = '/api/files'
  const file = '/api/files/:folder/:hash/:name'

  app.post(ofDocument, async (c) => {
    const id = c.req.param('id')
    if (!isDocumentId(id)) throw new ProtocolError('DOCUMENT_ID_INVALID', 'this cannot be the id of a document')
    if (files.maxFileBytes === 0) throw new HttpError('NOT_FOUND', 'this server takes no files')
    if (!(await store.find(id))) {
      const code = (await store.find(id, { trash: true })) ? 'DOCUMENT_TRASHED' : 'DOCUMENT_UNKNOWN'
      throw new ProtocolError(code, 'a file needs a document to be in')
    }
    const { body, headers } = c.req.raw
    if (!body) throw new HttpError('BODY_MALFORMED', 'the body is the file')
    const length = headers.has('Transfer-Encoding') ? null : headers.get('Content-Length')
    const type = (headers.get('Content-Type') ?? '').split(';', 1)[0]!.trim().toLowerCase()
    const bytes = length === null ? null : Number(length)
    const { key, bytes: kept, image } = await files.add(id, { body, type, bytes })
    const name = safeName(headers.get(Header.FileName))
    const url = `/api/files/${key}/${encodeURIComponent(name)}`
    return c.json({ url, name, bytes: kept, type: image ?? 'application/octet-stream' }, 201, {
      Location: url,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    })
  })
  app.all(ofDocument, refuseOtherMethods('POST'))

  app.get(limits, (c) => {
    const { maxFileBytes, maxDocumentBytes } = files
    return c.json({ maxFileBytes, maxDocumentBytes }, 200, { 'Cache-Control': 'no-cache' })
  })
  app.all(limits, refuseOtherMethods('GET', 'HEAD'))

  app.get(file, async (c) => {
    const { folder, hash, name } = c.req.param()
    const found = await files.find(folder, hash)
    // A document that is deleted takes its files with it, in the trash as well; out of there they are back.
    if (!found || !(await store.find(found.documentId))) return await c.notFound()
    const headers = {
      ...safeHeaders,
      'Content-Type': found.image ?? 'application/octet-stream',
      'Content-Disposition': disposition(found.image ? 'inline' : 'attachment', safeName(name)),
      ETag: `"${hash}"`,
    }
    if (c.req.header('If-None-Match')?.includes(hash)) return c.body(null, 304, headers)
    const length = { 'Content-Length': String(found.bytes) }
    if (c.req.method === 'HEAD') return c.body(null, 200, { ...headers, ...length })
    return stream(c, found.path, { ...headers, ...length })
  })
  app.all(file, refuseOtherMethods('GET', 'HEAD'))
  return app
}

/** What was uploaded by anybody must be able to do nothing, wherever it is opened. */
const safeHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  // Pages of other sites show it in their previews.
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Referrer-Policy': 'no-referrer',
  // The address has a hash of the content in it.
  'Cache-Control': 'private, max-age=31536000, immutable',
}

function stream(c: Context, path: string, headers: Record<string, string>): Response {
  const body: unknown = Readable.toWeb(createReadStream(path))
  return c.body(body as ReadableStream, 200, headers)
}

/** The last part of a path, without what a file system or a terminal would read as more than a name. */
function safeName(text: string | null): string {
  const last = decode(text ?? '')
    .split(/[/\\]/)
    .at(-1)!
  // Control characters, and those that turn the direction of what follows: `exe.gnp` must not read as `png.exe`.
  const plain = last.replace(/[\p{C}<>:"|?*]/gu, '').replace(/^[. ]+|[. ]+$/g, '')
  return [...plain].slice(0, maxNameLength).join('') || 'file'
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded: then it is meant as it stands.
    return text
  }
}

function disposition(kind: 'inline' | 'attachment', name: string): string {
  return `${kind}; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
