/** Space between a popover and its button, and between it and the edge of the window, in pixels. */
const gapPx = 6
const marginPx = 8

/**
 * Puts an open popover below its button, or above when there is more room, aligned with the button's end and inside
 * the window. By hand, because CSS anchor positioning is not in every browser yet; a popover lies in the top layer, so
 * window coordinates are all it takes. Call it in `beforetoggle`: it waits for the frame in which the popover first has
 * a size, where `toggle` would come one frame too late and show it in the corner first.
 */
export function placePopover(popover: HTMLElement, button: HTMLElement): void {
  requestAnimationFrame(() => place(popover, button))
}

function place(popover: HTMLElement, button: HTMLElement): void {
  const anchor = button.getBoundingClientRect()
  const { width, height } = popover.getBoundingClientRect()
  const view = document.documentElement
  const rightToLeft = getComputedStyle(popover).direction === 'rtl'
  // Aligned with the side of the button that is nearer to the window's edge: what opens at the right grows leftwards.
  const alignEnd = anchor.left + anchor.width / 2 > view.clientWidth / 2 !== rightToLeft
  const wantedLeft = alignEnd ? anchor.right - width : anchor.left
  const left = Math.max(marginPx, Math.min(wantedLeft, view.clientWidth - width - marginPx))
  const below = anchor.bottom + gapPx
  const above = anchor.top - gapPx - height
  const fitsBelow = below + height <= view.clientHeight - marginPx
  const top = fitsBelow || above < marginPx ? below : above
  popover.style.left = `${Math.round(left)}px`
  popover.style.top = `${Math.round(top)}px`
}
