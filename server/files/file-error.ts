/**
 * - `TOO_LARGE`: one file is past its limit.
 * - `FULL`: the files of the document together would be past theirs.
 * - `NO_IMAGE`: it is said to be an image, and its bytes are not that of one.
 * - `CUT_OFF`: it ended before its end, or is empty.
 * - `BUSY`: too many come in at once.
 * - `UNAVAILABLE`: the disk is full or fails.
 */
export type FileErrorCode = 'TOO_LARGE' | 'FULL' | 'NO_IMAGE' | 'CUT_OFF' | 'BUSY' | 'UNAVAILABLE'

/** Why a file was not kept. Nothing of it is left. What the operating system said is the `cause`. */
export class FileError extends Error {
  readonly code: FileErrorCode
  constructor(code: FileErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'FileError'
    this.code = code
  }
}
