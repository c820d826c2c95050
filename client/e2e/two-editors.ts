import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { type Clock, systemClock } from '../../protocol/clock.ts'
import { amenities } from '../editor/amenities.ts'
import { compositionGuard } from '../editor/composition-guard.ts'
import { writeCursor } from '../editor/cursor.ts'
import { ownCaret } from '../editor/own-caret.ts'
import { remoteCarets } from '../editor/remote-carets.ts'
import { settings, setup } from '../editor/setup.ts'
import { createUndoManager, sync, TEXT_NAME } from '../editor/sync.ts'
import { tokens } from '../elements/tokens.styles.ts'
import { HeldArrivals } from '../provider/held-arrivals.ts'

const plainSettings = {
  placeholder: '',
  readOnly: false,
  mode: 'markdown',
  tabIndents: false,
  toolbar: false,
  carets: true,
}

/** A clock that stands still until somebody moves it: what lasts for a moment lasts until a test has seen it. */
class HeldClock implements Clock {
  readonly random = systemClock.random
  #now = 0
  readonly #timers = new Map<() => void, number>()

  now(): number {
    return this.#now
  }

  after(delayMs: number, callback: () => void): () => void {
    const ring = () => callback()
    this.#timers.set(ring, this.#now + delayMs)
    return () => this.#timers.delete(ring)
  }

  passes(ms: number): void {
    this.#now += ms
    for (const [ring, at] of [...this.#timers]) if (at <= this.#now && this.#timers.delete(ring)) ring()
  }
}

/** One of two editors on a page that are wired to each other, without a server between them. */
class Seat {
  readonly ydoc = new Y.Doc()
  readonly ytext = this.ydoc.getText(TEXT_NAME)
  readonly awareness = new Awareness(this.ydoc)
  readonly undoManager = createUndoManager(this.ytext)
  readonly #clock = new HeldClock()
  /** What the other sends passes through here, as in a provider. */
  readonly arrivals = new HeldArrivals({ clock: this.#clock })
  readonly view: EditorView

  constructor({ name, color, host }: { name: string; color: string; host: HTMLElement }) {
    const { ytext, awareness, undoManager, arrivals } = this
    awareness.setLocalState({ user: { id: name, name, color }, cursor: null, activity: 'active', since: 0 })
    const root = host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`${tokens.cssText} .cm-editor { height: 100% }`)
    root.adoptedStyleSheets = [sheet]
    const extensions = [
      settings({ ...plainSettings, label: name }),
      sync({ ytext, undoManager }),
      ownCaret({ awareness, ytext, clock: systemClock }),
      compositionGuard({ ytext, arrivals }),
      remoteCarets({ awareness, ytext, clock: this.#clock }),
      amenities(),
      setup(),
    ]
    this.view = new EditorView({ parent: root, root, state: EditorState.create({ extensions }) })
  }

  get text(): string {
    return this.ytext.toString()
  }

  /** As if this person had selected that: the others are told. */
  select(anchor: number, head = anchor): void {
    this.awareness.setLocalStateField('cursor', writeCursor(this.ytext, { anchor, head }))
  }

  /** How others' carets and selections are drawn in this editor. */
  drawn(selector: string): HTMLElement[] {
    return [...this.view.dom.querySelectorAll<HTMLElement>(selector)]
  }

  /** Offset of the first line that can be seen whole. */
  get firstVisible(): number {
    const { scrollDOM, documentPadding } = this.view
    return this.view.lineBlockAtHeight(scrollDOM.scrollTop - documentPadding.top).from
  }

  /** Nothing that the other sent waits any longer, and the names at carets go. Before, a test may take its time. */
  twoSecondsPass(): void {
    this.#clock.passes(2_000)
  }

  sendTo(other: Seat): void {
    this.ydoc.on('update', (update, origin) => {
      if (origin !== 'wire') other.arrivals.take(update, () => Y.applyUpdate(other.ydoc, update, 'wire'))
    })
    const tell = () => {
      const update = encodeAwarenessUpdate(this.awareness, [this.awareness.clientID])
      applyAwarenessUpdate(other.awareness, update, 'wire')
    }
    this.awareness.on('update', (_change: unknown, origin: unknown) => {
      if (origin === 'local') tell()
    })
    tell()
  }
}

const alice = new Seat({ name: 'Alice', color: '#0073c7', host: document.getElementById('alice')! })
const bob = new Seat({ name: 'Bob', color: '#d22e33', host: document.getElementById('bob')! })
alice.sendTo(bob)
bob.sendTo(alice)
Object.assign(window, { alice, bob })

declare global {
  interface Window {
    alice: Seat
    bob: Seat
  }
}
