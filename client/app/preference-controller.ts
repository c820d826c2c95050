import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Preference } from '../presence/preference.ts'

/** A preference of the reader in an element: renders its host anew when it is chosen, here or in another tab. */
export class PreferenceController<Value extends string> implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #preference: Preference<Value>
  #unwatch: (() => void) | null = null

  constructor(host: ReactiveControllerHost, preference: Preference<Value>) {
    this.#host = host
    this.#preference = preference
    host.addController(this)
  }

  get value(): Value {
    return this.#preference.value
  }

  choose(value: Value): void {
    this.#preference.choose(value)
  }

  hostConnected(): void {
    this.#unwatch = this.#preference.watch(() => this.#host.requestUpdate())
  }

  hostDisconnected(): void {
    this.#unwatch?.()
  }
}
