import { define } from '../elements/define.ts'
import type { KeyGroup } from './keys-dialog.ts'
import type { SettingsDialog } from './settings-dialog.ts'

/** Opens the settings on a page; they are loaded with the first wish for them. With `name`, ready to change one's name. */
export async function openSettings(page: HTMLElement, { part }: { part?: 'name' } = {}): Promise<SettingsDialog> {
  const { SettingsDialog } = await import('./settings-dialog.ts')
  define('settings-dialog', SettingsDialog)
  const dialog = dialogOf(page, 'settings-dialog')
  await dialog.updateComplete
  dialog.show(part === undefined ? {} : { part })
  return dialog
}

/** Opens the help on keys of a page. */
export async function openKeys(page: HTMLElement, groups: readonly KeyGroup[]): Promise<void> {
  const { KeysDialog } = await import('./keys-dialog.ts')
  define('keys-dialog', KeysDialog)
  const dialog = dialogOf(page, 'keys-dialog')
  dialog.groups = groups
  await dialog.updateComplete
  dialog.show()
}

/** Opens the help on keys of the list of documents. */
export async function openHomeKeys(page: HTMLElement): Promise<void> {
  const { homeKeys } = await import('./key-groups.ts')
  await openKeys(page, homeKeys(document.documentElement.lang))
}

function dialogOf<Tag extends 'settings-dialog' | 'keys-dialog'>(
  page: HTMLElement,
  tag: Tag,
): HTMLElementTagNameMap[Tag] {
  const root = page.shadowRoot ?? page
  const known = root.querySelector(tag)
  if (known) return known
  const dialog = document.createElement(tag)
  root.append(dialog)
  return dialog
}
