/** What is shown of a text: itself, itself and its preview, or its preview. */
export type EditorLayout = 'edit' | 'split' | 'preview'

/** The layout that an attribute asks for; `edit` for what is none. */
export function parseLayout(text: string | null): EditorLayout {
  return text === 'split' || text === 'preview' ? text : 'edit'
}
