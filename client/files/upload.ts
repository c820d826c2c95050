import { Header } from '../../protocol/header.ts'

/** Where a file is, once it is kept. */
export interface UploadedFile {
  /** Absolute, or relative to the server. */
  url: string
  /** What is written for it; by default the name of the file. */
  name?: string
  /** Written as an image; by default whether the file says that it is one. */
  image?: boolean
}

/** Keeps a file somewhere and says where. `progress` is told parts of 1; `signal` says that nobody wants it any more. */
export type UploadHandler = (
  file: File,
  options: { signal: AbortSignal; progress: (part: number) => void },
) => Promise<UploadedFile | string>

/** Why a file was not kept: a code of the server, or `OFFLINE`. */
export class UploadError extends Error {
  readonly code: string
  /** The most that the server takes in one file, bytes; null where it did not say. */
  readonly maxBytes: number | null
  constructor(code: string, maxBytes: number | null = null) {
    super(`the file was not kept: ${code}`)
    this.name = 'UploadError'
    this.code = code
    this.maxBytes = maxBytes
  }
}

/** Of a smaller file it is not asked beforehand whether it is too large, bytes. */
const askedFromBytes = 500_000

/**
 * Sends files to a document of a server. A document that nobody has written in yet comes to exist by it.
 * The handler rejects with UploadError, and with the signal's reason.
 */
export function documentUploads({ server, address }: { server: string; address: string }): UploadHandler {
  const url = `${server}/api/documents/${encodeURIComponent(address)}/files`
  return async (file, options) => {
    await ask(server, file, options.signal)
    try {
      return await send(url, file, options)
    } catch (error) {
      if (!(error instanceof UploadError && error.code === 'DOCUMENT_UNKNOWN')) throw error
      await create(server, address, options.signal)
      return await send(url, file, options)
    }
  }
}

/**
 * Asks first whether so large a file is taken at all: a server that refuses one while it comes in closes the line, and
 * a browser tells nothing of why. Whoever does not answer may still take it.
 */
async function ask(server: string, { size }: File, signal: AbortSignal): Promise<void> {
  if (size < askedFromBytes) return
  let maxBytes: unknown
  try {
    const response = await fetch(`${server}/api/files`, { signal })
    maxBytes = response.ok ? parse(await response.text())['maxFileBytes'] : undefined
  } catch {
    // Sending it says more.
    signal.throwIfAborted()
  }
  if (typeof maxBytes === 'number' && size > maxBytes) throw new UploadError('FILE_TOO_LARGE', maxBytes)
}

/** With XMLHttpRequest: `fetch` tells nothing while it sends. */
function send(
  url: string,
  file: File,
  { signal, progress }: { signal: AbortSignal; progress: (part: number) => void },
): Promise<UploadedFile> {
  const { promise, resolve, reject } = Promise.withResolvers<UploadedFile>()
  signal.throwIfAborted()
  const request = new XMLHttpRequest()
  const abort = () => {
    request.abort()
    reject(signal.reason)
  }
  signal.addEventListener('abort', abort, { once: true })
  request.upload.addEventListener('progress', ({ loaded, total }) => progress(total > 0 ? loaded / total : 0))
  request.addEventListener('error', () => reject(new UploadError('OFFLINE')))
  request.addEventListener('load', () => {
    const answer = parse(request.responseText)
    if (request.status === 201 && typeof answer['url'] === 'string') {
      const { url, name, type } = answer
      resolve({ url: String(url), name: String(name ?? file.name), image: String(type).startsWith('image/') })
    } else {
      const maxBytes = Number(/at most (\d+) bytes/.exec(String(answer['detail']))?.[1] ?? Number.NaN)
      reject(new UploadError(String(answer['code'] ?? request.status), Number.isNaN(maxBytes) ? null : maxBytes))
    }
  })
  request.addEventListener('loadend', () => signal.removeEventListener('abort', abort))
  request.open('POST', url)
  request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
  request.setRequestHeader(Header.FileName, encodeURIComponent(file.name))
  request.send(file)
  return promise
}

async function create(server: string, id: string, signal: AbortSignal): Promise<void> {
  const headers = { 'Content-Type': 'application/json' }
  try {
    // That somebody else was faster is as good.
    await fetch(`${server}/api/documents`, { method: 'POST', headers, body: JSON.stringify({ id }), signal })
  } catch {
    signal.throwIfAborted()
    throw new UploadError('OFFLINE')
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    // Not from Encke: something on the way has answered.
    return {}
  }
}

/** What stands in a Markdown text for a file. */
export function markdownOf({ url, name = '', image = false }: UploadedFile): string {
  const words = name.replace(/[\\[\]]/g, '\\$&').replace(/\s+/g, ' ')
  const address = url.replace(/[()\s<>]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return `${image ? '!' : ''}[${words}](${address})`
}
