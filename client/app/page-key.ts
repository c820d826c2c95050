/**
 * The key of an event that asks something of the page itself: a single one, without modifiers, and outside of fields,
 * menus and dialogs; else null. Letters are those of a Latin keyboard, whichever alphabet the reader types.
 */
export function pageKey(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null
  if (event.composedPath().some((target) => target instanceof HTMLElement && isBusy(target))) return null
  if (/^[ -~]$/.test(event.key) || event.key.length > 1)
    return event.key.length > 1 ? event.key : event.key.toLowerCase()
  return /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? event.key
}

/** Whether a key is pressed with Ctrl or Command, and with nothing else. */
export function isModAlone({ ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && !shiftKey
}

function isBusy(element: HTMLElement): boolean {
  return element.isContentEditable || element.matches('input, textarea, select, dialog, [popover]')
}
