import { Compartment, type Extension } from '@codemirror/state'
import { EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { Clock } from '../../protocol/clock.ts'
import { announcementPreference } from '../announcements/announcement-level.ts'
import { Announcer, type EditPlace } from '../announcements/announcer.ts'
import { RecentEdits } from '../announcements/recent-edits.ts'
import { whatChanged, whoIsWhere } from '../announcements/who-is-where.ts'
import { type CompositionGuardOptions, compositionGuard } from '../editor/composition-guard.ts'
import { DocumentMode } from '../editor/document-mode.ts'
import type { RemoteCaret } from '../editor/remote-caret.ts'
import {
  caretsWanted,
  drawRemoteCarets,
  movesRemoteCarets,
  type RemoteCaretsOptions,
  remoteCarets,
  showsCarets,
} from '../editor/remote-carets.ts'
import { type RemoteEditsOptions, remoteEdits } from '../editor/remote-edits.ts'
import { caretOf, followView, lookAgain } from '../following/follow-view.ts'
import { Following, type FollowReason, type FollowState } from '../following/following.ts'
import type { People, PeopleChange, Person } from '../presence/people.ts'
import { caretsPreference } from '../presence/preference.ts'
import type { CommandRegistry } from '../writing/command-registry.ts'
import { CompanyLayer } from './company-layer.ts'
import { companyPhrasesIn } from './company-localize.ts'
import { companyTheme } from './company-theme.ts'
import { type EdgePeople, edgePeople, nobodyAtTheEdges } from './edge-people.ts'
import { followWords } from './follow-words.ts'
import { nameOf } from './name-of.ts'
import { PeopleCommands } from './people-commands.ts'
import { PeopleNews } from './people-news.ts'
import { SameLine } from './same-line.ts'
import { sameLineBar } from './same-line-bar.ts'

/** How long an answer to the reader stays on the screen. */
const NOTE_FOR_MS = 8_000

export interface CompanyOptions {
  people: People
  awareness: RemoteCaretsOptions['awareness']
  ytext: RemoteCaretsOptions['ytext']
  ydoc: RemoteEditsOptions['ydoc']
  arrivals: CompositionGuardOptions['arrivals']
  commands: CommandRegistry
  clock: Clock
  /** BCP 47; read again for each word. */
  language: () => string
  /** True when it is the reader's to say whether carets are drawn. */
  leavesCarets: () => boolean
  /** Whom the reader follows, or null, and why that changed. */
  onFollow: (person: Person | null, reason: FollowReason) => void
}

/**
 * What an editor says and shows of the others: their carets, following one of them, those at work above and
 * below, what is read out, and the keys to ask. A chunk of its own, which comes after the text.
 * Nothing in it runs by the clock while nobody does anything.
 */
export class Company {
  readonly #options: CompanyOptions
  readonly #following: Following
  readonly #announcer: Announcer
  readonly #news: PeopleNews
  readonly #commands: PeopleCommands
  readonly #recent = new RecentEdits()
  readonly #sameLine: SameLine
  readonly #level = announcementPreference()
  readonly #carets = caretsPreference()
  readonly #caretsWanted = new Compartment()
  readonly #stopCarets: () => void
  readonly #unsubscribe: () => void
  readonly #mode: DocumentMode
  readonly #followView: Extension
  #view: EditorView | null = null
  #layer: CompanyLayer | null = null
  #edges: EdgePeople = nobodyAtTheEdges
  #note = ''
  #drawn = ''
  #frame: number | null = null
  #drewCarets = true
  #lastFollowed: string | null = null
  #lastFollowWords = ''
  #stopNote: (() => void) | null = null

  constructor(options: CompanyOptions) {
    const { people, clock, language } = options
    this.#options = options
    this.#following = new Following({ people, clock, onChange: (state, reason) => this.#onFollow(state, reason) })
    this.#announcer = new Announcer({
      clock,
      level: () => this.#level.value,
      language,
      phrases: () => this.#phrases,
      count: () => people.all.length,
      placeOf: (id) => this.#placeOf(id),
      say: (text) => this.#layer?.say(text),
    })
    this.#sameLine = new SameLine({ recent: this.#recent, clock, onDue: () => this.#requestFrame() })
    this.#news = new PeopleNews({
      people,
      announcer: this.#announcer,
      clock,
      language,
      phrases: () => this.#phrases,
      nameOf: (person) => nameOf(person, this.#phrases),
    })
    this.#commands = new PeopleCommands({
      commands: options.commands,
      followed: () => this.followed,
      hasCaret: (person) => this.#lineOf(person) !== null,
      onFollow: (id) => this.follow(id),
      onJump: (person) => this.#goTo(person),
      onWhoIsWhere: () => this.tellWhoIsWhere(),
      onWhatChanged: () => this.tellWhatChanged(),
      onNext: (by) => this.jump(by),
    })
    this.#commands.take(this.#others)
    this.#unsubscribe = people.subscribe((change) => this.#onPeople(change))
    this.#mode = new DocumentMode({ ydoc: options.ydoc, onChange: () => this.#onMode() })
    this.#stopCarets = this.#carets.watch(() => this.refresh())
    this.#followView = followView({
      followed: () => this.#followedTabs,
      onOwnMove: () => this.#following.release(),
    })
  }

  /** For the view that shows the text; one view at a time. */
  get extension(): Extension {
    const { awareness, ytext, clock, arrivals } = this.#options
    return [
      compositionGuard({ ytext, arrivals }),
      remoteCarets({ awareness, ytext, clock, word: (caret) => this.#wordOf(caret) }),
      sameLineBar(() => this.#inSameLine[0] ?? null),
      ViewPlugin.define((view) => this.#attach(view)),
      remoteEdits({ ydoc: this.#options.ydoc, onChange: (change) => this.#onChange(change) }),
      this.#followView,
      this.#caretsWanted.of(caretsWanted.of(this.#drawsCarets)),
      EditorView.contentAttributes.of({ 'aria-describedby': CompanyLayer.hintId }),
      companyTheme(),
    ]
  }

  /** The id of who is followed or waited for. */
  get followed(): string | null {
    return this.#following.followed
  }

  follow(id: string | null): void {
    this.#following.follow(id)
  }

  /** The text is the server's: who has been told of by now was here before. */
  settle(): void {
    this.#news.settle()
  }

  /** Language, or whether carets are shown, is another. */
  refresh(): void {
    const view = this.#view
    const wanted = caretsWanted.of(this.#drawsCarets)
    if (view !== null && this.#drawsCarets !== this.#drewCarets) {
      this.#drewCarets = this.#drawsCarets
      view.dispatch({ effects: this.#caretsWanted.reconfigure(wanted) })
    }
    this.#requestFrame()
  }

  /** Says and shows who is where. */
  tellWhoIsWhere(): void {
    this.#answer(
      whoIsWhere(this.#options.people.all, { phrases: this.#phrases, lineOf: (person) => this.#lineOf(person) }),
    )
  }

  /** Says and shows what others changed last. */
  tellWhatChanged(): void {
    const doc = this.#view?.state.doc
    if (doc) this.#answer(whatChanged(this.#recent.all, { phrases: this.#phrases, doc }))
  }

  /** Moves the own caret to the next person's in the text, or with -1 to the previous one's; round and round. */
  jump(by: 1 | -1): void {
    const view = this.#view
    if (view === null) return
    const places = this.#others
      .flatMap((person) => {
        const head = caretOf(view, person.clientIds)
        return head === null ? [] : [{ person, head }]
      })
      .sort((a, b) => a.head - b.head)
    if (places.length === 0) {
      this.#answer(this.#phrases['say.nobody-to-jump'])
      return
    }
    const own = view.state.selection.main.head
    const next =
      by > 0
        ? (places.find(({ head }) => head > own) ?? places[0]!)
        : (places.findLast(({ head }) => head < own) ?? places.at(-1)!)
    this.#goTo(next.person)
  }

  /** Idempotent. The view is done with it as well. */
  close(): void {
    this.#unsubscribe()
    this.#mode.close()
    this.#stopCarets()
    this.#commands.close()
    this.#following.close()
    this.#announcer.close()
    this.#news.close()
    this.#sameLine.close()
    this.#stopNote?.()
    this.#detach()
  }

  get #drawsCarets(): boolean {
    return !this.#options.leavesCarets() || this.#carets.value === 'on'
  }

  get #phrases(): ReturnType<typeof companyPhrasesIn> {
    return companyPhrasesIn(this.#options.language())
  }

  get #others(): readonly Person[] {
    return this.#options.people.all.filter(({ self }) => !self)
  }

  get #followedTabs(): readonly number[] {
    const { state } = this.#following
    return state.kind === 'following' ? state.person.clientIds : []
  }

  #attach(view: EditorView): { update(update: ViewUpdate): void; destroy(): void } {
    this.#view = view
    this.#drewCarets = this.#drawsCarets
    this.#layer = new CompanyLayer({
      view,
      onStop: () => this.#following.follow(null),
      onResume: () => this.#following.resume(),
      onJump: ({ head }) => {
        this.#following.release()
        view.dispatch({ effects: EditorView.scrollIntoView(head, { y: 'center' }) })
      },
    })
    view.scrollDOM.addEventListener('scroll', this.#onScroll, { passive: true })
    this.#requestFrame()
    return {
      update: (update) => {
        const leavesLine = update.selectionSet && this.#sameLine.people.size > 0
        if (leavesLine || update.geometryChanged || update.viewportChanged || movesRemoteCarets(update))
          this.#requestFrame()
      },
      destroy: () => this.#detach(),
    }
  }

  #detach(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    this.#frame = null
    this.#view?.scrollDOM.removeEventListener('scroll', this.#onScroll)
    this.#layer?.close()
    this.#layer = this.#view = null
    this.#drawn = ''
  }

  readonly #onScroll = (): void => {
    // Alone there is nobody at an edge.
    if (this.#options.people.all.length > 1) this.#requestFrame()
  }

  #requestFrame(): void {
    if (this.#view === null) return
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      this.#draw()
    })
  }

  #draw(): void {
    const view = this.#view
    const layer = this.#layer
    if (view === null || layer === null) return
    layer.place()
    if (this.#sameLine.look(view.state)) drawRemoteCarets(view)
    this.#edges = showsCarets(view.state) ? edgePeople(view, this.#options.people.all) : nobodyAtTheEdges
    const follow = this.#following.state
    const hasCaret = follow.kind === 'following' && caretOf(view, follow.person.clientIds) !== null
    const picture = { follow, hasCaret, edges: this.#edges, note: this.#note }
    const key = JSON.stringify([picture, this.#options.language()])
    if (key === this.#drawn) return
    this.#drawn = key
    layer.draw({ ...picture, phrases: this.#phrases })
  }

  #onFollow(state: FollowState, reason: FollowReason): void {
    const person = state.kind === 'following' ? state.person : null
    const changed = this.#following.followed !== this.#lastFollowed
    this.#lastFollowed = this.#following.followed
    // Not of each thing that they do.
    if (changed) this.#options.onFollow(person, reason)
    this.#requestFrame()
    // Somebody who is followed and only changed has been told of already.
    const words = followWords(state, this.#phrases)
    if (words !== '' && words !== this.#lastFollowWords) this.#say(words)
    this.#lastFollowWords = words
    if (changed && person !== null) this.#view?.dispatch({ effects: lookAgain.of(null) })
  }

  #onPeople(change: PeopleChange): void {
    this.#requestFrame()
    this.#commands.take(this.#others)
    this.#news.take(change)
  }

  #onChange({ changes, byReader, edits }: Parameters<RemoteEditsOptions['onChange']>[0]): void {
    this.#recent.map(changes)
    if (byReader) {
      this.#announcer.typed()
      this.#sameLine.typed()
    }
    // The text of the server is nobody's edit.
    if (!this.#news.hasText) return
    for (const { clientId, from, to } of edits) {
      const person = this.#others.find(({ clientIds }) => clientIds.includes(clientId))
      if (person === undefined) continue
      this.#recent.add({ personId: person.id, name: person.name, from, to, at: this.#options.clock.now() })
      this.#announcer.edited(person.id)
    }
  }

  /** What came with the text of the server is no news. */
  #onMode(): void {
    if (this.#news.hasText) this.#announcer.noted(this.#phrases['say.mode'](this.#mode.value))
  }

  #placeOf(id: string): EditPlace | null {
    const view = this.#view
    const edit = this.#recent.of(id)
    if (view === null || edit === null) return null
    const { doc, selection } = view.state
    const line = doc.lineAt(Math.min(edit.to, doc.length)).number
    return { name: nameOf(edit, this.#phrases), line, distance: line - doc.lineAt(selection.main.head).number }
  }

  /** With the own caret, so that a screen reader reads what is there. */
  #goTo(person: Person): void {
    const view = this.#view
    const head = view && caretOf(view, person.clientIds)
    if (view === null || head === null) return
    this.#following.release()
    view.dispatch({
      selection: { anchor: head },
      effects: EditorView.scrollIntoView(head, { y: 'center' }),
      userEvent: 'select.person',
    })
    this.#answer(this.#phrases['say.jumped'](nameOf(person, this.#phrases), view.state.doc.lineAt(head).number))
  }

  /** Those who edit the line that the reader edits. */
  get #inSameLine(): readonly Person[] {
    const { people } = this.#sameLine
    return people.size === 0 ? [] : this.#others.filter(({ id }) => people.has(id))
  }

  #wordOf({ clientId, lost }: RemoteCaret): string {
    if (lost) return this.#phrases['activity.reconnecting']
    const isHere = this.#inSameLine.some(({ clientIds }) => clientIds.includes(clientId))
    return isHere ? this.#phrases['people.same-line'] : ''
  }

  #lineOf({ clientIds }: Person): number | null {
    const view = this.#view
    const head = view && caretOf(view, clientIds)
    return view === null || head === null ? null : view.state.doc.lineAt(head).number
  }

  /** At the reader's wish: at once, whatever the level, for ears and eyes. */
  #answer(text: string): void {
    this.#say(text)
    this.#note = text
    this.#stopNote?.()
    this.#stopNote = this.#options.clock.after(NOTE_FOR_MS, () => {
      this.#note = ''
      this.#requestFrame()
    })
    this.#requestFrame()
  }

  #say(text: string): void {
    this.#layer?.say(text)
    this.#announcer.spoke()
  }
}
