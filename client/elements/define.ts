/** A page may load two versions of this bundle: it is told once. */
let warned = false

/**
 * Makes a tag known to the browser, unless it is already. A tag that another copy of this bundle has taken stays as it
 * is and works; the page is told once. Where there is no registry (on a server) nothing happens.
 */
export function define(tag: string, element: CustomElementConstructor, registry = globalThis.customElements): void {
  if (registry === undefined) return
  const known = registry.get(tag)
  if (known === undefined) registry.define(tag, element)
  else if (known !== element && !warned) {
    warned = true
    // biome-ignore lint/suspicious/noConsole: only whoever builds the page can do something about it, and reads this.
    console.warn(`Encke is on this page twice: <${tag}> was already defined, and the first definition stays.`)
  }
}
