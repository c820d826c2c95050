import { define } from './define.ts'
import type { EarlierHost } from './earlier-host.ts'
import { EnckeEarlier } from './encke-earlier.ts'

/** Draws the texts of earlier histories above the text of an editor, for as long as there are any. */
export function offerEarlier(editor: EarlierHost): void {
  if (editor.renderRoot.querySelector('encke-earlier')) return
  define('encke-earlier', EnckeEarlier)
  const offer = document.createElement('encke-earlier')
  // As wide as the text below it.
  offer.style.maxWidth = 'var(--encke-content-width, none)'
  const show = () => {
    offer.lang = editor.lang
    offer.heading = editor.label || editor.document || ''
    offer.texts = editor.earlierTexts
  }
  offer.addEventListener('earlier-discard', (event) => {
    editor.discardEarlierText((event as CustomEvent<string>).detail)
    editor.focus()
  })
  editor.addEventListener('encke-earlier', show)
  // Of another document, perhaps.
  editor.addEventListener('encke-ready', show)
  show()
  // Before what the editor renders by itself, which stays as it is.
  editor.renderRoot.prepend(offer)
}
