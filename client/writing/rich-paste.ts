import { sanitizeToFragment } from '../preview/sanitizer.ts'
import { markdownOf } from './html-markdown.ts'

/** What programs copy besides what a preview has. */
const foreignTags = ['b', 'i', 's', 'strike', 'span', 'section', 'article', 'thead', 'tbody', 'tfoot', 'caption']

/**
 * What was copied from a web page, a word processor or a spreadsheet as Markdown; null where its plain text is as good.
 * A chunk of its own, with the sanitizer of the preview. @throws TypeError where the page's policy forbids that
 */
export function markdownOfHtml(html: string): string | null {
  return markdownOf(sanitizeToFragment(html, foreignTags))
}
