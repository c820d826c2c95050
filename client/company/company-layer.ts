import type { EditorView } from '@codemirror/view'
import { html, nothing, render, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { FollowState } from '../following/following.ts'
import { paletteIndex } from '../presence/palette.ts'
import type { Person } from '../presence/people.ts'
import type { companyPhrasesIn } from './company-localize.ts'
import type { Edge, EdgePeople, EdgePerson } from './edge-people.ts'
import { nameOf } from './name-of.ts'

/** What is drawn over the text. */
export interface CompanyPicture {
  phrases: ReturnType<typeof companyPhrasesIn>
  follow: FollowState
  /** Whether who is followed has a caret in the text. */
  hasCaret: boolean
  edges: EdgePeople
  /** An answer to the reader, for who sees; empty without one. */
  note: string
}

export interface CompanyLayerOptions {
  view: EditorView
  onStop: () => void
  onResume: () => void
  /** A place at the edge was chosen. */
  onJump: (person: EdgePerson) => void
}

/**
 * What is drawn over the text about the others, and what is said. A sibling of the scrolling part of the editor, outside
 * the text: nothing in it moves a word, and the live region is not part of what is edited.
 */
export class CompanyLayer {
  readonly #options: CompanyLayerOptions
  readonly #layer = document.createElement('div')
  readonly #live = document.createElement('div')
  readonly #hint = document.createElement('p')
  /** Unique in the editor's shadow root, which holds one view. */
  static readonly hintId = 'encke-company-hint'

  constructor(options: CompanyLayerOptions) {
    this.#options = options
    const { view } = options
    this.#layer.className = 'encke-company'
    this.#live.className = 'encke-say'
    this.#live.setAttribute('role', 'status')
    this.#hint.id = CompanyLayer.hintId
    // Read out as the description of the text; nobody comes across it.
    this.#hint.hidden = true
    view.dom.append(this.#layer, this.#live, this.#hint)
    this.place()
  }

  /** Has it read out politely, also when it is what was said last. */
  say(text: string): void {
    this.#live.textContent = this.#live.textContent === text ? `${text}\u00a0` : text
  }

  /** Lies over the scrolling part, whatever panels are above and below. */
  place(): void {
    const { offsetTop, offsetHeight } = this.#options.view.scrollDOM
    this.#layer.style.top = `${offsetTop}px`
    this.#layer.style.height = `${offsetHeight}px`
  }

  draw(picture: CompanyPicture): void {
    const { follow, edges, note, phrases } = picture
    this.#hint.textContent = phrases['say.hint']
    const framed = follow.kind === 'following'
    this.#layer.className = framed ? `encke-company encke-company-framed ${classOf(follow.person)}` : 'encke-company'
    const template = html`
      <div class="encke-edge encke-edge-above" aria-hidden="true">${this.#renderEdge(edges.above, 'above', phrases)}</div>
      <div class="encke-edge encke-edge-below" aria-hidden="true">${this.#renderEdge(edges.below, 'below', phrases)}</div>
      ${note === '' ? this.#renderFollow(picture) : html`<div class="encke-banner"><span>${note}</span></div>`}
    `
    render(template, this.#layer)
  }

  close(): void {
    for (const element of [this.#layer, this.#live, this.#hint]) element.remove()
  }

  /** By the pointer only: the keyboard has keys for it, and a button that comes and goes is no place for the focus. */
  #renderEdge({ nearest, more }: Edge, side: 'above' | 'below', phrases: CompanyPicture['phrases']): TemplateResult {
    const rest = more > 0 ? html`<span>${phrases['edge.more'](more)}</span>` : nothing
    const chips = repeat(
      nearest,
      ({ person }) => person.id,
      (edge) => {
        const name = nameOf(edge.person, phrases)
        return html`<button tabindex="-1" class=${classOf(edge.person)} title=${phrases[`edge.${side}`](name, edge.line)}
          @click=${() => this.#options.onJump(edge)}><i></i><bdi>${name}</bdi><b>${side === 'above' ? '↑' : '↓'} ${edge.line}</b></button>`
      },
    )
    return side === 'above' ? html`${rest}${chips}` : html`${chips}${rest}`
  }

  #renderFollow({ follow, hasCaret, phrases }: CompanyPicture): TemplateResult | typeof nothing {
    switch (follow.kind) {
      case 'nobody':
      case 'waiting':
        return nothing
      case 'following': {
        const words = phrases[hasCaret ? 'follow.following' : 'follow.no-caret'](nameOf(follow.person, phrases))
        const state = follow.person.activity === 'reconnecting' ? ` · ${phrases['activity.reconnecting']}` : ''
        return html`<div class="encke-banner encke-banner-followed ${classOf(follow.person)}"><span>${words}${state}</span>
          <button @click=${this.#options.onStop}>${phrases['follow.stop']}</button></div>`
      }
      case 'released':
        return html`<div class="encke-banner"><span>${phrases['follow.stopped'](nameOf(follow.person, phrases))}</span>
          <button @click=${this.#options.onResume}>${phrases['follow.resume']}</button></div>`
      case 'left':
        return html`<div class="encke-banner"><span>${phrases['follow.left'](nameOf(follow.person, phrases))}</span></div>`
      default:
        return follow satisfies never
    }
  }
}

/** The class that carries a person's colour (`remoteCaretsTheme`). */
function classOf({ color }: Person): string {
  return `encke-person-${paletteIndex(color) + 1}`
}
