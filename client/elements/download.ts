/** Gives a file to the browser, called like its document. `ending` is that of its name, without the dot. */
export function download(name: string, ending: string, file: Blob): void {
  const link = document.createElement('a')
  const url = URL.createObjectURL(file)
  link.href = url
  const plain = fileName(name)
  // A document may be called as a file is already.
  link.download = plain.toLowerCase().endsWith(`.${ending}`) ? plain : `${plain}.${ending}`
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
