import { html, type TemplateResult } from 'lit'
import { unsafeHTML } from 'lit/directives/unsafe-html.js'

/**
 * One of Lucide's icons as a decoration: never read out, 1em square, in the colour of the text.
 * Takes the package's own constant strings only; nothing that came from outside may pass here.
 */
export function icon(svg: string): TemplateResult {
  return html`<span class="icon" aria-hidden="true">${unsafeHTML(svg)}</span>`
}
