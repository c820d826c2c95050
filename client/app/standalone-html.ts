import { escapeHtml } from '../preview/markdown-html.ts'
import { renderMarkdown } from '../preview/render-markdown.ts'

/** A Markdown text as one HTML file that needs nothing else, runs nothing, and is read well on paper too. */
export function standaloneHtml({ name, text, language }: { name: string; text: string; language: string }): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src https: data:; style-src 'unsafe-inline'">
<title>${escapeHtml(name)}</title>
<style>
  :root { color-scheme: light dark; font: 17px/1.6 system-ui, sans-serif }
  body { max-width: 42rem; margin: 3rem auto; padding: 0 1.5rem; overflow-wrap: break-word }
  img { max-width: 100% }
  pre { overflow: auto; padding: 1rem; border: 1px solid #8886; border-radius: 6px }
  code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .9em }
  blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid #8886 }
  table { border-collapse: collapse } th, td { padding: .25rem .75rem; border: 1px solid #8886 }
</style>
<body>
${String(renderMarkdown(text))}
</body>
</html>
`
}
