import type { Clock } from '../../protocol/clock.ts'
import { isMarkdownMode } from '../../protocol/document-mode.ts'
import { headingOf } from '../../protocol/heading.ts'
import { addressOfToken, isLinkToken } from '../../protocol/link-address.ts'
import { en } from './phrases/view-en.ts'
import type { ViewPhrases } from './phrases/view-phrases.ts'
import { ru } from './phrases/view-ru.ts'
import { type FollowState, TextFollower } from './text-follower.ts'

/** What the server put into the page. */
interface ViewState {
  state: 'open' | 'ended' | 'missing' | 'busy'
  role: 'viewer' | 'editor'
  version: string
  title: string
  mode: string
  cut: boolean
}

/** A chip that flickers with each lost request says less than one that waits. */
const reconnectingAfterMs = 3_000
/** How long a page that the server was too busy for waits before it loads itself again, milliseconds. */
const reloadAfterMs = 5_000

/**
 * The page `/v/<token>`: a text to read, which follows what others write. No framework: there are a name, a line about
 * how it stands, and the text. What was on the screen stays there, whatever happens to the link.
 */
export class ViewPage {
  readonly #clock: Clock
  readonly #phrases: ViewPhrases = document.documentElement.lang.startsWith('ru') ? ru : en
  readonly #text = find('main.text')
  readonly #name = find('.name')
  readonly #line = find('.state')
  readonly #token = location.pathname.split('/')[2] ?? ''
  #view: Promise<{ update(text: string): void }> | null = null
  #newest = ''
  #mode = ''
  #title = ''
  #stopLine: (() => void) | null = null

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** Says what the page needs to say, and follows the text. Once. */
  start(): void {
    const view = parseView(this.#text.dataset['view'])
    if (view.state !== 'open' || !isLinkToken(this.#token)) {
      this.#showMessage(view.state === 'open' ? 'ended' : view.state)
      return
    }
    this.#mode = view.mode
    this.#setName(view.title)
    this.#offerEditing(view.role)
    if (view.version !== '' && this.#text.childElementCount === 0) this.#showEmpty()
    const follower = new TextFollower({
      url: `/api/documents/${encodeURIComponent(addressOfToken(this.#token))}/text`,
      clock: this.#clock,
      // The page has the text as plain words; the first answer brings it as it was written.
      version: '',
      onText: ({ text, mode }) => this.#show(text, mode),
      onTitle: (title) => this.#setName(title),
      onState: (state) => this.#onState(state),
    })
    document.addEventListener('visibilitychange', () => (document.hidden ? follower.pause() : follower.wake()))
    window.addEventListener('online', () => follower.wake())
    window.addEventListener('pageshow', () => follower.wake())
    follower.wake()
  }

  #show(text: string, mode: string): void {
    this.#newest = text
    // Whatever is there was made for another kind of text.
    if (isMarkdownMode(mode) !== isMarkdownMode(this.#mode)) this.#view = null
    this.#mode = mode
    if (this.#title === '') this.#setName('')
    if (!isMarkdownMode(mode)) {
      this.#showWritten(text)
      return
    }
    // Loaded once; a page that lost its network meanwhile asks again with the next text.
    this.#view ??= import('./view-text.ts').then(
      ({ ViewText }) => new ViewText({ container: this.#text, clock: this.#clock }),
    )
    void this.#view.then(
      (view) => {
        // The newest by then: several may have come while it loaded.
        if (text !== this.#newest || !isMarkdownMode(this.#mode)) return
        if (text.trim() === '') this.#showEmpty()
        else {
          this.#text.querySelector('.empty')?.remove()
          view.update(text)
        }
      },
      () => {
        this.#view = null
        this.#text.replaceChildren(make('p', { text }))
      },
    )
  }

  /** What is no Markdown, as it was written. The reader stays where they are. */
  #showWritten(text: string): void {
    if (text.trim() === '') {
      this.#showEmpty()
      return
    }
    const shown = this.#text.querySelector<HTMLElement>('pre.written')
    if (shown?.parentElement === this.#text) shown.textContent = text
    else this.#text.replaceChildren(make('pre', { text, className: 'written' }))
  }

  #onState(state: FollowState): void {
    this.#stopLine?.()
    this.#stopLine = null
    const { classList } = document.body
    switch (state) {
      case 'live':
        classList.remove('stale')
        this.#say('view.live')
        return
      case 'reconnecting':
        this.#stopLine = this.#clock.after(reconnectingAfterMs, () => {
          classList.add('stale')
          this.#say(navigator.onLine ? 'view.reconnecting' : 'view.offline')
        })
        return
      case 'ended':
      case 'missing':
        classList.add('stale')
        document.querySelector('.edit')?.remove()
        this.#say(`view.${state}-now`)
        return
      default:
        state satisfies never
    }
  }

  #showMessage(state: 'ended' | 'missing' | 'busy'): void {
    const heading = this.#phrases[`view.${state}`]
    document.title = `${heading} · Encke`
    document.body.classList.add('message')
    this.#text.replaceChildren(
      make('h1', { text: heading }),
      make('p', { text: this.#phrases[`view.${state}-explained`] }),
    )
    if (state === 'busy') this.#clock.after(reloadAfterMs, () => location.reload())
  }

  #showEmpty(): void {
    // The next text finds nothing to compare with.
    this.#view = null
    this.#text.replaceChildren(make('p', { text: this.#phrases['view.empty'], className: 'empty' }))
  }

  #offerEditing(role: ViewState['role']): void {
    if (role !== 'editor') return
    const link = document.createElement('a')
    link.className = 'edit'
    link.href = `/s/${this.#token}`
    link.textContent = this.#phrases['view.edit']
    find('.bar').append(link)
  }

  #setName(title: string): void {
    this.#title = title
    const name =
      title ||
      (isMarkdownMode(this.#mode) ? headingOf(this.#newest) : '') ||
      this.#name.textContent ||
      this.#phrases['view.untitled']
    this.#name.textContent = name
    document.title = `${name} · Encke`
  }

  #say(key: keyof ViewPhrases): void {
    this.#line.textContent = this.#phrases[key]
  }
}

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector)
  if (!element) throw new Error(`the page has no ${selector}`)
  return element
}

function make(tag: 'h1' | 'p' | 'pre', { text, className = '' }: { text: string; className?: string }): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  if (className !== '') element.className = className
  return element
}

/** Of our own server, which escapes; a page without it was cut. */
function parseView(json: string | undefined): ViewState {
  try {
    return JSON.parse(json ?? '') as ViewState
  } catch {
    return { state: 'busy', role: 'viewer', version: '', title: '', mode: '', cut: false }
  }
}
