import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import { places, type Stage } from './places.ts'
import type { Scene } from './scenes.ts'
import { type Shot, shots } from './shots.ts'
import { createDocument, introduce, openDocument, Writer } from './writer.ts'

/** A walk through every shot, on a server of its own. */
export interface Tour {
  browser: Browser
  scene: Scene
  /** Of the reader's browser profile: the window, the colours. */
  options: BrowserContextOptions
  /** What is done with the page while it shows a shot; it leaves the page as it was. */
  visit(shot: Shot, page: Page): Promise<void>
  /** Those to be visited; by default every one. The walk ends with the last of them. */
  wanted?: (shot: Shot) => boolean
}

/** The window of a desk. */
export const desktop = { viewport: { width: 1200, height: 750 } }

/** Goes from place to place and has each shot visited, in the order of `shots`. */
export async function walk({ browser, scene, options, visit, wanted = () => true }: Tour): Promise<void> {
  const last = shots.findLastIndex(wanted)
  if (last === -1) return
  const left = new Set(shots.slice(0, last + 1).map(({ at }) => at))
  await using server = await spawnServer()
  const reader = await openReader(browser, scene, options)
  const page = await reader.newPage()
  let company: Company | null = null
  const arrive = async () => company?.arrive(stage.writer)
  const stage: Stage = { page, server, scene, writer: new Writer(page, '#editor'), arrive }
  for (const [place, go] of Object.entries(places)) {
    if (!left.has(place)) continue
    // What comes first is an empty server.
    if (place !== 'empty') company ??= await fill(browser, server, scene)
    await within(90_000, go(stage), { name: place, page })
    for (const shot of shots.filter(({ at }) => at === place)) {
      await within(60_000, shot.show?.(stage), { name: shot.name, page })
      await settle(page)
      if (wanted(shot)) await visit(shot, page)
      await shot.hide?.(stage)
      if (shot.staysOpen) continue
      // Once for a question in a dialog, and once for the dialog.
      for (const key of ['Escape', 'Escape']) await page.keyboard.press(key)
    }
    left.delete(place)
    if (left.size === 0) break
  }
  await company?.close()
  await reader.close()
}

/** The others in a document. */
export interface Company {
  /** They go to their places in the document and type there; resolves when `writer` sees all of it. */
  arrive(writer: Writer): Promise<void>
  close(): Promise<void>
}

/** Documents on the server, and people who have one of them open. */
export async function fill(browser: Browser, { url }: SpawnedServer, scene: Scene): Promise<Company> {
  for (const document of scene.documents) await createDocument(url, document)
  await createDocument(url, { id: scene.id, title: scene.title, content: scene.content })
  const people = await Promise.all(
    scene.people.map(async (person) => {
      const context = await openReader(browser, { ...scene, reader: person }, desktop)
      return { ...person, context, writer: await openDocument(await context.newPage(), { url, document: scene.id }) }
    }),
  )
  return {
    async arrive(reader) {
      const work = people.map(async ({ writer, selects, types }) => {
        const text = await writer.text()
        const from = text.indexOf(selects)
        await writer.selects(types ? from + selects.length : from, from + selects.length)
        if (types) await writer.types(types)
      })
      await Promise.all(work)
      // Labels and the signs of typing are gone again in two seconds: the picture is taken at once.
      await reader.editor
        .locator('.encke-caret')
        .nth(people.length - 1)
        .waitFor()
      // Where there is room for that face, and the machine is quick enough.
      const typing = reader.page.locator('encke-presence .typing').first()
      await typing.waitFor({ timeout: 2_000 }).catch(() => {})
    },
    async close() {
      for (const { context } of people) await context.close()
    },
  }
}

/** A browser profile that is the reader's of a scene, in its language and without motion. */
export async function openReader(browser: Browser, { locale, reader }: Scene, options: BrowserContextOptions) {
  const context: BrowserContext = await browser.newContext({ ...options, locale, reducedMotion: 'reduce' })
  context.setDefaultTimeout(20_000)
  await introduce(context, reader)
  return context
}

/** An evaluation in a page has no limit of its own: the place where one does not end is named, with what is there instead. */
async function within(
  ms: number,
  work: Promise<unknown> | undefined,
  { name, page }: { name: string; page: Page },
): Promise<void> {
  let stop: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    stop = setTimeout(() => resolve('late'), ms)
  })
  const end = await Promise.race([work, late]).finally(() => clearTimeout(stop))
  if (end !== 'late') return
  const there = await page.ariaSnapshot({ timeout: 5_000 }).catch(String)
  throw new Error(`${name} is not there after ${ms / 1_000} s, but:\n${there}`)
}

/** Fonts are there, and what was done last is drawn. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve))
      // A page that is behind another one is not drawn.
      setTimeout(resolve, 1_000)
    })
  })
}
