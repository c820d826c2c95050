/** `markdown`, `plain`, or the name of a programming language. */
export type EditorMode = string

/** The mode that an attribute asks for; Markdown where it says nothing. */
export function parseEditorMode(text: string | null): EditorMode {
  return text?.trim().toLowerCase() || 'markdown'
}

/** Whether the text is code: everything but prose. */
export function isCodeMode(mode: EditorMode): boolean {
  return mode !== 'markdown' && mode !== 'plain'
}
