import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit'
import { systemClock } from '../../protocol/clock.ts'
import { headingOf } from '../../protocol/heading.ts'
import { pathOfPage } from '../../protocol/link-address.ts'
import { define } from '../elements/define.ts'
import { EditorLink, type EditorPort } from '../elements/editor-port.ts'
import { EnckeEarlier } from '../elements/encke-earlier.ts'
import { createDocument } from './documents-client.ts'
import { LeaveGuard } from './leave-guard.ts'
import { PageLocalizeController } from './page-localize.ts'

/** The offer of earlier texts as the page has it: above the bar of the text, with a document to make of each. */
export class EarlierTextNote extends LitElement {
  static override styles = css`
    :host {
      display: contents;
    }
  `
  static override properties = {
    for: { type: String },
    heading: { type: String },
    texts: { state: true },
  }

  declare for: string
  /** What the document is called. */
  declare heading: string
  declare protected texts: EditorPort['earlierTexts']

  readonly #localize = new PageLocalizeController(this)
  readonly #guard = new LeaveGuard({ clock: systemClock })
  readonly #link = new EditorLink(this, {
    events: ['encke-ready', 'encke-earlier'],
    onChange: ({ earlierTexts }) => this.#take(earlierTexts ?? []),
  })

  constructor() {
    super()
    define('encke-earlier', EnckeEarlier)
    this.for = this.heading = ''
    this.texts = []
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#guard.close()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('for')) this.#link.refresh()
  }

  protected override render(): TemplateResult {
    return html`<encke-earlier heading=${this.heading} .texts=${this.texts} .make=${this.#make}
      @earlier-discard=${this.#discard}></encke-earlier>`
  }

  #take(texts: EditorPort['earlierTexts']): void {
    this.texts = texts
    // What only this tab has would be lost with it.
    const lost = texts.reduce((sum, { keptIn, edits }) => sum + (keptIn === 'tab' ? edits : 0), 0)
    this.#guard.take({ state: 'offline', unsentEdits: lost, keepsEdits: false })
  }

  readonly #make = async ({ text }: EditorPort['earlierTexts'][number]): Promise<string> => {
    // Its first heading names it, when it has one.
    const title = headingOf(text) ? '' : this.#localize.term('document.copy-of', this.heading).slice(0, 200)
    const { id } = await createDocument({ title, content: text })
    return pathOfPage(id)
  }

  readonly #discard = ({ detail }: CustomEvent<string>): void => this.#link.editor?.discardEarlierText(detail)
}

declare global {
  interface HTMLElementTagNameMap {
    'earlier-text': EarlierTextNote
  }
}
