import type { EarlierHost } from './earlier-host.ts'
import { editorEvent } from './editor-events.ts'

/**
 * Tells the page of texts of earlier histories, and has the editor offer them where the page does not. Hardly anybody
 * ever has such a text: what offers it is not loaded before.
 */
export function tellEarlier(host: EarlierHost): void {
  const texts = host.earlierTexts
  const event = editorEvent('encke-earlier', { texts }, { cancelable: true })
  if (!host.dispatchEvent(event) || texts.length === 0) return
  // It is kept, and offered when the page is next opened.
  import('./earlier-offer.ts').then(({ offerEarlier }) => offerEarlier(host)).catch(() => {})
}
