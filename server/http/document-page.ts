import { escapeHtml } from './plain-html.ts'

/** A page that shows a document's text as it is, without any script or style. Everything in it is escaped. */
export function documentPage({ title, text }: { title: string; text: string }): string {
  // A parser drops the first line end of a <pre>, so it gets one to drop.
  return `<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<pre>
${escapeHtml(text)}</pre>
`
}
