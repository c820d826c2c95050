import { StateEffect } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Clock } from '../../protocol/clock.ts'
import type { Company } from '../company/company.ts'
import type { Collaboration } from '../editor/collaboration.ts'
import { readCursor } from '../editor/cursor.ts'
import type { FollowReason } from '../following/following.ts'
import type { Person } from '../presence/people.ts'
import type { CommandRegistry } from '../writing/command-registry.ts'
import { RetryController } from './retry-controller.ts'

export interface CompanyControllerOptions {
  clock: Clock
  view: () => EditorView | null
  collaboration: () => Collaboration | null
  commands: CommandRegistry
  /** BCP 47. */
  language: () => string
  /** True when the page says nothing of the others' carets: it is the reader's to say. */
  leavesCarets: () => boolean
  /** Whom the host's attribute says to follow. */
  follow: () => string | null
  onFollow: (person: Person | null, reason: FollowReason) => void
}

/**
 * Gives its host what it says and shows of the others (`company/company.ts`), loaded after the text, for each view and
 * each collaboration anew. Keeps no more than that of it in the first load.
 */
export class CompanyController implements ReactiveController {
  readonly #options: CompanyControllerOptions
  #view: EditorView | null = null
  #collaboration: Collaboration | null = null
  #company: Company | null = null
  #loading = false
  readonly #retry: RetryController

  constructor(host: ReactiveControllerHost & HTMLElement, options: CompanyControllerOptions) {
    this.#options = options
    this.#retry = new RetryController(host, options)
    host.addController(this)
  }

  /** The id of who is followed, or waited for. */
  get followed(): string | null {
    return this.#company?.followed ?? null
  }

  /** Offset of somebody's caret; null when they are not here or have none in the text as it is here. */
  headOf(id: string): number | null {
    const collaboration = this.#options.collaboration()
    const cursor = collaboration?.people?.cursorOf(id)
    const head = collaboration && cursor ? readCursor(collaboration.ytext, cursor)?.head : undefined
    return head ?? null
  }

  /** The number of its line, from 1. */
  lineOf(id: string): number | null {
    const head = this.headOf(id)
    const doc = this.#options.view()?.state.doc
    return head === null || doc === undefined ? null : doc.lineAt(Math.min(head, doc.length)).number
  }

  /** Follows somebody or, with null, nobody; also before all is loaded. */
  follow(id: string | null): void {
    this.#company?.follow(id)
  }

  hostUpdated(): void {
    const view = this.#options.view()
    const collaboration = this.#options.collaboration()
    if (view !== this.#view || collaboration !== this.#collaboration) {
      this.#close()
      this.#view = view
      this.#collaboration = collaboration
    }
    if (this.#company === null) void this.#open()
    else this.#company.refresh()
    if (collaboration?.synced) this.#company?.settle()
  }

  async #open(): Promise<void> {
    if (this.#loading || this.#view === null || this.#collaboration?.people == null) return
    this.#loading = true
    try {
      const { Company } = await import('../company/company.ts')
      this.#attach(Company)
    } catch {
      // Without it one writes with the others all the same.
      this.#retry.ask()
    } finally {
      this.#loading = false
    }
  }

  #attach(create: typeof Company): void {
    const { clock, language, commands, follow, leavesCarets, onFollow } = this.#options
    const view = this.#view
    const collaboration = this.#collaboration
    if (view === null || collaboration?.people == null || collaboration.provider === null) return
    const { people, presence, ytext, ydoc } = collaboration
    const { awareness, arrivals } = collaboration.provider
    const company = new create({
      people,
      awareness,
      ytext,
      ydoc,
      arrivals,
      commands,
      clock,
      language,
      leavesCarets,
      onFollow: (person, reason) => {
        presence?.setFollowing(person?.id ?? null)
        onFollow(person, reason)
      },
    })
    this.#company = company
    // Gone with the state when another text is shown, as it should be.
    view.dispatch({ effects: StateEffect.appendConfig.of(company.extension) })
    company.follow(follow())
    if (collaboration.synced) company.settle()
  }

  #close(): void {
    this.#company?.close()
    this.#company = null
    this.#collaboration?.presence?.setFollowing(null)
  }
}
