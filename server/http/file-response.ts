import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Context } from 'hono'
import { getMimeType } from 'hono/utils/mime'

/**
 * A file of the disk as an answer, with an ETag of its size and time; 304 when the client has it already.
 * Null when there is no such file. The path must be safe: it is not checked.
 */
export async function fileResponse(
  c: Context,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response | null> {
  const stats = await stat(path).catch(() => null)
  if (!stats?.isFile()) return null
  const etag = `W/"${stats.size.toString(36)}-${Math.floor(stats.mtimeMs).toString(36)}"`
  if (c.req.header('If-None-Match')?.includes(etag)) return c.body(null, 304, { ...headers, ETag: etag })
  const answer = {
    ...headers,
    ETag: etag,
    'Content-Type': getMimeType(path) ?? 'application/octet-stream',
    'Content-Length': String(stats.size),
  }
  if (c.req.method === 'HEAD') return c.body(null, 200, answer)
  const body: ReadableStream = Readable.toWeb(createReadStream(path))
  return c.body(body as globalThis.ReadableStream, 200, answer)
}
