import type { EnckeComments } from '../comments/encke-comments.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { dragFiles } from './dropped-files.ts'
import type { Stage } from './places.ts'

/** Waits for a message in place of a page. */
export const message = ({ page }: Stage) => page.locator('.message').waitFor()
/** Opens the settings from the menu of the list. */
export const openSettings = async ({ page }: Stage) => {
  await page.locator('header button[aria-haspopup=menu]').click()
  await page.getByRole('menuitem').nth(2).click()
  await page.locator('settings-dialog dialog[open]').waitFor()
}

/** Opens the settings by one's own face. */
export const openOwnSettings = async ({ page }: Stage) => {
  await page.locator('encke-presence .face').first().click()
  await page.locator('settings-dialog dialog[open]').waitFor()
}

/** Writes a comment on what the last of the others has selected. */
export const beginComment = async ({ page, scene, writer }: Stage) => {
  const { selects } = scene.people.at(-1)!
  const from = (await writer.text()).indexOf(selects)
  await writer.selects(from, from + selects.length)
  await page.keyboard.press('ControlOrMeta+Alt+m')
  await page.locator('.beginning textarea').fill(scene.comment)
}

/** The page while its list cannot be had. */
export const refuseList = async ({ page }: Stage) => {
  await page.route('**/api/documents?*', (route) => route.fulfill({ status: 503, body: '{}' }))
  await page.reload()
  await page.locator('.alert').waitFor()
}

/** The list can be had again. */
export const allowList = async ({ page }: Stage) => {
  await page.unroute('**/api/documents?*')
  await page.reload()
  await page.locator('.row .face').first().waitFor()
}

/** Files come over the page, leave it or are dropped. */
export const dropFiles = ({ page }: Stage, event: 'dragenter' | 'dragleave' | 'drop') =>
  dragFiles(page, { files: { '1.md': '# 1.md', '2.md': '# 2.md', '3.md': '# 3.md' }, on: 'body', event })

/** The first of three files has become a document, the second is still on its way. */
export const importSlowly = async (stage: Stage) => {
  let asked = 0
  await stage.page.route('**/api/documents', (route) => {
    asked += 1
    return asked === 1 ? route.fulfill({ status: 201, json: { id: 'imported' } }) : undefined
  })
  await dropFiles(stage, 'drop')
  await stage.page.locator('page-notice .notice').getByText('1').waitFor()
}

/** Files are taken again. Those on their way are given up first: let through, they would be documents of the next pictures. */
export const importAtOnce = async (stage: Stage) => {
  await stage.page.reload()
  await stage.page.unrouteAll({ behavior: 'ignoreErrors' })
  await stage.page.locator('.row .face').first().waitFor()
}

/** Opens one of the two rooms beside the text. */
export const openComments = async ({ page }: Stage, room: 'comments' | 'chat') => {
  await page.locator('encke-comments').evaluate((comments: EnckeComments, room) => comments.show(room), room)
  await page.locator(`encke-comments #tab-${room}[aria-selected=true]`).waitFor()
}

/** Presses the key of a layout, with the focus in the text. */
export const showLayout = async ({ page, writer }: Stage, key: string) => {
  await writer.editor.evaluate((editor: EnckeEditor) => editor.focus())
  await page.keyboard.press(key)
}

/** Presses a key that opens a dialog. */
export const pressFor = async ({ page }: Stage, key: string, dialog: string) => {
  await page.keyboard.press(key)
  await page.locator(`${dialog} dialog[open]`).waitFor()
}
