import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * Gives a form the value of its host when the form asks. A long text is not handed over on every key: it is read when
 * a submission, or a script, collects the form's data.
 */
export class FormValueController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement & { name: string }
  readonly #internals: ElementInternals
  readonly #value: () => string
  #form: HTMLFormElement | null = null

  constructor(
    host: ReactiveControllerHost & HTMLElement & { name: string },
    { internals, value }: { internals: ElementInternals; value: () => string },
  ) {
    this.#host = host
    this.#internals = internals
    this.#value = value
    // Takes the host's place in the order of fields; the listener below fills it in.
    internals.setFormValue('')
    host.addController(this)
  }

  hostConnected(): void {
    this.attach(this.#internals.form)
  }

  /** The host belongs to another form now, or to none. */
  attach(form: HTMLFormElement | null): void {
    this.#form?.removeEventListener('formdata', this.#onFormData)
    this.#form = form
    this.#form?.addEventListener('formdata', this.#onFormData)
  }

  readonly #onFormData = ({ formData }: FormDataEvent): void => {
    const { name } = this.#host
    // A disabled field is no part of the form, and the browser has left it out by itself.
    if (name !== '' && formData.has(name)) formData.set(name, this.#value())
  }
}
