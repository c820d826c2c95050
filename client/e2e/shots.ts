import type { Page } from 'playwright-core'
import type { SpawnedServer } from '../../server/test/spawned-server.ts'
import type { EnckeShare } from '../elements/encke-share.ts'
import { crowd } from './crowd.ts'
import type { Scene } from './scenes.ts'
import { openDocument, type Writer } from './writer.ts'

/** What a picture is taken of: a page, the server behind it, and who is there. */
export interface Stage {
  page: Page
  server: SpawnedServer
  scene: Scene
  /** What the page's reader does and sees in a document. */
  writer: Writer
  /** The others go to their places in the document, and type. */
  arrive(): Promise<void>
}

/** Where a picture is taken; each place is gone to once, in this order, and its pictures follow each other there. */
export const places: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  /** A server without documents; the others come after it. */
  empty: async ({ page, server }) => {
    await page.goto(server.url)
    await page.locator('.message').waitFor()
  },
  home: async ({ page, server }) => {
    await page.goto(server.url)
    await page.locator('.row .face').first().waitFor()
  },
  /** With two others in it, one of whom types. */
  document: async ({ page, server, scene, arrive }) => {
    await openDocument(page, { url: server.url, document: scene.id })
    await arrive()
  },
  /** By the link to read that a picture before has made. */
  view: async ({ page, server }) => {
    const kept = await page.evaluate(() => localStorage.getItem('encke:links') ?? '{}')
    const [token] = Object.values(JSON.parse(kept) as Record<string, string>)
    await page.goto(`${server.url}/v/${token}`)
    await page.locator('main ul').waitFor()
  },
  /** While the server is away. */
  away: async ({ page, server, scene, writer }) => {
    await openDocument(page, { url: server.url, document: scene.id })
    await server.kill()
    await writer.selects(0)
    await page.keyboard.type(scene.typedWhileAway)
    await page.locator('encke-status .reconnecting').waitFor()
  },
  /** In the trash while it is open, and then opened there. */
  gone: async ({ page, server, scene }) => {
    await server.start()
    await page.locator('encke-status .saved').waitFor({ timeout: 60_000 })
    await fetch(`${server.url}/api/documents/${scene.id}`, { method: 'DELETE' })
    await page.locator('.banner').waitFor()
  },
  trash: async ({ page, server }) => {
    await page.goto(`${server.url}/trash`)
    await page.locator('.row').first().waitFor()
  },
  /** Pages that are nothing but a page. */
  elsewhere: async () => {},
}

/** One picture: where, how it is called, and what to do before it. Afterwards Escape closes what is open. */
export interface Shot {
  at: keyof typeof places
  name: string
  show?: (stage: Stage) => Promise<unknown>
  /** What is open is needed for the next picture. */
  staysOpen?: true
}

const message = ({ page }: Stage) => page.locator('.message').waitFor()
const openSettings = async ({ page }: Stage) => {
  await page.locator('header button[aria-haspopup=menu]').click()
  await page.getByRole('menuitem').nth(2).click()
  await page.locator('settings-dialog dialog[open]').waitFor()
}
const openOwnSettings = async ({ page }: Stage) => {
  await page.locator('encke-presence .face').first().click()
  await page.locator('settings-dialog dialog[open]').waitFor()
}

const pressFor = async ({ page }: Stage, key: string, dialog: string) => {
  await page.keyboard.press(key)
  await page.locator(`${dialog} dialog[open]`).waitFor()
}

/** Every picture. A further one is a line here. */
export const shots: readonly Shot[] = [
  { at: 'empty', name: 'home-empty' },

  { at: 'home', name: 'home' },
  { at: 'home', name: 'home-menu', show: ({ page }) => page.locator('header button[aria-haspopup=menu]').click() },
  { at: 'home', name: 'home-row-menu', show: ({ page }) => page.locator('.row .more').nth(1).click() },
  { at: 'home', name: 'home-rename', show: ({ page }) => page.locator('.row .name').nth(1).press('F2') },
  { at: 'home', name: 'home-keys', show: (stage) => pressFor(stage, '?', 'keys-dialog') },
  { at: 'home', name: 'home-settings', show: openSettings },
  { at: 'home', name: 'home-trashed', show: ({ page }) => page.locator('.row .name').nth(2).press('Delete') },
  { at: 'home', name: 'home-nothing-found', show: ({ page }) => page.getByRole('searchbox').fill('qqq') },

  { at: 'document', name: 'document' },
  { at: 'document', name: 'document-status', show: ({ page }) => page.locator('encke-status .chip').click() },
  { at: 'document', name: 'document-menu', show: ({ page }) => page.locator('header .menu').click() },
  {
    at: 'document',
    name: 'document-settings',
    show: openOwnSettings,
  },
  { at: 'document', name: 'document-keys', show: (stage) => pressFor(stage, 'Control+/', 'keys-dialog') },
  {
    at: 'document',
    name: 'share-empty',
    staysOpen: true,
    show: async ({ page }) => {
      await page.locator('encke-share').evaluate((share: EnckeShare) => share.show())
      await page.locator('encke-share-links p strong').waitFor()
    },
  },
  {
    at: 'document',
    name: 'share-links',
    show: async ({ page }) => {
      await page.locator('encke-share-links .make').click()
      await page.locator('encke-share-links li').waitFor()
      await page.locator('encke-share-links .end').click()
    },
  },
  {
    at: 'document',
    name: 'document-search',
    show: async ({ page, writer }) => {
      await writer.selects(0)
      await page.keyboard.press('Control+f')
    },
  },
  {
    at: 'document',
    name: 'document-everybody',
    show: async ({ page }) => {
      await crowd(page)
      await page.locator('encke-presence .more').click()
    },
  },
  // Its preview is a second editor on the page, until the page is loaded again.
  {
    at: 'document',
    name: 'share-embed',
    show: async ({ page }) => {
      await page.locator('encke-share').evaluate((share: EnckeShare) => share.show())
      await page.locator('encke-share-dialog #tab-embed').click()
      await page.locator('encke-share-embed .cm-content').waitFor()
    },
  },
  // The last ones of the open document: the list stays open.
  {
    at: 'document',
    name: 'comments-empty',
    show: async ({ page }) => {
      await page.reload()
      await page.locator('encke-comments:defined').waitFor({ state: 'attached' })
      await page.locator('comments-button button').click()
    },
  },
  {
    at: 'document',
    name: 'comments-new',
    show: async ({ page, scene, writer }) => {
      const { selects } = scene.people.at(-1)!
      const from = (await writer.text()).indexOf(selects)
      await writer.selects(from, from + selects.length)
      await page.keyboard.press('ControlOrMeta+Alt+m')
      await page.locator('.beginning textarea').fill(scene.comment)
    },
  },
  {
    at: 'document',
    name: 'comments',
    show: async ({ page, scene, writer }) => {
      const { selects } = scene.people.at(-1)!
      const from = (await writer.text()).indexOf(selects)
      await writer.selects(from, from + selects.length)
      await page.keyboard.press('ControlOrMeta+Alt+m')
      await page.locator('.beginning textarea').fill(scene.comment)
      await page.keyboard.press('ControlOrMeta+Enter')
      await page.locator('encke-comment-thread[active]').waitFor()
    },
  },

  { at: 'view', name: 'view' },
  {
    at: 'view',
    name: 'view-ended',
    show: ({ page, server }) => page.goto(`${server.url}/v/none`).then(() => page.locator('h1').waitFor()),
  },

  { at: 'away', name: 'document-reconnecting' },
  { at: 'gone', name: 'document-trashed-now' },
  { at: 'gone', name: 'document-trashed', show: (stage) => stage.page.reload().then(() => message(stage)) },
  { at: 'trash', name: 'trash' },
  { at: 'trash', name: 'trash-question', show: ({ page }) => page.locator('.actions .danger').first().click() },

  {
    at: 'elsewhere',
    name: 'document-invalid',
    show: (stage) => stage.page.goto(`${stage.server.url}/d/a*b`).then(() => message(stage)),
  },
  {
    at: 'elsewhere',
    name: 'document-new',
    show: async ({ page, server }) => {
      await page.goto(`${server.url}/d/new`)
      await page.locator('encke-status .saved').waitFor()
    },
  },
]
