/**
 * Closes a modal dialog by a click beside it: `<dialog @click=${closeOutside}>`. By hand: `closedby="any"` is not in
 * every browser yet. Only the dialog's own backdrop has the dialog as target.
 */
export function closeOutside(event: MouseEvent): void {
  const dialog = event.currentTarget as HTMLDialogElement
  if (event.target !== dialog) return
  const { left, right, top, bottom } = dialog.getBoundingClientRect()
  const { clientX: x, clientY: y } = event
  if (x < left || x > right || y < top || y > bottom) dialog.close()
}
