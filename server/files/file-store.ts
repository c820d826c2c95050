import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileError } from './file-error.ts'
import { headLength, type ImageType, imageTypeOf, isImageType } from './file-kind.ts'

export interface FileStoreOptions {
  /** Kept there, or in a folder that goes with the process when it is null. */
  folder: string | null
  /** Of one file; 0 takes none. */
  maxFileBytes: number
  /** Of all files of one document. */
  maxDocumentBytes: number
}

/** A file that is kept. */
export interface StoredFile {
  /** `<folder>/<hash>`: where it is asked for, and nothing that names its document. */
  key: string
  bytes: number
  /** Null for what is no image, and is only ever handed out as a download. */
  image: ImageType | null
}

/** Where a file that is kept can be read. */
export interface FoundFile {
  path: string
  documentId: string
  bytes: number
  /** Null for what is no image. */
  image: ImageType | null
}

/** Files that come in at the same time, over all documents. */
const maxUploads = 16
/** Of a key: the folder, and the hash. */
const keyPart = /^[\da-f]{32}$/
/** How the names of files begin that are not whole yet. */
const uploading = '.upload-'
/** In the folder of each document: whose it is, so that it can go with it. */
const owner = 'document'

/**
 * The files of documents, on disk by the hash of their content: the same file twice is one. A promise that resolves
 * means durable. Knows no document but by its id, and nothing of HTTP.
 */
export class FileStore {
  readonly maxFileBytes: number
  readonly maxDocumentBytes: number
  readonly #folder: string
  readonly #isTemporary: boolean
  /** The names of the files that come in now. */
  readonly #uploads = new Set<string>()
  /** Files are put into their place one after the other, so that two cannot both take the last room. */
  #last: Promise<unknown> = Promise.resolve()

  /** Does nothing yet: the folder is made with the first file. */
  constructor({ folder, maxFileBytes, maxDocumentBytes }: FileStoreOptions) {
    this.#folder = folder ?? join(tmpdir(), `encke-files-${randomUUID()}`)
    this.#isTemporary = folder === null
    this.maxFileBytes = maxFileBytes
    this.maxDocumentBytes = maxDocumentBytes
  }

  /**
   * Keeps a file of a document that exists. `type` is what the sender says of it, and `bytes` how large it will be, if
   * that is known. @throws FileError; then nothing of it is left
   */
  async add(
    documentId: string,
    { body, type, bytes }: { body: AsyncIterable<Uint8Array>; type: string; bytes: number | null },
  ): Promise<StoredFile> {
    if (bytes !== null && bytes > this.maxFileBytes) throw this.#tooLarge()
    if (this.#uploads.size >= maxUploads) throw new FileError('BUSY', 'too many files come in at once')
    const folder = folderOf(documentId)
    const upload = `${uploading}${randomUUID()}`
    const path = join(this.#folder, folder, upload)
    this.#uploads.add(upload)
    const chunks = cutOffAsSuch(body)
    try {
      await this.#prepare(folder, documentId)
      const { hash, size, head } = await this.#receive(path, chunks)
      if (size === 0 || (bytes !== null && size !== bytes)) throw new FileError('CUT_OFF', 'the file ended too soon')
      const image = imageTypeOf(head)
      if (image === null && isImageType(type)) throw new FileError('NO_IMAGE', `the bytes are not those of ${type}`)
      await this.#place(path, { folder, hash, size })
      return { key: `${folder}/${hash}`, bytes: size, image }
    } catch (error) {
      await rm(path, { force: true }).catch(() => {}) // A disk that fails may not even delete; the sweep tries again.
      if (error instanceof FileError) throw error
      // A sender hears the answer only at the end of what it sends: a line that is closed before says nothing.
      await discard(chunks, this.maxFileBytes)
      throw new FileError('UNAVAILABLE', 'the disk does not take it', { cause: error })
    } finally {
      await chunks.return()
      this.#uploads.delete(upload)
    }
  }

  /** A file by its key, and whose it is; null when there is none. Whether its document still is, the caller knows. */
  async find(folder: string, hash: string): Promise<FoundFile | null> {
    if (!keyPart.test(folder) || !keyPart.test(hash)) return null
    const documentId = await this.#ownerOf(folder)
    if (documentId === null) return null
    const path = join(this.#folder, folder, hash)
    let file: FileHandle | undefined
    try {
      file = await open(path, 'r')
      const head = Buffer.alloc(headLength)
      const { bytesRead } = await file.read(head, 0, headLength, 0)
      return { path, documentId, bytes: (await file.stat()).size, image: imageTypeOf(head.subarray(0, bytesRead)) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw new FileError('UNAVAILABLE', 'the file cannot be read', { cause: error })
    } finally {
      await file?.close()
    }
  }

  /** Deletes all files of a document. */
  async delete(documentId: string): Promise<void> {
    await rm(join(this.#folder, folderOf(documentId)), { recursive: true, force: true })
  }

  /**
   * Deletes the files of documents that are no more, and what uploads left behind that were killed; how many folders
   * went.
   */
  async sweep(exists: (documentId: string) => Promise<boolean>): Promise<number> {
    let gone = 0
    for (const folder of await list(this.#folder)) {
      if (!keyPart.test(folder)) continue
      const path = join(this.#folder, folder)
      const documentId = await this.#ownerOf(folder)
      const names = await list(path)
      const left = names.filter((name) => name.startsWith(uploading) && !this.#uploads.has(name))
      for (const name of left) await rm(join(path, name), { force: true })
      const isGone = documentId !== null && !(await exists(documentId))
      // Of a folder that does not say whose it is no file was ever kept, unless the disk has lost it: then it stays.
      const isEmpty = documentId === null && this.#uploads.size === 0 && !names.some((name) => keyPart.test(name))
      if (!isGone && !isEmpty) continue
      await rm(path, { recursive: true, force: true })
      gone += 1
    }
    return gone
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#last
    if (this.#isTemporary) await rm(this.#folder, { recursive: true, force: true })
  }

  /** Whose a folder is; null when it does not say, or says something else than its name. */
  async #ownerOf(folder: string): Promise<string | null> {
    const documentId = await readFile(join(this.#folder, folder, owner), 'utf8').catch(() => null)
    return documentId !== null && folderOf(documentId) === folder ? documentId : null
  }

  async #prepare(folder: string, documentId: string): Promise<void> {
    const path = join(this.#folder, folder)
    await mkdir(path, { recursive: true, mode: 0o700 })
    if ((await this.#ownerOf(folder)) !== null) return
    // All of it or nothing: a full disk, or a killed process, would leave half of a name.
    const unfinished = join(path, `${uploading}${randomUUID()}`)
    try {
      await writeFile(unfinished, documentId, { flag: 'wx', flush: true })
      await rename(unfinished, join(path, owner))
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
    await syncFolder(this.#folder)
  }

  /** Writes it down as it comes, never more than is allowed, and to the disk for good. */
  async #receive(
    path: string,
    chunks: AsyncGenerator<Uint8Array, void>,
  ): Promise<{ hash: string; size: number; head: Uint8Array }> {
    const hash = createHash('sha256')
    const head: Uint8Array[] = []
    let size = 0
    const file = await open(path, 'wx', 0o600)
    try {
      // Not `for await`: what is left has to be there still when the disk fails.
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
        const chunk = next.value
        size += chunk.byteLength
        if (size > this.maxFileBytes) throw this.#tooLarge()
        hash.update(chunk)
        if (size - chunk.byteLength < headLength) head.push(chunk.slice(0, headLength))
        await file.writeFile(chunk)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    return { hash: hash.digest('hex').slice(0, 32), size, head: Buffer.concat(head).subarray(0, headLength) }
  }

  async #place(path: string, { folder, hash, size }: { folder: string; hash: string; size: number }): Promise<void> {
    const turn = this.#last.then(async () => {
      const target = join(this.#folder, folder, hash)
      const names = (await list(join(this.#folder, folder))).filter((name) => keyPart.test(name) && name !== hash)
      const sizes = await Promise.all(names.map(async (name) => (await stat(join(this.#folder, folder, name))).size))
      const total = sizes.reduce((sum, each) => sum + each, size)
      if (total > this.maxDocumentBytes) {
        throw new FileError('FULL', `the files of a document have at most ${this.maxDocumentBytes} bytes together`)
      }
      await rename(path, target)
      await syncFolder(join(this.#folder, folder))
    })
    this.#last = turn.catch(() => {}) // Told to whoever sent it.
    await turn
  }

  #tooLarge(): FileError {
    return new FileError('TOO_LARGE', `a file has at most ${this.maxFileBytes} bytes`)
  }
}

/** What stands for a document in the addresses of its files: it does not say which, so that who may read may not guess. */
function folderOf(documentId: string): string {
  return createHash('sha256').update(`encke files of ${documentId}`).digest('hex').slice(0, 32)
}

async function* cutOffAsSuch(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* body
  } catch (cause) {
    throw new FileError('CUT_OFF', 'the file ended too soon', { cause })
  }
}

/** Reads on to the end, or that many bytes. */
async function discard(chunks: AsyncGenerator<Uint8Array, void>, maxBytes: number): Promise<void> {
  let bytes = 0
  while (bytes <= maxBytes) {
    // That it ended too soon makes no difference any more.
    const next = await chunks.next().catch(() => null)
    if (next === null || next.done) return
    bytes += next.value.byteLength
  }
}

async function list(folder: string): Promise<string[]> {
  return await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
