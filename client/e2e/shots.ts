import type { EnckeShare } from '../elements/encke-share.ts'
import { crowd } from './crowd.ts'
import type { places, Stage } from './places.ts'
import {
  allowList,
  beginComment,
  dropFiles,
  importAtOnce,
  importSlowly,
  message,
  openComments,
  openOwnSettings,
  openSettings,
  pressFor,
  refuseList,
  showLayout,
} from './shot-steps.ts'

/** One picture: where, how it is called, and what to do before it. Afterwards Escape closes what is open. */
export interface Shot {
  at: keyof typeof places
  name: string
  show?: (stage: Stage) => Promise<unknown>
  /** What is new on it, where the rest of the page was on a picture before. */
  part?: string
  /** Undoes what Escape does not. */
  hide?: (stage: Stage) => Promise<unknown>
  /** What is open is needed for the next picture. */
  staysOpen?: true
}

/** Every picture. A further one is a line here. */
export const shots: readonly Shot[] = [
  {
    at: 'empty',
    name: 'trash-empty',
    show: (stage) => stage.page.goto(`${stage.server.url}/trash`).then(() => message(stage)),
  },
  {
    at: 'empty',
    name: 'home-empty',
    show: (stage) => stage.page.goto(stage.server.url).then(() => message(stage)),
  },

  { at: 'home', name: 'home' },
  {
    at: 'home',
    name: 'home-menu',
    part: '[role=menu]:popover-open',
    show: ({ page }) => page.locator('header button[aria-haspopup=menu]').click(),
  },
  {
    at: 'home',
    name: 'home-row-menu',
    part: '[role=menu]:popover-open',
    show: ({ page }) => page.locator('.row .more').nth(1).click(),
  },
  {
    at: 'home',
    name: 'home-rename',
    part: '.row:has(.rename)',
    show: ({ page }) => page.locator('.row .name').nth(1).press('F2'),
  },
  { at: 'home', name: 'home-keys', part: 'keys-dialog', show: (stage) => pressFor(stage, '?', 'keys-dialog') },
  { at: 'home', name: 'home-settings', part: 'settings-dialog', staysOpen: true, show: openSettings },
  {
    at: 'home',
    name: 'home-settings-end',
    part: 'settings-dialog',
    show: ({ page }) => page.locator('settings-dialog .done').scrollIntoViewIfNeeded(),
  },
  {
    at: 'home',
    name: 'home-drop',
    part: '.drop',
    show: (stage) => dropFiles(stage, 'dragenter'),
    hide: (stage) => dropFiles(stage, 'dragleave'),
  },
  { at: 'home', name: 'home-import', part: 'page-notice', show: importSlowly, hide: importAtOnce },
  { at: 'home', name: 'home-failed', show: refuseList, hide: allowList },
  {
    at: 'home',
    name: 'home-trashed',
    part: 'page-notice',
    show: ({ page, scene }) => page.locator('.row .name', { hasText: scene.documents[1]!.title }).press('Delete'),
  },
  {
    at: 'home',
    name: 'home-search',
    part: 'main',
    show: ({ page, scene }) => page.getByRole('searchbox').fill(scene.found),
  },
  {
    at: 'home',
    name: 'home-nothing-found',
    part: 'main',
    show: async ({ page }) => {
      await page.getByRole('searchbox').fill('1812')
      await page.locator('main .nothing').waitFor()
    },
  },

  { at: 'document', name: 'document' },
  {
    at: 'document',
    name: 'document-status',
    part: 'encke-status',
    show: ({ page }) => page.locator('encke-status .chip').click(),
  },
  {
    at: 'document',
    name: 'document-menu',
    part: '[role=menu]:popover-open',
    show: ({ page }) => page.locator('header .menu').click(),
  },
  { at: 'document', name: 'document-settings', part: 'settings-dialog', show: openOwnSettings },
  {
    at: 'document',
    name: 'document-keys',
    part: 'keys-dialog',
    show: (stage) => pressFor(stage, 'Control+/', 'keys-dialog'),
  },
  {
    at: 'document',
    name: 'share-empty',
    part: 'encke-share-dialog',
    staysOpen: true,
    show: async ({ page }) => {
      await page.locator('encke-share').evaluate((share: EnckeShare) => share.show())
      await page.locator('encke-share-links p strong').waitFor()
    },
  },
  {
    at: 'document',
    name: 'share-code',
    part: 'encke-share-dialog',
    staysOpen: true,
    show: async ({ page }) => {
      await page.locator('encke-share-dialog .page .code').click()
      await page.locator('encke-share-dialog encke-share-code svg[role=img]').waitFor()
    },
    hide: ({ page }) => page.locator('encke-share-dialog .page .code').click(),
  },
  {
    at: 'document',
    name: 'share-links',
    part: 'encke-share-dialog',
    show: async ({ page }) => {
      await page.locator('encke-share-links .make').click()
      await page.locator('encke-share-links li').waitFor()
      await page.locator('encke-share-links .end').click()
    },
  },
  {
    at: 'document',
    name: 'document-search',
    part: '.encke-search',
    staysOpen: true,
    show: async ({ page, scene, writer }) => {
      await writer.selects(0)
      await page.keyboard.press('Control+f')
      await page.keyboard.type(scene.found)
    },
  },
  {
    at: 'document',
    name: 'document-replace',
    part: '.encke-search',
    show: ({ page }) => page.locator('.encke-search [aria-expanded=false]').click(),
  },
  {
    at: 'document',
    name: 'document-palette',
    part: '.encke-palette',
    show: async ({ page, writer }) => {
      await writer.selects(0)
      await page.keyboard.press('F1')
      await page.locator('.encke-palette[open]').waitFor()
    },
  },
  {
    at: 'document',
    name: 'document-writing',
    part: '[role=toolbar]',
    show: async ({ scene, writer }) => {
      const { selects } = scene.people.at(-1)!
      const from = (await writer.text()).indexOf(selects)
      await writer.selects(from, from + selects.length)
    },
  },
  {
    at: 'document',
    name: 'document-headings',
    part: '[role=menu]:popover-open',
    show: ({ page }) => page.locator('[role=toolbar] [aria-haspopup=menu]').first().click(),
  },
  {
    at: 'document',
    name: 'document-split',
    show: async (stage) => {
      await showLayout(stage, 'Control+\\')
      await stage.page.locator('.preview ul').waitFor({ state: 'attached' })
    },
    hide: (stage) => showLayout(stage, 'Control+\\'),
  },
  {
    at: 'document',
    name: 'document-preview',
    show: async (stage) => {
      await showLayout(stage, 'Control+Alt+p')
      await stage.page.locator('.preview ul').waitFor()
    },
    hide: (stage) => showLayout(stage, 'Control+Alt+p'),
  },
  {
    at: 'document',
    name: 'document-everybody',
    part: 'encke-presence',
    show: async ({ page }) => {
      await crowd(page)
      await page.locator('encke-presence .more').click()
    },
  },
  // Its preview is a second editor on the page, until the page is loaded again.
  {
    at: 'document',
    name: 'share-embed',
    part: 'encke-share-dialog',
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
    part: 'encke-comments',
    show: async (stage) => {
      await stage.page.reload()
      await stage.page.locator('encke-comments:defined').waitFor({ state: 'attached' })
      await openComments(stage, 'comments')
    },
  },
  {
    at: 'document',
    name: 'chat-empty',
    part: 'encke-comments',
    show: (stage) => openComments(stage, 'chat'),
  },
  {
    at: 'document',
    name: 'chat',
    part: 'encke-comments',
    show: async ({ page, scene }) => {
      const field = page.locator('encke-comment-chat textarea')
      for (const line of scene.chat) {
        await field.fill(line)
        await field.press('Enter')
      }
      await page
        .locator('encke-comment-chat encke-comment-message')
        .nth(scene.chat.length - 1)
        .waitFor()
    },
  },
  {
    at: 'document',
    name: 'comments-new',
    part: 'encke-comments',
    show: (stage) => beginComment(stage),
  },
  {
    at: 'document',
    name: 'comments',
    show: async (stage) => {
      await beginComment(stage)
      await stage.page.keyboard.press('ControlOrMeta+Enter')
      await stage.page.locator('encke-comment-thread[active]').waitFor()
    },
  },

  { at: 'view', name: 'view' },
  {
    at: 'view',
    name: 'view-ended',
    show: ({ page, server }) => page.goto(`${server.url}/v/none`).then(() => page.locator('h1').waitFor()),
  },

  { at: 'away', name: 'document-reconnecting', part: 'encke-status', staysOpen: true },
  {
    at: 'away',
    name: 'document-disconnected',
    part: 'connection-banner',
    show: ({ page }) => page.locator('connection-banner .trouble').waitFor(),
  },
  { at: 'gone', name: 'document-trashed-now', part: '.banner' },
  { at: 'gone', name: 'document-trashed', show: (stage) => stage.page.reload().then(() => message(stage)) },
  { at: 'trash', name: 'trash' },
  {
    at: 'trash',
    name: 'trash-question',
    part: 'dialog[open]',
    show: ({ page }) => page.locator('.actions .danger').first().click(),
  },

  {
    at: 'elsewhere',
    name: 'document-invalid',
    show: (stage) => stage.page.goto(`${stage.server.url}/d/a*b`).then(() => message(stage)),
  },
  {
    at: 'elsewhere',
    name: 'document-deleted',
    show: async (stage) => {
      const { id } = stage.scene.documents[0]!
      await fetch(`${stage.server.url}/api/documents/${id}?permanently`, { method: 'DELETE' })
      await stage.page.goto(`${stage.server.url}/d/${id}`)
      await message(stage)
    },
  },
  {
    at: 'elsewhere',
    name: 'document-new',
    show: async ({ page, server }) => {
      await page.goto(`${server.url}/d/new`)
      await page.locator('encke-status .saved').waitFor()
    },
  },
  {
    at: 'elsewhere',
    name: 'status-running',
    staysOpen: true,
    show: async ({ page, server }) => {
      // One of the four ways neither opens nor fails.
      await page.routeWebSocket('**/session/websocket', () => {})
      await page.goto(`${server.url}/status`)
      await page.locator('.trial.running').first().waitFor()
    },
  },
  {
    at: 'elsewhere',
    name: 'status',
    show: async ({ page }) => {
      await page.routeWebSocket('**/session/websocket', (socket) => socket.close({ code: 1011 }))
      await page.reload()
      await page.locator('.trial.done').nth(3).waitFor()
    },
  },
]
