import type { EditorView } from '@codemirror/view'
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit'
import { systemClock } from '../../protocol/clock.ts'
import { parseTransportName } from '../../protocol/transport-name.ts'
import type { Collaboration, Target, UserHint } from '../editor/collaboration.ts'
import { normalizeLineBreaks } from '../editor/line-breaks.ts'
import type { UploadHandler } from '../files/upload.ts'
import type { Person } from '../presence/people.ts'
import { type ConnectionState, initialConnectionState } from '../provider/connection-state.ts'
import type { EarlierText } from '../provider/journal/journal-store.ts'
import type { EnckeProvider } from '../provider/provider.ts'
import { ChangeEvents } from './change-events.ts'
import { CollaborationController } from './collaboration-controller.ts'
import { CompanyController } from './company-controller.ts'
import { tellEarlier } from './earlier-texts.ts'
import { type EnckeEditorEvents, editorEvent } from './editor-events.ts'
import { styles } from './encke-editor.styles.ts'
import { FilesController } from './files-controller.ts'
import { FormValueController } from './form-value-controller.ts'
import { LocalizeController } from './localize.ts'
import { ModeController } from './mode-controller.ts'
import { PreviewController } from './preview-controller.ts'
import { serverAddress } from './server-address.ts'
import { StateController } from './state-controller.ts'
import { tokens } from './tokens.styles.ts'
import { ViewController } from './view-controller.ts'
import { WritingElement } from './writing-element.ts'

const nobody: readonly Person[] = Object.freeze([])

/**
 * A text that people write together. With a `document` it is the server's, and everybody's who opens it; without one it
 * is a plain editor of this page, also in a form.
 *
 * Writing is never locked while the connection is away. The document is never seeded from here: `value` set before
 * the text of the server has come (`whenSynced`) is not taken. Moving the element in the page loses nothing.
 *
 * @element encke-editor
 * @attr server - The server's address; by default where the script came from.
 * @attr document - The document's id.
 * @attr label - The accessible name of the text.
 * @attr placeholder - Shown while the text is empty.
 * @attr mode - `markdown`, `plain`, or a programming language such as `python`; by default what the document says.
 * @attr {boolean} tab-indents - Tab indents instead of leaving the text; Escape and then Tab leaves it.
 * @attr {'none'} toolbar - Leaves out the bar with buttons. Keys and the palette work all the same.
 * @attr {'edit'|'split'|'preview'} view - The text, its preview beside it, or its preview; as property `layout`.
 * @attr {boolean} readonly - The text can be read, selected and copied, but not changed.
 * @attr {boolean} disabled - As `readonly`, and no part of its form.
 * @attr {'auto'|'light'|'dark'} theme - The colour scheme; the page's own when it is missing.
 * @attr {'websocket'|'sse'|'long-poll'|'poll'} transport - Only this transport; by default the best that works.
 * @attr {'on'|'off'} cursors - Whether the others' carets are drawn; by default as the reader likes it.
 * @attr {'off'} offline - Unsafe edits are kept in this tab alone; by default in this browser, so that they outlive it.
 * @attr follow - The id of the person whom the reader follows: the view keeps their caret in sight until the reader moves.
 * @attr name - The name of the field in its form.
 * @attr token - What lets the reader in, where the server asks for it.
 * @fires input, change - As a textarea does: for what the reader does, and when the focus leaves after it.
 * @fires encke-ready, encke-change, and all of `EnckeEditorEvents`.
 * @csspart base - Around the editor; `editor` - CodeMirror; `content` - the text; `preview`; `toolbar`, `toolbar-button` - the
 *   bar with buttons, and each of them; `error` - why it cannot be opened.
 * @cssprop [--encke-min-height=12em] - And `--encke-max-height`, `--encke-content-width`,
 *   `--encke-padding-block`, `--encke-padding-inline`, `--encke-font-size`, `--encke-line-height`, `--encke-font-code`, and those in tokens.styles.ts.
 * @cssstate connecting, online, offline, readonly
 */
export class EnckeEditor extends WritingElement {
  static readonly formAssociated = true
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [tokens, styles]
  static override properties = {
    server: { type: String },
    document: { type: String },
    label: { type: String },
    placeholder: { type: String },
    mode: { type: String },
    tabIndents: { type: Boolean, attribute: 'tab-indents' },
    toolbar: { type: String },
    layout: { type: String, attribute: 'view', reflect: true },
    readOnly: { type: Boolean, attribute: 'readonly', reflect: true },
    disabled: { type: Boolean, reflect: true },
    theme: { type: String, reflect: true },
    transport: { type: String },
    // The browser takes the field's name from the attribute. An element without a name has no attribute.
    name: { type: String, reflect: true, useDefault: true },
    token: { type: String },
    cursors: { type: String },
    offline: { type: String },
    follow: { type: String, reflect: true },
    // Only to hear of changes: the property `lang` is the browser's own.
    ownLanguage: { attribute: 'lang' },
    uploadHandler: { attribute: false },
    // Declared, so that what was set before the element was defined is taken over; their accessors are below.
    value: { noAccessor: true },
    user: { noAccessor: true },
  }

  declare server: string | null
  declare document: string | null
  declare label: string
  declare placeholder: string
  declare mode: string | null
  declare tabIndents: boolean
  declare toolbar: 'auto' | 'none' | null
  /** The attribute `view`; the property of that name is CodeMirror's view. */
  declare layout: string | null
  /** Keeps files that come into the text; by default the server does. */
  declare uploadHandler: UploadHandler | null
  declare readOnly: boolean
  declare disabled: boolean
  declare theme: 'auto' | 'light' | 'dark' | null
  declare transport: string | null
  declare name: string
  declare token: string | null
  declare cursors: 'on' | 'off' | null
  declare offline: 'off' | null
  declare follow: string | null

  readonly #internals = this.attachInternals()
  readonly #changes = new ChangeEvents(this)
  readonly #localize = new LocalizeController(this)
  /** What most of the controllers need. */
  readonly #shared = { clock: systemClock, language: () => this.#localize.lang() }
  readonly #collaboration = new CollaborationController(this, {
    ...this.#shared,
    target: () => this.#target(),
    opened: (collaboration) => this.#opened(collaboration),
    ended: () => this.#view.close(),
    listener: {
      textChanged: (origin) => this.#changes.changed(origin),
      connectionChanged: (connection, previous) => this.#connectionChanged(connection, previous),
      synced: () => this.#synced(),
      modeChanged: () => this.requestUpdate(),
      peopleChanged: (change) => this.#fire('encke-presence', { users: this.users, ...change }),
      earlierChanged: () => tellEarlier(this),
    },
  })
  protected readonly modes = new ModeController(this, {
    attribute: () => this.mode,
    document: () => this.#collaboration.current?.mode ?? null,
    mayChange: () => this.synced && !this.#isReadOnly,
  })
  readonly #view = new ViewController(this, {
    ...this.#shared,
    container: () => this.renderRoot.querySelector<HTMLElement>('.base')!,
    settings: () => ({
      label: this.label || this.#internals.labels[0]?.textContent?.trim() || this.#localize.term('editor.label'),
      placeholder: this.synced ? this.placeholder : this.#localize.term('editor.loading'),
      readOnly: this.#isReadOnly,
      mode: this.textMode,
      tabIndents: this.tabIndents,
      toolbar: this.#hasToolbar,
      carets: this.cursors !== 'off',
    }),
    commands: this.commands,
    server: () => serverAddress(this.server),
    modes: this.modes,
    toolbarPlace: () => this.renderRoot.querySelector<HTMLElement>('.tools'),
  })
  readonly #company = new CompanyController(this, {
    ...this.#shared,
    view: () => this.view,
    collaboration: () => this.#collaboration.current,
    commands: this.commands,
    follow: () => this.follow,
    leavesCarets: () => this.cursors === null,
    onFollow: (user, reason) => {
      this.follow = this.#company.followed
      this.#fire('encke-follow', { user, reason })
    },
  })
  readonly #preview = new PreviewController(this, {
    ...this.#shared,
    editor: () => this.view,
    isMarkdown: () => this.textMode === 'markdown',
  })
  readonly #files = new FilesController(this, { ...this.#shared, target: () => this.#target() })
  readonly #form = new FormValueController(this, { internals: this.#internals, value: () => this.value })

  /** Set before there was a text to hold it. */
  #initialValue: string | null = null
  #whenSynced = Promise.withResolvers<void>()
  #hasSynced = false
  #disabledByForm = false

  constructor() {
    super()
    this.server = this.document = this.token = this.transport = this.uploadHandler = null
    this.mode = this.toolbar = this.layout = this.theme = this.cursors = this.offline = this.follow = null
    this.label = this.placeholder = this.name = ''
    this.tabIndents = this.readOnly = this.disabled = false
    new StateController(this, {
      internals: this.#internals,
      connection: () => (this.provider ? this.connection : null),
      isReadOnly: () => this.#isReadOnly,
    })
  }

  /** The text, with `\n` between lines and whole characters alone. Setting it edits what differs and nothing else. */
  get value(): string {
    return this.#collaboration.current?.text ?? this.#initialValue ?? ''
  }

  set value(value: string) {
    const text = normalizeLineBreaks(String(value ?? '').toWellFormed())
    const collaboration = this.#collaboration.current
    if (collaboration === null) this.#initialValue = text
    else if (collaboration.synced && collaboration.connection.role === 'editor') collaboration.setText(text)
  }

  /** What the page knows of its reader. A hint: the server's word wins. */
  get user(): UserHint | null {
    return this.#collaboration.user
  }

  set user(user: UserHint | null) {
    this.#collaboration.user = user
  }

  /** How it stands with the server; frozen, and another object after each `encke-status`. */
  get connection(): ConnectionState {
    return this.#collaboration.current?.connection ?? initialConnectionState
  }

  /** Everybody who has the document open, oneself first; frozen, and another array after each `encke-presence`. */
  get users(): readonly Person[] {
    return this.#collaboration.current?.people?.all ?? nobody
  }

  /** True once the text has been the server's. */
  get synced(): boolean {
    return this.#collaboration.current?.synced ?? false
  }

  /** Resolves when `synced` becomes true; after `document` changed there is another promise. */
  get whenSynced(): Promise<void> {
    return this.#whenSynced.promise
  }

  /** Escape hatch; as the next four, null before the first `encke-ready`. */
  get ydoc(): Collaboration['ydoc'] | null {
    return this.#collaboration.current?.ydoc ?? null
  }

  get ytext(): Collaboration['ytext'] | null {
    return this.#collaboration.current?.ytext ?? null
  }

  /** Null without a document as well, as is `provider`. */
  get awareness(): Collaboration['awareness'] {
    return this.#collaboration.current?.awareness ?? null
  }

  get provider(): EnckeProvider | null {
    return this.#collaboration.current?.provider ?? null
  }

  get view(): EditorView | null {
    return this.#view.view
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form
  }

  /** Texts of earlier histories of the document, with edits that could not be merged into this one. */
  get earlierTexts(): readonly EarlierText[] {
    return this.#collaboration.earlier
  }

  /** Nobody wants one of `earlierTexts` any more. */
  discardEarlierText(id: string): void {
    this.#collaboration.letGo(id)
  }

  /** Resolves when every edit so far is durable on the server. */
  async flush(): Promise<void> {
    await this.#collaboration.current?.flush()
  }

  override focus(options?: FocusOptions): void {
    if (this.#preview.focus()) return
    if (this.view === null) super.focus(options)
    else this.view.focus()
  }

  /** Scrolls to where somebody's caret is. False when they are not here or have none. */
  revealUser(id: string): boolean {
    const head = this.#company.headOf(id)
    if (head !== null) this.#view.reveal(head)
    return head !== null
  }

  /** Keeps somebody's caret in sight until the reader moves by themselves; null ends it. As the attribute `follow`. */
  followUser(id: string | null): void {
    this.follow = id
  }

  /** The number of the line, from 1, in which somebody's caret is; null when they are not here or have none. */
  lineOfUser(id: string): number | null {
    return this.#company.lineOf(id)
  }

  /** Moved by `moveBefore`: with this method the browser does not disconnect the element meanwhile. */
  connectedMoveCallback(): void {
    this.#view.hostMoved()
  }

  formAssociatedCallback(form: HTMLFormElement | null): void {
    this.#form.attach(form)
  }

  formDisabledCallback(disabled: boolean): void {
    this.#disabledByForm = disabled
    this.requestUpdate()
  }

  formResetCallback(): void {
    // A shared text belongs to everybody: a form of this page does not reset it.
    if (this.document === null) this.value = ''
  }

  protected override render(): TemplateResult {
    const problem = this.connection.error ? 'editor.error' : (this.#files.problem ?? this.#preview.problem)
    return html`
      ${problem && html`<p part="error" class="error" role="alert">${this.#localize.term(problem)}</p>`}
      <div class="tools" data-layout=${this.#preview.layout} ?hidden=${!this.#hasToolbar}></div>
      <div class="panes" data-layout=${this.#preview.layout} @input=${stop} @change=${stop}>
        <div part="base" class="base"></div>
      </div>
    `
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('follow')) this.#company.follow(this.follow)
  }

  protected get collaboration(): Collaboration | null {
    return this.#collaboration.current
  }

  get #isReadOnly(): boolean {
    return this.readOnly || this.disabled || this.#disabledByForm || this.connection.role === 'viewer'
  }

  get #hasToolbar(): boolean {
    return this.toolbar !== 'none' && !this.#isReadOnly
  }

  #target(): Target | null {
    if (this.document === null || this.document === '') return null
    return {
      server: serverAddress(this.server),
      document: this.document,
      transport: parseTransportName(this.transport),
      token: this.token,
      keepsEdits: this.offline !== 'off',
    }
  }

  #opened(collaboration: Collaboration): void {
    if (collaboration.provider === null && this.#initialValue !== null) collaboration.setText(this.#initialValue)
    collaboration.undoManager.clear()
    this.#initialValue = null
    // Who waits for the first document may wait for this one instead; who has had it waits anew.
    if (this.#hasSynced) this.#whenSynced = Promise.withResolvers()
    this.#hasSynced = false
    this.#view.show(collaboration)
    this.#fire('encke-ready', null)
    if (collaboration.synced) this.#synced()
    this.requestUpdate()
  }

  #synced(): void {
    this.#hasSynced = true
    this.#whenSynced.resolve()
    this.#fire('encke-synced', null)
    this.requestUpdate()
  }

  #connectionChanged(connection: ConnectionState, previous: ConnectionState): void {
    this.#fire('encke-status', { connection })
    if (connection.unsentEdits !== previous.unsentEdits) this.#fire('encke-unsent', { count: connection.unsentEdits })
    if (connection.error !== null && connection.error !== previous.error) this.#fire('encke-error', connection.error)
    // The rest of it, which changes with every key, is not shown here.
    if ((['state', 'role', 'error'] as const).some((key) => connection[key] !== previous[key])) this.requestUpdate()
  }

  #fire<Name extends keyof EnckeEditorEvents>(name: Name, detail: EnckeEditorEvents[Name]['detail']): void {
    this.dispatchEvent(editorEvent(name, detail))
  }
}

/** The browser's own event comes before CodeMirror has read the text, and from the search field as well. */
const stop = (event: Event): void => event.stopPropagation()

declare global {
  interface HTMLElementTagNameMap {
    'encke-editor': EnckeEditor
  }
}
