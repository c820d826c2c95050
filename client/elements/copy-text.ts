/** Puts a text on the clipboard. False when the browser does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Refused, or missing: over plain HTTP, as on a company's intranet, there is only the old way.
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  let isCopied = false
  // Not simply what is selected: where the selection is refused, something else would be copied.
  const give = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
    isCopied = true
  }
  const focused = focusedElement()
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.style.position = 'fixed'
  field.style.opacity = '0'
  // All that is outside of a dialog can be neither focused nor selected; and Safari copies nothing without a selection.
  const place = dialogAround(focused) ?? document.body
  place.append(field)
  field.select()
  document.addEventListener('copy', give, { capture: true })
  document.execCommand('copy')
  document.removeEventListener('copy', give, { capture: true })
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}

/** Through all shadow roots. */
function dialogAround(element: Element | null): Element | null {
  if (element === null) return null
  const root = element.getRootNode()
  return element.closest('dialog') ?? (root instanceof ShadowRoot ? dialogAround(root.host) : null)
}

/** Through all shadow roots. */
function focusedElement(): Element | null {
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return focused
}
