import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { Check, X } from 'lucide-static'
import { systemClock } from '../../protocol/clock.ts'
import { announcementPreference } from '../announcements/announcement-level.ts'
import { closeOutside } from '../elements/close-outside.ts'
import { controls } from '../elements/controls.styles.ts'
import { coveringRadioStyles } from '../elements/covering-radio.styles.ts'
import { dialogStyles } from '../elements/dialog.styles.ts'
import { icon } from '../elements/icon.ts'
import { selectStyles } from '../elements/select.styles.ts'
import { personColor, tokens } from '../elements/tokens.styles.ts'
import { browserStorage, type Identity, IdentityStore } from '../presence/identity.ts'
import { palette } from '../presence/palette.ts'
import { caretsPreference } from '../presence/preference.ts'
import { MAX_NAME_LENGTH } from '../presence/presence-state.ts'
import { OpenedDocuments } from './opened-documents.ts'
import { pageStyles } from './page.styles.ts'
import { PreferenceController } from './preference-controller.ts'
import {
  fontStacks,
  languagePreference,
  textFontPreference,
  textSizePreference,
  themePreference,
  transportPreference,
} from './preferences.ts'
import { styles } from './settings-dialog.styles.ts'
import { SettingsLocalizeController } from './settings-localize.ts'
import { sideStyles } from './side-dialog.styles.ts'

/** A change of who the reader is. What else the dialog changes is a preference, and whoever it concerns watches it. */
export type YouChange = { name: string } | { color: string }

const colorNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const
const fonts = ['sans', 'serif', 'mono'] as const
const sizes = ['small', 'medium', 'large', 'larger'] as const
const themes = ['auto', 'light', 'dark'] as const
const languages = ['auto', 'en', 'ru'] as const
const announcements = ['off', 'joins', 'near', 'all'] as const
const transports = ['auto', 'websocket', 'sse', 'long-poll', 'poll'] as const

/**
 * All that a reader can settle for this browser: who they are, how the text and the page look, what they see of others,
 * and how the connection is made. Each change comes at once, in all tabs; there is nothing to confirm.
 *
 * @fires {CustomEvent<YouChange>} you-change - The name or the colour; kept already.
 */
export class SettingsDialog extends LitElement {
  static override styles = [
    tokens,
    controls,
    selectStyles,
    coveringRadioStyles,
    pageStyles,
    dialogStyles,
    sideStyles,
    styles,
  ]
  static override properties = { identity: { attribute: false }, recall: { state: true } }

  /** Who the reader is; what is kept in this browser, unless somebody knows better. */
  declare identity: Pick<Identity, 'name' | 'color'>
  /** Brings back what has just been forgotten. */
  declare protected recall: (() => void) | null

  readonly #localize = new SettingsLocalizeController(this)
  readonly #font = new PreferenceController(this, textFontPreference())
  readonly #size = new PreferenceController(this, textSizePreference())
  readonly #theme = new PreferenceController(this, themePreference())
  readonly #language = new PreferenceController(this, languagePreference())
  readonly #transport = new PreferenceController(this, transportPreference())
  readonly #announcements = new PreferenceController(this, announcementPreference())
  readonly #carets = new PreferenceController(this, caretsPreference())
  readonly #identities = new IdentityStore({
    storage: browserStorage(),
    language: document.documentElement.lang,
    random: systemClock.random,
  })
  readonly #opened = new OpenedDocuments()

  constructor() {
    super()
    this.identity = this.#identities.identity
    this.recall = null
  }

  /** Opens it; with `part: 'name'` with the name ready to be overwritten. */
  show({ part }: { part?: 'name' } = {}): void {
    const dialog = this.renderRoot.querySelector('dialog')
    if (!dialog || dialog.open) return
    this.recall = null
    dialog.showModal()
    const name = dialog.querySelector<HTMLInputElement>('[name=name]')
    // A phone would bring its keyboard, and hide what was asked for.
    if (part === 'name') name?.select()
    else dialog.focus()
  }

  protected override render(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <dialog aria-labelledby="title" tabindex="-1" @click=${closeOutside}>
        <div class="head">
          <h2 id="title">${term('settings.title')}</h2>
          <button aria-label=${term('settings.close')} @click=${this.#close}>${icon(X)}</button>
        </div>
        <form class="body" method="dialog">
          ${this.#renderYou()} ${this.#renderText()} ${this.#renderPage()} ${this.#renderOthers()}
          <button class="done">${term('settings.done')}</button>
        </form>
      </dialog>
    `
  }

  #renderYou(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <section aria-labelledby="you">
        <h3 id="you">${term('settings.you')}</h3>
        <label class="field">
          <span class="label">${term('settings.name')}</span>
          <input type="text" name="name" maxlength=${MAX_NAME_LENGTH} autocomplete="nickname" enterkeyhint="done"
            aria-describedby="hint" .value=${this.identity.name} @change=${this.#rename} />
          <span class="hint" id="hint">${term('settings.name-hint')}</span>
        </label>
        <fieldset>
          <legend>${term('settings.color')}</legend>
          <div class="swatches">${colorNumbers.map((number) => this.#renderSwatch(number))}</div>
        </fieldset>
        ${this.#renderOpened()}
      </section>
    `
  }

  /** One button for both, so that the focus stays on it. */
  #renderOpened(): TemplateResult | typeof nothing {
    const { recall } = this
    if (recall === null && this.#opened.all.size === 0) return nothing
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <p class="opened">
        <span role="status">${recall ? term('settings.forgotten') : ''}</span>
        <button type="button" class="link quiet" @click=${recall ? this.#undoForget : this.#forget}>
          ${term(recall ? 'settings.undo' : 'settings.forget')}
        </button>
      </p>
    `
  }

  #renderSwatch(number: (typeof colorNumbers)[number]): TemplateResult {
    const color = palette[number - 1]!
    const name = this.#localize.term(`color.${number}`)
    return html`
      <label class="swatch" title=${name} .style=${`--_person: ${personColor(color)}`}>
        <input type="radio" name="color" value=${color} aria-label=${name} .checked=${this.identity.color === color}
          @change=${() => this.#change({ color })} />
        <i>${icon(Check)}</i>
      </label>
    `
  }

  #renderText(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    const chosen = this.#font.value
    return html`
      <section aria-labelledby="text">
        <h3 id="text">${term('settings.text')}</h3>
        <fieldset>
          <legend>${term('settings.font')}</legend>
          <div class="choices">
            ${fonts.map(
              (font) => html`
                <label class="choice" .style=${`font-family: ${fontStacks[font]}`}>
                  <input type="radio" name="font" .checked=${chosen === font} @change=${() => this.#font.choose(font)} />
                  ${term(`settings.font-${font}`)}
                </label>
              `,
            )}
          </div>
        </fieldset>
        <fieldset>
          <legend>${term('settings.size')}</legend>
          <div class="choices">
            ${sizes.map(
              (size) => html`
                <label class="choice size-${size}" title=${term(`settings.size-${size}`)}>
                  <input type="radio" name="size" aria-label=${term(`settings.size-${size}`)}
                    .checked=${this.#size.value === size} @change=${() => this.#size.choose(size)} />
                  <span aria-hidden="true">${term('settings.letter')}</span>
                </label>
              `,
            )}
          </div>
        </fieldset>
      </section>
    `
  }

  #renderPage(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <section aria-labelledby="page">
        <h3 id="page">${term('settings.page')}</h3>
        <fieldset>
          <legend>${term('settings.theme')}</legend>
          <div class="choices">
            ${themes.map(
              (theme) => html`
                <label class="choice">
                  <input type="radio" name="theme" .checked=${this.#theme.value === theme}
                    @change=${() => this.#theme.choose(theme)} />
                  ${term(`settings.theme-${theme}`)}
                </label>
              `,
            )}
          </div>
        </fieldset>
        <fieldset>
          <legend>${term('settings.language')}</legend>
          <div class="choices">
            ${languages.map(
              (language) => html`
                <label class="choice" lang=${language === 'auto' ? document.documentElement.lang : language}>
                  <input type="radio" name="language" .checked=${this.#language.value === language}
                    @change=${() => this.#language.choose(language)} />
                  ${language === 'auto' ? term('settings.language-auto') : term(`settings.language-${language}`)}
                </label>
              `,
            )}
          </div>
        </fieldset>
      </section>
    `
  }

  #renderOthers(): TemplateResult {
    const term = this.#localize.term.bind(this.#localize)
    return html`
      <section aria-labelledby="others">
        <h3 id="others">${term('settings.others')}</h3>
        <label class="switch">
          <input type="checkbox" name="carets" .checked=${this.#carets.value === 'on'} @change=${this.#onCarets} />
          ${term('settings.carets')}
        </label>
        <label class="field">
          <span class="label">${term('settings.announcements')}</span>
          <select name="announcements" @change=${this.#onAnnouncements}>
            ${announcements.map(
              (level) => html`
                <option value=${level} .selected=${this.#announcements.value === level}>
                  ${term(`settings.announcements-${level}`)}
                </option>
              `,
            )}
          </select>
          <span class="hint">${term('settings.announcements-hint')}</span>
        </label>
        <label class="field">
          <span class="label">${term('settings.transport')}</span>
          <select name="transport" @change=${this.#onTransport}>
            ${transports.map(
              (transport) => html`
                <option value=${transport} .selected=${this.#transport.value === transport}>
                  ${term(`settings.transport-${transport}`)}
                </option>
              `,
            )}
          </select>
          <span class="hint">${term('settings.transport-hint')}</span>
        </label>
      </section>
    `
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close()

  readonly #rename = (event: Event): void => {
    const input = event.target as HTMLInputElement
    const name = input.value.trim()
    if (name === '') input.value = this.identity.name
    else if (name !== this.identity.name) this.#change({ name })
  }

  readonly #forget = (): void => {
    this.recall = this.#opened.clear()
  }

  readonly #undoForget = (): void => {
    this.recall?.()
    this.recall = null
  }

  readonly #onCarets = (event: Event): void => {
    this.#carets.choose((event.target as HTMLInputElement).checked ? 'on' : 'off')
  }

  readonly #onAnnouncements = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement
    this.#announcements.choose(announcements.find((level) => level === value) ?? 'near')
  }

  readonly #onTransport = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement
    this.#transport.choose(transports.find((transport) => transport === value) ?? 'auto')
  }

  #change(change: YouChange): void {
    this.identity = this.#identities.update(change)
    this.dispatchEvent(new CustomEvent<YouChange>('you-change', { detail: change, bubbles: true, composed: true }))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'settings-dialog': SettingsDialog
  }
}
