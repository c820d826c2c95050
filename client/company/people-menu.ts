import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { EditorPort, Face } from '../elements/editor-port.ts'
import { initials } from '../elements/face.ts'
import { personColor } from '../elements/tokens.styles.ts'
import type { companyPhrasesIn } from './company-localize.ts'
import { nameOf } from './name-of.ts'

export interface PeopleMenuOptions {
  people: readonly Face[]
  phrases: ReturnType<typeof companyPhrasesIn>
  /** Null where there is no editor: then nobody can be jumped to or followed. */
  editor: EditorPort | null
  /** True when the own row can be chosen. */
  canEditSelf: boolean
  /** Whether the others' carets are drawn; null when that is not the reader's to say. */
  carets: boolean | null
  onSelect: (person: Face) => void
  onFollow: (person: Face) => void
  onCarets: (shown: boolean) => void
}

/** Everybody who is here, one under the other: name, state and line; jump to, follow; and a switch for their carets. */
export function renderPeopleMenu(options: PeopleMenuOptions): TemplateResult {
  const { people, phrases, carets } = options
  const ordered = [...people.filter(({ self }) => self), ...people.filter(({ self }) => !self)]
  return html`
    <ul class="everybody" role="list" aria-label=${phrases['presence.everybody']}>
      ${repeat(
        ordered,
        ({ id }) => id,
        (person) => html`<li>${renderRow(person, options)}${renderFollow(person, options)}</li>`,
      )}
    </ul>
    ${
      carets === null
        ? nothing
        : html`<label class="carets">
            <input type="checkbox" role="switch" .checked=${carets}
              @change=${(event: Event) => options.onCarets((event.target as HTMLInputElement).checked)} />
            <span>${phrases['people.carets']}</span>
          </label>`
    }
  `
}

function renderRow(person: Face, { phrases, editor, canEditSelf, onSelect }: PeopleMenuOptions): TemplateResult {
  const name = nameOf(person, phrases)
  const line = editor && !person.self ? editor.lineOfUser(person.id) : null
  const isFollower = editor !== null && isFollowing(person, editor)
  const words = [
    phrases[`activity.${person.activity}`],
    line === null ? '' : phrases['people.line'](line),
    person.stale ? phrases['people.stale'] : '',
    isFollower ? phrases['people.follows-you'] : '',
  ]
  const content = html`
    <span class="disc" data-initials=${initials(name)}></span>
    <span class="about">
      <span class="name">${name}${person.self ? ` (${phrases['presence.you']})` : ''}</span>
      <span class="state">${words.filter(Boolean).join(' · ')}</span>
    </span>
  `
  const classes = `row ${person.activity} ${person.stale ? 'stale' : ''}`
  // The style goes in as a property: a strict Content-Security-Policy refuses style attributes, but not the CSSOM.
  const style = `--_person: ${personColor(person.color)}`
  return (person.self ? canEditSelf : editor !== null)
    ? html`<button class=${classes} .style=${style} @click=${() => onSelect(person)}>${content}</button>`
    : html`<div class=${classes} .style=${style}>${content}</div>`
}

function renderFollow(person: Face, { phrases, editor, onFollow }: PeopleMenuOptions): TemplateResult | typeof nothing {
  if (editor === null || person.self) return nothing
  const isFollowed = editor.follow === person.id
  // The name has the words that are seen in it.
  const label = phrases[isFollowed ? 'follow.following' : 'people.follow-person'](nameOf(person, phrases))
  return html`
    <button class="follow" aria-pressed=${isFollowed} aria-label=${label}
      @click=${() => onFollow(person)}>${phrases[isFollowed ? 'people.following' : 'people.follow']}</button>
  `
}

/** Whether somebody follows the reader of this editor. */
export function isFollowing(person: Face, editor: Pick<EditorPort, 'users'>): boolean {
  return person.following != null && editor.users.some(({ id, self }) => self && id === person.following)
}
