import { Compartment, type Extension, StateEffect } from '@codemirror/state'
import { EditorView, type ViewUpdate } from '@codemirror/view'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Clock } from '../../protocol/clock.ts'
import type { TextRange } from '../editor/anchor.ts'
import { CommentDocument } from '../editor/comment-document.ts'
import { CommentPlaces, compareRanges } from '../editor/comment-places.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Written } from './comment-field.ts'
import { commentsAt } from './comment-marks.ts'
import { CommentNews, type Room } from './comment-news.ts'
import type { Author, Draft, Message } from './message.ts'
import { SeenMessages, type SeenStorage } from './seen-messages.ts'
import { quoteOf, type Thread } from './thread.ts'

/** A thread with its place in the text. */
export interface PlacedThread {
  readonly thread: Thread
  /** Empty when its words were deleted; null when it is nowhere. */
  readonly range: TextRange | null
}

/** A comment that is being begun. */
export interface Beginning {
  readonly anchor: string
  readonly quote: string
}

/** The id under which the place of a beginning is kept. */
const BEGINNING = '(new)'

export interface CommentsControllerOptions {
  clock: Clock
  storage: SeenStorage | null
  /** The room that the reader sees now; null while the list is closed. */
  room: () => Room | null
  /** What the editor gets besides the marks: keys, buttons. */
  extension: Extension
  /** The caret went into a commented text. */
  onCaret: (threadId: string) => void
  /** Messages of others came, after the document had arrived. */
  onArrival: (room: Room, messages: readonly Message[]) => void
}

type Shared<Name extends 'ydoc' | 'ytext' | 'view'> = NonNullable<EnckeEditor[Name]>

const nobody: Author = Object.freeze({ id: '', name: '', color: '' })
const nothingFresh: ReadonlySet<string> = new Set()

/**
 * The comments and the chat of an editor for its host: reads them, finds them in the text, knows what is new, and does
 * what the reader wants done. Follows the editor when it opens another document.
 */
export class CommentsController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #options: CommentsControllerOptions
  readonly #compartment = new Compartment()
  #editor: EnckeEditor | null = null
  #document: CommentDocument | null = null
  #ydoc: EnckeEditor['ydoc'] = null
  #places: CommentPlaces | null = null
  #news: CommentNews | null = null
  #welcomed = false
  #sorted: readonly PlacedThread[] | null = null
  #active: string | null = null
  /** The thread that is looked at was open when the look began. */
  #activeIsOpen = false
  #beginning: Beginning | null = null
  /** Whom `people` was made of. */
  #users: EnckeEditor['users'] | null = null
  #people: readonly Author[] = []
  /** What was shown of the editor when it was last looked at. */
  #shown: readonly unknown[] = []

  constructor(host: ReactiveControllerHost, options: CommentsControllerOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  /** All threads in the order of the text; those that are nowhere come last. */
  get threads(): readonly PlacedThread[] {
    this.#sorted ??= (this.#document?.threads ?? [])
      .map((thread) => ({ thread, range: this.#places?.range(thread.id) ?? null }))
      .sort((one, other) => compareRanges(one.range, other.range) || (one.thread.id < other.thread.id ? -1 : 1))
    return this.#sorted
  }

  get chat(): readonly Message[] {
    return this.#document?.chat ?? []
  }

  /** The ids of the messages that are marked as new. */
  get fresh(): ReadonlySet<string> {
    return this.#news?.fresh ?? nothingFresh
  }

  unread(room: Room): readonly Message[] {
    return (this.#welcomed && this.#news?.unread(room)) || []
  }

  /** The thread that is looked at. */
  get active(): string | null {
    return this.#active
  }

  get beginning(): Beginning | null {
    return this.#beginning
  }

  /** Where the comment that is being begun is. */
  get beginningRange(): TextRange | null {
    return this.#places?.range(BEGINNING) ?? null
  }

  /** The reader may write comments: a matter of the document, not of `readonly`, which is the page's. */
  get canWrite(): boolean {
    const connection = this.#editor?.connection
    return this.#document !== null && connection?.role === 'editor' && connection.error === null
  }

  get self(): Author {
    const self = this.#editor?.users.find((person) => person.self)
    return self ? { id: self.id, name: self.name, color: self.color } : nobody
  }

  /** The others who are here and have a name; the same array until somebody of the document changes. */
  get people(): readonly Author[] {
    const users = this.#editor?.users ?? null
    if (users !== this.#users) {
      this.#users = users
      this.#people = (users ?? [])
        .filter((person) => !person.self && person.name !== '')
        .map(({ id, name, color }) => ({ id, name, color }))
    }
    return this.#people
  }

  get editor(): EnckeEditor | null {
    return this.#editor
  }

  /** Takes an editor, or looks at it again after one of its events. */
  follow(editor: EnckeEditor): void {
    const { ydoc, ytext, view } = editor
    if (editor !== this.#editor || ydoc !== this.#ydoc) this.#leave()
    this.#editor = editor
    if (ydoc === null || ytext === null || view === null) return
    if (this.#ydoc === null) this.#open(editor, ydoc, ytext)
    if (this.#places !== null && view !== this.#places.view) this.#attach(this.#places, view)
    if (editor.synced && !this.#welcomed) this.#welcome()
    const { users, connection } = editor
    const shown = [users, connection.role, connection.error]
    // Edits are made and saved with every key.
    if (shown.every((value, index) => value === this.#shown[index])) return
    this.#shown = shown
    this.#host.requestUpdate()
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#leave()
    this.#editor = null
  }

  /** The reader sees another room, or none; or they came back to the page. */
  roomChanged(): void {
    const room = this.#options.room()
    if (room === null) this.#news?.settle()
    else if (this.#welcomed) this.#news?.look(room)
    this.#host.requestUpdate()
  }

  /** Another tab of this browser may have shown what is new here. */
  refresh(): void {
    this.#news?.refresh()
    this.#host.requestUpdate()
  }

  /** Looks at a thread, or at none; the text is scrolled to it with `reveal`. */
  look(id: string | null, { reveal = false } = {}): void {
    if (id !== null && id !== this.#active) this.#news?.settle(this.#find(this.#active)?.messages ?? [])
    this.#active = id
    this.#activeIsOpen = this.#find(id)?.resolved === null
    this.#places?.activate(id ?? (this.#beginning ? BEGINNING : null))
    this.#place()
    if (id !== null && reveal) this.#places?.reveal(id)
    this.#host.requestUpdate()
  }

  /** Begins a comment on what is selected, or on the word at the caret. False when there are no words. */
  begin(): boolean {
    const { editor } = this
    const view = editor?.view
    if (!view || !this.canWrite) return false
    const { main } = view.state.selection
    const range = trim(view.state.doc.sliceString(main.from, main.to), main.from) ?? view.state.wordAt(main.head)
    const anchor = range && editor.createAnchor(range.from, range.to)
    if (!range || !anchor) return false
    this.#beginning = { anchor, quote: quoteOf(view.state.doc.sliceString(range.from, range.to)) }
    this.look(null)
    return true
  }

  /** Scrolls to the words of the comment that is being begun: the list may have taken their place. */
  revealBeginning(): void {
    this.#places?.reveal(BEGINNING)
  }

  giveUp(): void {
    this.#beginning = null
    this.look(this.#active)
  }

  /** Sends the comment that is being begun. False when nothing was said. */
  send(written: Written): boolean {
    if (this.#beginning === null || !this.canWrite) return false
    const id = this.#document!.begin(this.#beginning, this.#draft(written))
    if (id === null) return false
    this.#beginning = null
    this.look(id)
    // The words have their mark now: the selection over it would only offer to comment on them again.
    const view = this.#editor?.view
    view?.dispatch({ selection: { anchor: view.state.selection.main.head } })
    return true
  }

  reply(threadId: string, written: Written): boolean {
    return this.canWrite && this.#document!.reply(threadId, this.#draft(written))
  }

  rewrite(threadId: string | null, messageId: string, written: Written): void {
    if (this.canWrite) this.#document!.rewrite(threadId, messageId, written)
  }

  /** Of a thread, or with null of the chat. What comes back undoes it; null when it could not be done. */
  remove(threadId: string | null, messageId: string): (() => void) | null {
    return this.canWrite ? this.#document!.remove(threadId, messageId) : null
  }

  resolve(threadId: string, resolved: boolean): void {
    if (this.canWrite) this.#document!.resolve(threadId, resolved ? this.self : null)
  }

  say(written: Written): boolean {
    return this.canWrite && this.#document!.say(this.#draft(written))
  }

  /** The thread that a message belongs to. */
  threadOf(message: Message): string | null {
    return this.#document?.threads.find(({ messages }) => messages.some(({ id }) => id === message.id))?.id ?? null
  }

  /** The innermost thread about the text at the caret. */
  get atCaret(): string | null {
    const state = this.#editor?.view?.state
    return (state && commentsAt(state, state.selection.main.head)[0]) ?? null
  }

  #open(editor: EnckeEditor, ydoc: Shared<'ydoc'>, ytext: Shared<'ytext'>): void {
    const { clock, storage } = this.#options
    this.#ydoc = ydoc
    try {
      this.#document = new CommentDocument({ ydoc, clock })
    } catch {
      // The page uses the names for something of its own: then there are no comments here.
      return
    }
    const seen = new SeenMessages({ storage, document: `${editor.server ?? ''} ${editor.document ?? ''}` })
    this.#news = new CommentNews({ seen, self: () => this.self.id || null })
    this.#places = new CommentPlaces({
      ytext,
      clock,
      onMove: () => {
        this.#sorted = null
        this.#host.requestUpdate()
      },
    })
    this.#document.subscribe(({ threads, remote }) => this.#changed(threads ? 'comments' : 'chat', remote))
    this.#changed('comments', true)
    this.#changed('chat', true)
  }

  #attach(places: CommentPlaces, view: Shared<'view'>): void {
    const extension = [places.extension, this.#options.extension, EditorView.updateListener.of(this.#onUpdate)]
    // An extension that was added to a view stays there: it is emptied when it goes, and filled again.
    const isKnown = this.#compartment.get(view.state) !== undefined
    const add = () => StateEffect.appendConfig.of(this.#compartment.of(extension))
    view.dispatch({ effects: isKnown ? this.#compartment.reconfigure(extension) : add() })
    places.attach(view)
  }

  #welcome(): void {
    this.#welcomed = true
    this.#news?.welcome()
    this.roomChanged()
  }

  #leave(): void {
    const view = this.#places?.view
    this.#places?.close()
    if (view && view === this.#editor?.view && this.#compartment.get(view.state) !== undefined) {
      view.dispatch({ effects: this.#compartment.reconfigure([]) })
    }
    this.#document?.close()
    this.#document = this.#places = this.#news = this.#ydoc = null
    this.#sorted = this.#beginning = this.#active = null
    this.#welcomed = false
    this.#host.requestUpdate()
  }

  #changed(room: Room, remote: boolean): void {
    this.#sorted = null
    const threads = this.#document!.threads
    const messages = room === 'chat' ? this.chat : threads.flatMap((thread) => thread.messages)
    const arrived = this.#news?.take(room, messages) ?? []
    if (this.#welcomed && this.#options.room() === room) this.#news?.look(room)
    if (this.#welcomed && remote && arrived.length > 0) this.#options.onArrival(room, arrived)
    if (room === 'comments') {
      // Somebody settled it, or opened it again: it is in the other list now.
      const isOpen = this.#find(this.#active)?.resolved === null
      if (this.#active !== null && isOpen !== this.#activeIsOpen) this.look(null)
      else this.#place()
    }
    this.#host.requestUpdate()
  }

  /** Tells the text which threads there are. */
  #place(): void {
    const threads = this.#document?.threads ?? []
    const anchored = threads.map(({ id, anchor, quote, resolved }) => {
      return { id, anchor, quote, marked: resolved === null || id === this.#active }
    })
    if (this.#beginning !== null) anchored.push({ id: BEGINNING, ...this.#beginning, marked: true })
    this.#places?.show(anchored)
  }

  #find(id: string | null): Thread | undefined {
    return this.#document?.threads.find((thread) => thread.id === id)
  }

  readonly #onUpdate = ({ selectionSet, docChanged }: ViewUpdate): void => {
    const id = selectionSet && !docChanged ? this.atCaret : null
    if (id !== null && id !== BEGINNING) this.#options.onCaret(id)
  }

  #draft({ text, mentions }: Written): Draft {
    return { author: this.self, text, mentions }
  }
}

/** A piece of text without the space around it; null when nothing is left. */
function trim(text: string, from: number): TextRange | null {
  const start = text.length - text.trimStart().length
  const end = text.trimEnd().length
  return start < end ? { from: from + start, to: from + end } : null
}
