import { html, nothing, type TemplateResult } from 'lit'
import { type ExpiryChoice, expiryChoices } from './link-expiry.ts'
import type { ShareLocalizeController } from './share-localize.ts'

/** Characters of a label, as the server has it. */
const maxLabelLength = 100

export interface LinkFormOptions {
  term: ShareLocalizeController['term']
  choice: ExpiryChoice
  /** The first day that can be chosen, as a date field has it. */
  firstDay: string
  badDate: boolean
  making: boolean
  chosen: (choice: ExpiryChoice) => void
  submitted: (event: SubmitEvent) => void
}

/** What a new link is to be. */
export function renderLinkForm(options: LinkFormOptions): TemplateResult {
  const { term, choice, firstDay, badDate, making, chosen, submitted } = options
  return html`
    <form novalidate aria-label=${term('share.new-link')} @submit=${submitted}>
      <label class="field">${term('share.role')}
        <select name="role">
          <option value="viewer">${term('share.role-viewer')}</option>
          <option value="editor">${term('share.role-editor')}</option>
        </select>
      </label>
      <label class="field">${term('share.expiry')}
        <select name="expiry" .value=${choice}
          @change=${(event: Event) => chosen((event.target as HTMLSelectElement).value as ExpiryChoice)}>
          ${expiryChoices.map((each) => html`<option value=${each}>${term(`share.expiry-${each}`)}</option>`)}
        </select>
      </label>
      ${
        choice === 'date'
          ? html`<label class="field">${term('share.date')}
              <input type="date" name="date" min=${firstDay} aria-invalid=${badDate}
                aria-describedby=${badDate ? 'bad-date' : nothing} />
              ${badDate ? html`<span id="bad-date" class="alert">${term('share.date-past')}</span>` : nothing}
            </label>`
          : nothing
      }
      <label class="field label">${term('share.label')}
        <input name="label" autocomplete="off" maxlength=${maxLabelLength} placeholder=${term('share.label-hint')} />
      </label>
      <button class="primary make" aria-disabled=${making}>${term(making ? 'share.making' : 'share.make')}</button>
    </form>
  `
}
