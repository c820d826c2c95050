/** The Y.Map of a document that holds what it is apart from its text. */
export const PROPERTIES = 'properties'
/** Its key for the mode. */
export const MODE = 'mode'

const maxLength = 40

/**
 * What the text of a document is (D9): `markdown`, `plain`, or a programming language by a name or an ending of files.
 * Lower case; empty for anything else, which is Markdown.
 */
export function parseDocumentMode(value: unknown): string {
  if (typeof value !== 'string' || value.length > maxLength) return ''
  const mode = value.trim().toLowerCase()
  return /^[a-z0-9][a-z0-9+#./ _-]*$/.test(mode) ? mode : ''
}

/** Whether a text of this mode is Markdown: unless somebody says otherwise, it is. */
export function isMarkdownMode(mode: string): boolean {
  return mode === '' || mode === 'markdown'
}
