import { Tree, type TreeBuffer } from '@lezer/common'

/**
 * The same tree with no more in it than what overlaps a range of the text; everything stays at its place. Takes the time
 * of what is in the range, however long the text around it is.
 */
export function cutTree(tree: Tree, from: number, to: number): Tree {
  const { children, positions } = tree
  const kept: (Tree | TreeBuffer)[] = []
  const places: number[] = []
  for (let index = firstAfter(tree, from); index < children.length; index++) {
    const child = children[index]!
    const start = positions[index]!
    if (start >= to) break
    const isInside = start >= from && start + child.length <= to
    kept.push(isInside || !(child instanceof Tree) ? child : cutTree(child, from - start, to - start))
    places.push(start)
  }
  return new Tree(tree.type, kept, places, tree.length, tree.propValues)
}

/** The index of the first child that ends after a position. Siblings stand in order and do not overlap. */
function firstAfter({ children, positions }: Tree, position: number): number {
  let low = 0
  let high = children.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (positions[middle]! + children[middle]!.length > position) high = middle
    else low = middle + 1
  }
  return low
}
