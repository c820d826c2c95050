import type { LitElement } from 'lit'
import { define } from '../elements/define.ts'
import type { CommandRegistry } from '../writing/command-registry.ts'
import type { KeyGroup } from './keys-dialog.ts'
import type { SettingsDialog } from './settings-dialog.ts'

/**
 * Opens the settings on a page; they are loaded with the first wish for them. With `name`, ready to change one's name.
 * Null when they do not come: the page says so.
 */
export async function openSettings(page: LitElement, { part }: { part?: 'name' } = {}): Promise<SettingsDialog | null> {
  const loaded = await load(page, import('./settings-dialog.ts'))
  if (loaded === null) return null
  define('settings-dialog', loaded.SettingsDialog)
  const dialog = dialogOf(page, 'settings-dialog')
  await dialog.updateComplete
  dialog.show(part === undefined ? {} : { part })
  return dialog
}

/** Opens the help on keys of a document's page, with those of the commands that there are by now. */
export function openDocumentKeys(page: LitElement, commands: Pick<CommandRegistry, 'all'> | null): Promise<void> {
  return openKeys(page, ({ documentKeys }, language) => documentKeys(commands, language))
}

/** Opens the help on keys of the list of documents. */
export function openHomeKeys(page: LitElement): Promise<void> {
  return openKeys(page, ({ homeKeys }, language) => homeKeys(language))
}

async function openKeys(
  page: LitElement,
  groupsOf: (groups: typeof import('./key-groups.ts'), language: string) => readonly KeyGroup[],
): Promise<void> {
  const loaded = await load(page, Promise.all([import('./keys-dialog.ts'), import('./key-groups.ts')]))
  if (loaded === null) return
  const [{ KeysDialog }, groups] = loaded
  define('keys-dialog', KeysDialog)
  const dialog = dialogOf(page, 'keys-dialog')
  dialog.groups = groupsOf(groups, document.documentElement.lang)
  await dialog.updateComplete
  dialog.show()
}

/** A part of a page; null when it does not come, of which the page has been told then. */
export async function load<Part>(page: LitElement, part: Promise<Part>): Promise<Part | null> {
  try {
    return await part
  } catch {
    page.renderRoot.querySelector('page-notice')?.notLoaded()
    return null
  }
}

function dialogOf<Tag extends 'settings-dialog' | 'keys-dialog'>(
  page: LitElement,
  tag: Tag,
): HTMLElementTagNameMap[Tag] {
  const known = page.renderRoot.querySelector(tag)
  if (known) return known
  const dialog = document.createElement(tag)
  page.renderRoot.append(dialog)
  return dialog
}
