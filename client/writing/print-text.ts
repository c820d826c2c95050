import type { ExportedText } from './exported-text.ts'
import { colorStyle, pageStyle, plainText, renderText } from './web-page.ts'

/**
 * Prints a text as it reads, and nothing else of the page: it stands in the page for as long as that takes, and the rest
 * is hidden from the paper alone. By an adopted style sheet and a shadow root, because a strict policy allows neither a
 * style element nor a frame.
 */
export async function printText(exported: ExportedText): Promise<void> {
  const sheet = document.createElement('div')
  const root = sheet.attachShadow({ mode: 'open' })
  const article = document.createElement('article')
  try {
    for await (const part of renderText(exported)) article.append(part)
  } catch {
    // The page's policy knows no rendering of ours: the text is printed as it is written.
    article.replaceChildren(plainText(exported.text))
  }
  root.append(article)
  const inside = new CSSStyleSheet()
  inside.replaceSync(pageStyle + (await colorStyle(exported.text)))
  root.adoptedStyleSheets = [inside]
  const outside = new CSSStyleSheet()
  const name = 'encke-printed'
  sheet.className = name
  outside.replaceSync(
    `@media screen { .${name} { display: none } }
     @media print { body > :not(.${name}) { display: none !important } html, body { height: auto !important; overflow: visible !important; color-scheme: light !important; background: #fff !important } }`,
  )
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, outside]
  document.body.append(sheet)
  const done = () => {
    sheet.remove()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== outside)
  }
  window.addEventListener('afterprint', done, { once: true })
  await imagesOf(article)
  window.print()
}

/** At most so long is waited for pictures, in milliseconds. */
const IMAGES_WITHIN_MS = 3_000

async function imagesOf(article: HTMLElement): Promise<void> {
  const pictures = [...article.querySelectorAll('img')].slice(0, 200)
  const loaded = pictures.map((picture) => {
    picture.loading = 'eager'
    // One that cannot be shown is printed as what it stands for.
    return picture.decode().catch(() => {})
  })
  const patience = new Promise<void>((resolve) => setTimeout(resolve, IMAGES_WITHIN_MS))
  if (loaded.length > 0) await Promise.race([Promise.all(loaded), patience])
}
