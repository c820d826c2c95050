import { idPrefix } from './markdown-html.ts'
import type { PieceList } from './piece-list.ts'

/**
 * The heading, the footnote or the reference to one that a link within the text leads to, able to take the focus; null
 * when there is none. `#part-2` is the third heading of the name *part*, unless one is called so.
 */
export function findTarget(pieces: PieceList, id: string): HTMLElement | null {
  if (!id.startsWith(idPrefix)) return null
  const name = id.slice(idPrefix.length)
  const isNote = name.includes(':')
  const [, base, count] = /^(.+)-(\d+)$/.exec(id) ?? []
  let further = Number(count)
  let found: HTMLElement | null = null
  for (let index = 0; index < pieces.length; index += 1) {
    // Only what can have such an id is rendered for it, and that takes no time.
    const { isHeading, sign } = pieces.peek(index)!
    if (!(isNote ? sign.includes(`${name} `) : isHeading)) continue
    for (const target of pieces.at(index)!.element.querySelectorAll<HTMLElement>('[id]')) {
      if (target.id === id) return focusable(target)
      if (target.id === base && further-- === 0) found = target
    }
  }
  return found && focusable(found)
}

function focusable(target: HTMLElement): HTMLElement {
  if (target.localName !== 'a') target.tabIndex = -1
  return target
}
