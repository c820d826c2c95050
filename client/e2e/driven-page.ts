/** A tab of a browser that Playwright does not drive: as much as each of the others can be told to do with one. */
export interface DrivenPage {
  /** Resolves when it is loaded. */
  goto(url: string): Promise<void>
  goBack(): Promise<void>
  /** Closes the tab as a person does: the page is told. */
  close(): Promise<void>
  /** Runs in the page, in one round trip. Arguments and result are JSON. */
  evaluate<Result, Arguments extends readonly unknown[]>(
    does: (everywhere: Everywhere, ...args: Arguments) => Result,
    ...args: Arguments
  ): Promise<Awaited<Result>>
  /** Key by key, where the focus is. */
  type(text: string): Promise<void>
  /** Keys together, as in `Control+Shift+p`; Control is Meta on a Mac. */
  press(chord: string): Promise<void>
  /** With the mouse, at pixels of the window. */
  click(place: Place, options?: { times?: number }): Promise<void>
  /** Presses the mouse at one place and lets it go at another. */
  drag(from: Place, to: Place): Promise<void>
}

/** Pixels of the window. */
export interface Place {
  x: number
  y: number
}

/** Every element that matches, through all shadow roots, in the order of the page. */
export type Everywhere = <Found extends Element = HTMLElement>(selector: string) => Found[]

/** What `evaluate` runs, as an expression. */
export function expressionOf(does: (...args: never) => unknown, args: readonly unknown[]): string {
  // JSON is a script, once these two are not taken for ends of lines.
  const given = JSON.stringify(args).replace(/[\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`)
  return `((everywhere) => (${does})(everywhere, ...${given}))(${everywhere})`
}

/** The keys of a chord, those that are held first. */
export function keysOf(chord: string): string[] {
  return chord.split('+').map((key) => (key === 'Control' && process.platform === 'darwin' ? 'Meta' : key))
}

/** Runs in the page. */
function everywhere(selector: string): Element[] {
  const found: Element[] = []
  const read = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches(selector)) found.push(element)
      if (element.shadowRoot) read(element.shadowRoot)
    }
  }
  read(document)
  return found
}
