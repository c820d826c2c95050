import { html, nothing, type TemplateResult } from 'lit'
import { QrCode as QrIcon } from 'lucide-static'
import { define } from '../elements/define.ts'
import { icon } from '../elements/icon.ts'
import type { ShareLocalizeController } from './share-localize.ts'

/** Loads what draws QR codes; false when it does not come. */
export async function loadCodes(): Promise<boolean> {
  try {
    define('encke-share-code', (await import('./share-code.ts')).ShareCode)
    return true
  } catch {
    // Offline: whoever asked says so.
    return false
  }
}

/** The button that shows the QR code of an address, or takes it away. */
export function renderCodeToggle({
  localize,
  name,
  isShown,
  toggle,
}: {
  localize: ShareLocalizeController
  /** Of the link; empty for the page itself. */
  name: string
  isShown: boolean
  toggle: () => void
}): TemplateResult {
  const words = name === '' ? localize.term('share.code') : localize.term('share.code-of', name)
  return html`<button class="bordered code" aria-label=${words} title=${words} aria-expanded=${String(isShown)}
    @click=${toggle}>${icon(QrIcon)}</button>`
}

/** The QR code of an address, where it is shown. */
export function renderCode({
  localize,
  address,
  title,
  isShown,
}: {
  localize: ShareLocalizeController
  address: string
  /** Of the document. */
  title: string
  isShown: boolean
}): TemplateResult | typeof nothing {
  if (!isShown) return nothing
  return html`<encke-share-code text=${address} label=${localize.term('share.code-alt', address)}
    file=${title || localize.term('share.code')}></encke-share-code>`
}
