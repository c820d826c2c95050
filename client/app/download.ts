/** What a text can be taken home as. */
export type DownloadFormat = 'md' | 'txt' | 'html'

const types: Record<DownloadFormat, string> = { md: 'text/markdown', txt: 'text/plain', html: 'text/html' }

/** Gives a text to the browser as a file, called like its document. */
export function download(name: string, format: DownloadFormat, text: string): void {
  const link = document.createElement('a')
  const url = URL.createObjectURL(new Blob([text], { type: `${types[format]};charset=utf-8` }))
  link.href = url
  link.download = `${fileName(name)}.${format}`
  link.click()
  // Not at once: some browsers begin to read it a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A name that every system takes for a file. */
export function fileName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return (
    plain
      .slice(0, 100)
      .replace(/[. ]+$/, '')
      .replace(/^\.+/, '')
      .trim() || 'Encke'
  )
}
