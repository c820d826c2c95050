import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { systemClock } from '../../protocol/clock.ts'
import { controls } from '../elements/controls.styles.ts'
import { RequestError } from '../elements/request.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { loadCodes } from './code-toggle.ts'
import { copyLater } from './copy-later.ts'
import type { KnownTokens } from './known-tokens.ts'
import { dateOf, type ExpiryChoice, expiryOf } from './link-expiry.ts'
import { renderLinkForm } from './link-form.ts'
import { renderLink } from './link-row.ts'
import { type Link, LinksClient } from './links-client.ts'
import { shareStyles } from './share.styles.ts'
import { styles } from './share-links.styles.ts'
import { ShareLocalizeController } from './share-localize.ts'
import { linkAddress, type SharedDocument } from './shared-document.ts'

/** Whose fault it is that something did not work, as far as the reader can do something about it. */
type Trouble = 'offline' | 'forbidden' | 'missing' | 'busy' | 'full' | 'failed'

/**
 * The links of a document: makes, lists, copies and ends them.
 *
 * @fires {CustomEvent<{ links: readonly Link[] }>} links-change - The list is another one.
 */
export class ShareLinks extends LitElement {
  static override styles = [tokens, controls, shareStyles, styles]
  static override properties = {
    target: { attribute: false },
    tokens: { attribute: false },
    links: { state: true },
    trouble: { state: true },
    making: { state: true },
    choice: { state: true },
    badDate: { state: true },
    asked: { state: true },
    newest: { state: true },
    said: { state: true },
    code: { state: true },
  }

  declare target: SharedDocument
  declare tokens: KnownTokens
  /** Null until the server has answered. */
  declare protected links: readonly Link[] | null
  declare protected trouble: { of: 'list' | 'make' | 'end'; kind: Trouble } | null
  declare protected making: boolean
  declare protected choice: ExpiryChoice
  declare protected badDate: boolean
  /** The link whose end has to be confirmed. */
  declare protected asked: string | null
  /** The link that was made last. */
  declare protected newest: string | null
  declare protected said: string
  /** The link whose QR code is shown. */
  declare protected code: string | null

  readonly #localize = new ShareLocalizeController(this)
  #client: LinksClient | null = null

  constructor() {
    super()
    this.links = null
    this.trouble = null
    this.making = false
    this.choice = 'never'
    this.badDate = false
    this.asked = null
    this.newest = null
    this.said = ''
    this.code = null
  }

  /** Asks the server for the links, as when the dialog is opened again. */
  async refresh(): Promise<void> {
    this.asked = null
    this.newest = null
    this.code = null
    await this.#try('list', async (client) => this.#take(await client.list()))
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('target')) return
    const before = changed.get('target')
    if (before?.server === this.target.server && before?.address === this.target.address) return
    this.#client = new LinksClient({ server: this.target.server, document: this.target.address })
    this.links = null
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      ${renderLinkForm({
        term,
        choice: this.choice,
        firstDay: dateOf(systemClock.now()),
        badDate: this.badDate,
        making: this.making,
        chosen: (choice) => {
          this.choice = choice
          this.badDate = false
        },
        submitted: this.#make,
      })}
      ${this.trouble?.of === 'make' ? this.#renderTrouble(this.trouble.kind) : nothing}
      <section aria-labelledby="links">
        <h3 id="links">${term('share.links')}</h3>
        ${this.#renderList()}
      </section>
      <span role="status" class="visually-hidden">${this.said}</span>
    `
  }

  #renderList(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    if (this.trouble?.of === 'list') {
      return html`
        ${this.#renderTrouble(this.trouble.kind)}
        <button class="link" @click=${() => this.refresh()}>${term('share.try-again')}</button>
      `
    }
    if (this.links === null) return html`<p class="quiet">${term('share.loading')}</p>`
    if (this.links.length === 0) {
      return html`<p class="quiet"><strong>${term('share.none')}.</strong> ${term('share.none-explained')}</p>`
    }
    const now = systemClock.now()
    return html`
      ${this.trouble?.of === 'end' ? this.#renderTrouble(this.trouble.kind) : nothing}
      <ul>${repeat(
        this.links,
        ({ id }) => id,
        (link) => {
          const token = this.tokens.get(link.id)
          return renderLink({
            link,
            now,
            localize: this.#localize,
            title: this.target.title,
            address: token === null ? null : linkAddress(this.target.server, { role: link.role, token }),
            isNew: link.id === this.newest,
            isAsked: link.id === this.asked,
            isCodeShown: link.id === this.code,
            toggleCode: () => this.#toggleCode(link.id),
            ask: (isAsked) => this.#ask(link.id, isAsked),
            end: () => this.#end(link),
          })
        },
      )}</ul>
    `
  }

  #renderTrouble(kind: Trouble): TemplateResult {
    return html`<p class="alert" role="alert">${this.#localize.term(`share.error-${kind}`)}</p>`
  }

  readonly #make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (this.making) return
    const form = event.currentTarget as HTMLFormElement
    const data = new FormData(form)
    const role = data.get('role') === 'editor' ? 'editor' : 'viewer'
    const expiresAt = expiryOf(this.choice, String(data.get('date') ?? ''), systemClock.now())
    this.badDate = expiresAt === undefined
    if (expiresAt === undefined) {
      form.querySelector<HTMLElement>('[name=date]')?.focus()
      return
    }
    this.making = true
    const address = Promise.withResolvers<string>()
    const copying = copyLater(address.promise)
    await this.#try('make', async (client) => {
      const { link, token } = await client.create({ role, label: String(data.get('label') ?? ''), expiresAt })
      this.tokens.remember(link.id, token)
      this.newest = link.id
      this.#take([link, ...(this.links ?? [])])
      form.reset()
      this.choice = 'never'
      address.resolve(linkAddress(this.target.server, { role, token }))
      this.said = this.#localize.term((await copying) ? 'share.made-and-copied' : 'share.made')
    })
    address.reject(new Error('no link was made')) // nothing happens when one was
    this.making = false
  }

  async #toggleCode(linkId: string): Promise<void> {
    if (this.code === linkId) this.code = null
    else if (await loadCodes()) this.code = linkId
    else this.said = this.#localize.term('share.failed-to-load')
  }

  async #ask(linkId: string, isAsked: boolean): Promise<void> {
    this.asked = isAsked ? linkId : null
    await this.updateComplete
    // The button that was pressed is gone: the focus goes to what is in its place.
    const row = this.renderRoot.querySelector(`#link-${CSS.escape(linkId)}`)
    row?.querySelector<HTMLElement>(isAsked ? '.end-now' : '.end')?.focus()
  }

  async #end({ id }: Link): Promise<void> {
    await this.#try('end', async (client) => {
      await client.revoke(id)
      this.tokens.forget(id)
      const at = this.links?.findIndex((link) => link.id === id) ?? 0
      this.#take((this.links ?? []).filter((link) => link.id !== id))
      this.asked = null
      this.said = this.#localize.term('share.ended')
      await this.updateComplete
      const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.end')]
      const next = rows[Math.min(at, rows.length - 1)] ?? this.renderRoot.querySelector<HTMLElement>('.make')
      next?.focus()
    })
  }

  #take(links: readonly Link[]): void {
    this.links = links
    this.dispatchEvent(new CustomEvent('links-change', { detail: { links } }))
  }

  async #try(of: 'list' | 'make' | 'end', work: (client: LinksClient) => Promise<void>): Promise<void> {
    const client = this.#client
    if (client === null) return
    this.trouble = null
    try {
      await work(client)
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      this.trouble = { of, kind: error.code === 'LINKS_FULL' ? 'full' : error.kind }
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'encke-share-links': ShareLinks
  }
}
