import { html, nothing, type TemplateResult } from 'lit'
import { Eye, Pencil } from 'lucide-static'
import { icon } from '../elements/icon.ts'
import { renderCode, renderCodeToggle } from './code-toggle.ts'
import type { Link } from './links-client.ts'
import { canSend, sendAddress } from './send-text.ts'
import type { ShareLocalizeController } from './share-localize.ts'

export interface LinkRowOptions {
  link: Link
  now: number
  localize: ShareLocalizeController
  /** Of the document. */
  title: string
  /** Where it leads; null when only others know. */
  address: string | null
  /** Made a moment ago. */
  isNew: boolean
  /** Its end has to be confirmed. */
  isAsked: boolean
  /** Its QR code is under it. */
  isCodeShown: boolean
  toggleCode: () => void
  ask: (isAsked: boolean) => void
  end: () => void
}

/** What a link is called where it has no label. */
export function nameOfLink({ label, role }: Pick<Link, 'label' | 'role'>, localize: ShareLocalizeController): string {
  return label || localize.term(`share.can-${role}`)
}

/** One link of the list. */
export function renderLink(options: LinkRowOptions): TemplateResult {
  const { link, now, localize, isNew, isAsked } = options
  const { id, role, label, expiresAt } = link
  const isOver = expiresAt !== null && expiresAt <= now
  const words = [...(label === '' ? [] : [localize.term(`share.can-${role}`)]), validityOf(link, isOver, localize)]
  return html`
    <li id=${`link-${id}`} class="${isOver ? 'over' : ''} ${isNew ? 'new' : ''}">
      <span class="role" title=${localize.term(`share.can-${role}`)}>${icon(role === 'viewer' ? Eye : Pencil)}</span>
      <div class="about">
        <strong dir="auto">${nameOfLink(link, localize)}</strong>
        <span class="hint">${words.join(' · ')}</span>
      </div>
      ${isAsked ? renderQuestion(options) : renderActions(options, isOver)}
    </li>
  `
}

function renderActions(options: LinkRowOptions, isOver: boolean): TemplateResult {
  const { link, localize, title, address, isCodeShown, toggleCode, ask, end } = options
  const name = nameOfLink(link, localize)
  return html`
    <div class="actions">
      ${
        isOver || address === null
          ? nothing
          : html`<encke-share-copy text=${address} label=${localize.term('share.copy-link', name)}></encke-share-copy>
              ${renderCodeToggle({ localize, name, isShown: isCodeShown, toggle: toggleCode })}
              ${
                canSend()
                  ? html`<button class="bordered" aria-label=${localize.term('share.send-link', name)}
                      @click=${() => sendAddress({ title, url: address })}>${localize.term('share.send')}</button>`
                  : nothing
              }`
      }
      ${
        isOver
          ? html`<button class="quiet end" aria-label=${localize.term('share.remove-link', name)}
              @click=${end}>${localize.term('share.remove')}</button>`
          : html`<button class="quiet end" aria-label=${localize.term('share.end-link', name)}
              @click=${() => ask(true)}>${localize.term('share.end')}</button>`
      }
    </div>
    ${isOver || address === null ? nothing : renderCode({ localize, address, title, isShown: isCodeShown })}
    ${isOver || address !== null ? nothing : html`<p class="hint elsewhere">${localize.term('share.elsewhere')}</p>`}
  `
}

function renderQuestion({ localize, ask, end }: LinkRowOptions): TemplateResult {
  return html`
    <div class="question" role="group" aria-labelledby="sure"
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return
        // Only the question goes, not the dialog.
        event.preventDefault()
        event.stopPropagation()
        ask(false)
      }}>
      <p id="sure">${localize.term('share.end-sure')}</p>
      <button class="bordered danger end-now" @click=${end}>${localize.term('share.end-now')}</button>
      <button class="quiet" @click=${() => ask(false)}>${localize.term('share.keep')}</button>
    </div>
  `
}

function validityOf({ expiresAt }: Link, isOver: boolean, localize: ShareLocalizeController): string {
  if (expiresAt === null) return localize.term('share.never')
  const end = new Date(expiresAt)
  // A link that ends at midnight was given a last day: the day before, to whoever reads.
  const isWholeDay = end.getHours() === 0 && end.getMinutes() === 0
  const when = isWholeDay
    ? localize.date(new Date(expiresAt - 1), { dateStyle: 'medium' })
    : localize.date(end, { dateStyle: 'medium', timeStyle: 'short' })
  return localize.term(isOver ? 'share.expired' : 'share.until', when)
}
