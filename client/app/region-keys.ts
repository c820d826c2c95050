import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * F6 goes to the next part of the page, Shift-F6 to the previous one, as between the panes of a desktop program. After
 * the last part the key is the browser's, which goes to its address bar: nobody is kept in the page.
 * A part that is gone meanwhile, or has nothing that takes the focus, is passed over.
 */
export class RegionKeys implements ReactiveController {
  readonly #regions: () => readonly (HTMLElement | null)[]

  /** @param regions the parts in the order of the page; null for one that is not there. */
  constructor(host: ReactiveControllerHost, regions: () => readonly (HTMLElement | null)[]) {
    this.#regions = regions
    host.addController(this)
  }

  hostConnected(): void {
    window.addEventListener('keydown', this.#onKey)
  }

  hostDisconnected(): void {
    window.removeEventListener('keydown', this.#onKey)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { key, shiftKey, ctrlKey, altKey, metaKey, defaultPrevented } = event
    if (key !== 'F6' || ctrlKey || altKey || metaKey || defaultPrevented) return
    const regions = this.#regions().filter((region) => region !== null)
    const path = event.composedPath()
    const current = regions.findIndex((region) => path.includes(region))
    const step = shiftKey ? -1 : 1
    // From nowhere the first, or from the end.
    const start = current < 0 && shiftKey ? regions.length : current
    for (let index = start + step; index >= 0 && index < regions.length; index += step) {
      if (enter(regions[index]!)) {
        event.preventDefault()
        return
      }
    }
  }
}

const focusable =
  'a[href], button, input, select, textarea, [tabindex="0"], encke-editor, encke-presence, encke-comments'

/** Puts the focus on the first thing in a part that takes it. */
function enter(region: HTMLElement): boolean {
  const candidates = region.matches(focusable) ? [region] : [...region.querySelectorAll<HTMLElement>(focusable)]
  for (const candidate of candidates) {
    candidate.focus()
    if (candidate.matches(':focus, :focus-within')) return true
    const inner = candidate.shadowRoot?.querySelector<HTMLElement>(focusable)
    inner?.focus()
    if (inner?.matches(':focus')) return true
  }
  return false
}
