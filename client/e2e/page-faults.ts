import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds in the page as it is, by rule and place. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's Content-Security-Policy does not stop.
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    return (await axe.run(document, { resultTypes: ['violations'] })).violations
  })
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`))
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
    return said.flatMap((text) => text.match(/[A-Za-z]{2,}/g) ?? [])
  })
  return [...new Set(words)]
}
