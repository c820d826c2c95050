import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What of a page axe looks at. */
export interface AxeScope {
  /** A selector, through shadow roots: what is in the first that it finds. By default the page. */
  part?: string
  /** Only this rule. */
  rule?: string
}

/** What axe finds in the page as it is, by rule and place. */
export async function violations(page: Page, { part, rule }: AxeScope = {}): Promise<string[]> {
  // Evaluated by the debugger, which the page's Content-Security-Policy does not stop.
  const isThere = await page.evaluate(() => 'axe' in window)
  if (!isThere) await page.evaluate(axe.source)
  const root = part === undefined ? null : await page.locator(part).first().elementHandle()
  const found = await page.evaluate(
    async ({ root, rule }) => {
      // Colours on their way from one theme to another are nobody's.
      const settle = (tree: Document | ShadowRoot) => {
        for (const animation of tree.getAnimations()) {
          if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish()
        }
        for (const { shadowRoot } of tree.querySelectorAll('*')) if (shadowRoot) settle(shadowRoot)
      }
      settle(document)
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      // Style sheets need not be fetched again for what is asked of them.
      const options = { resultTypes: ['violations' as const], preload: false, iframes: false }
      return (await axe.run(root ?? document, rule === undefined ? options : { ...options, runOnly: [rule] }))
        .violations
    },
    { root, rule },
  )
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`))
}

/** What is wider than the screen or than its dialog, and buttons whose words are cut off. */
export async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const name = (element: Element) => `${element.localName}.${element.className} “${element.textContent?.trim()}”`
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page')
    const read = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) read(element.shadowRoot)
        if (!element.matches('dialog[open], button, label, h1, h2, h3, legend, [popover]')) continue
        if (element.scrollWidth <= element.clientWidth + 1 || element.clientWidth === 0) continue
        // What ends in dots says so; what is there for the ear has no width.
        if (getComputedStyle(element).textOverflow === 'ellipsis' || element.clientWidth === 1) continue
        if (getComputedStyle(element).display !== 'inline') found.push(name(element))
      }
    }
    read(document)
    return found
  })
}

/** Every word in Latin letters that the page shows or reads out, but for what people or machines write. */
export async function latinWords(page: Page): Promise<string[]> {
  const words = await page.evaluate(() => {
    const said = [document.title]
    const read = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.push(element.getAttribute(name) ?? '')
        const isOurs = !element.matches('style, script, noscript, code, code *, .cm-content *')
        for (const node of isOurs ? element.childNodes : []) if (node instanceof Text) said.push(node.data)
        if (element.shadowRoot) read(element.shadowRoot)
      }
    }
    read(document)
    return said.flatMap((text) => text.replace(/https?:\/\/\S+/g, '').match(/[A-Za-z]{2,}/g) ?? [])
  })
  return [...new Set(words)]
}
