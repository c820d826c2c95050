/** What each text is: Markdown, plain, or the name of a language. Empty where nobody has said, which is Markdown. */
export const mode = `
  ALTER TABLE docs ADD COLUMN mode TEXT NOT NULL DEFAULT '';
`
