import * as prng from 'lib0/prng'
import type { Page } from 'playwright-core'
import type { EnckeEditor } from '../elements/encke-editor.ts'

const keys = `Enter Enter Enter Backspace Backspace Delete Tab Shift+Tab Escape Escape F1 F6
  ArrowUp ArrowDown ArrowLeft ArrowRight Home End PageDown PageUp Control+Home Control+End Shift+ArrowDown Shift+End
  Control+z Control+z Control+Shift+z Control+a Control+d Control+c Control+x Control+v Control+f Control+h Control+g
  Control+b Control+i Control+k Control+e Control+] Control+[ Control+Enter Shift+Control+k Alt+ArrowUp Alt+ArrowDown
  Shift+Alt+ArrowDown Control+Alt+ArrowDown Control+\\ Control+Alt+p Control+Alt+m Alt+Shift+PageDown Alt+Shift+u Alt+z
  Control+/`.split(/\s+/)

const words = [
  'the comet ',
  'comes back ',
  '# ',
  '- [ ] ',
  '- ',
  '1. ',
  '```js\nconst a = 1\n```\n',
  '| a | b |\n| - | - |\n| 1 | 2 |\n',
  '**',
  '> ',
  'пять ',
  '日本語 ',
  '👋🏽 ',
  'שלום ',
  '[link](https://example.org) ',
  '[^1] ',
  '\n\n[^1]: note\n',
  '    code\n',
  '<b>x</b>',
  '@',
  'x'.repeat(300),
]

const windows: [width: number, height: number][] = [
  [1200, 750],
  [320, 640],
  [800, 400],
  [1920, 1000],
]

/** What leads away from the document, or asks for something outside of the page. */
const never =
  'trash|delete|download|print|duplicate|image or file|connection|корзин|удал|скач|печат|копию|файл|соединен'

/** What can be clicked, wherever in the page it is. */
const controls =
  'button, [role=menuitem], [role=menuitemradio], [role=option], [role=tab], summary, input, select, textarea, .cm-line'

/** Does one thing on the page of a document that somebody may do, and says what. */
export async function doAnything(page: Page, random: prng.PRNG): Promise<string> {
  const chance = prng.real53(random)
  if (prng.real53(random) < 0.2) await page.locator('#editor').evaluate((editor: EnckeEditor) => editor.focus())
  if (chance < 0.4) {
    const text = prng.oneOf(random, words)
    await page.keyboard.type(text)
    return `types ${JSON.stringify(text.slice(0, 40))}`
  }
  if (chance < 0.7) {
    const key = prng.oneOf(random, keys)
    await page.keyboard.press(key)
    return key
  }
  if (chance < 0.95) return clickAnything(page, random)
  if (chance < 0.98) {
    const [width, height] = prng.oneOf(random, windows)
    await page.setViewportSize({ width, height })
    return `window ${width} × ${height}`
  }
  await page.mouse.move(prng.int32(random, 0, 300), prng.int32(random, 0, 300))
  await page.mouse.wheel(0, prng.int32(random, -1_000, 1_000))
  return 'wheel'
}

async function clickAnything(page: Page, random: prng.PRNG): Promise<string> {
  const spots = await page.evaluate(
    ({ controls, never }) => {
      const found: { x: number; y: number; name: string }[] = []
      const isLeft = new RegExp(never, 'i')
      const read = (root: ParentNode) => {
        for (const element of root.querySelectorAll<HTMLElement>('*')) {
          if (element.shadowRoot) read(element.shadowRoot)
          if (!element.matches(controls) || !element.checkVisibility()) continue
          const { left, top, width, height } = element.getBoundingClientRect()
          const [x, y] = [left + width / 2, top + height / 2]
          const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''
          const isOut = x < 0 || y < 0 || x > innerWidth || y > innerHeight || width === 0
          if (!isOut && !isLeft.test(name)) found.push({ x, y, name: `${element.localName} ${name}` })
        }
      }
      read(document)
      return found
    },
    { controls, never },
  )
  if (spots.length === 0) return 'finds nothing'
  const { x, y, name } = prng.oneOf(random, spots)
  await page.mouse.click(x, y)
  return `clicks ${name}`
}
