import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ConnectionState } from '../provider/connection-state.ts'

export interface StateControllerOptions {
  internals: ElementInternals
  /** Null for a text of this page alone. */
  connection: () => ConnectionState | null
  isReadOnly: () => boolean
}

/** Keeps the custom states of its host, `:state(online)` and the like, as they should be after each of its updates. */
export class StateController implements ReactiveController {
  readonly #options: StateControllerOptions

  constructor(host: ReactiveControllerHost, options: StateControllerOptions) {
    this.#options = options
    host.addController(this)
  }

  hostUpdated(): void {
    const { connection, isReadOnly } = this.#options
    const state = connection()?.state ?? null
    this.#toggle('connecting', state === 'connecting')
    this.#toggle('online', state === 'connected')
    this.#toggle('offline', state !== null && state !== 'connected' && state !== 'connecting')
    this.#toggle('readonly', isReadOnly())
  }

  #toggle(name: string, isOn: boolean): void {
    const { states } = this.#options.internals
    if (isOn) states.add(name)
    else states.delete(name)
  }
}
