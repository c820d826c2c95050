import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode, Tree } from '@lezer/common'

/** How long a command may wait for the parser to reach it, in milliseconds; a long text is parsed in the background. */
const PARSE_WITHIN_MS = 25
/** As far as this, in UTF-16 units, the parser needs far less, unless the machine is busy: then a command waits for it. */
const SOON = 20_000
const SOON_PARSED_WITHIN_MS = 500

/** The tree of the text, parsed as far as `position` where that takes no time worth speaking of. */
export function treeUpTo(state: EditorState, position: number): Tree {
  const within = position < SOON ? SOON_PARSED_WITHIN_MS : PARSE_WITHIN_MS
  return ensureSyntaxTree(state, Math.min(position + 1, state.doc.length), within) ?? syntaxTree(state)
}

/**
 * The smallest node of a kind around `from`–`to`. A caret at an edge is outside, for what is typed there is not part of
 * it. Null also where the parser has not got to yet.
 */
export function enclosingNode(tree: Tree, kinds: readonly string[], from: number, to: number): SyntaxNode | null {
  const fits = (node: SyntaxNode) =>
    kinds.includes(node.name) && (from === to ? node.from < from && node.to > to : node.from <= from && node.to >= to)
  for (const side of [1, -1] as const) {
    let node: SyntaxNode | null = tree.resolveInner(from, side)
    while (node !== null && !fits(node)) node = node.parent
    if (node !== null) return node
  }
  return null
}

/** Whether a position is in a block of code, where Markdown is not meant. */
export function isInCode(state: EditorState, position: number): boolean {
  return enclosingNode(treeUpTo(state, position), ['FencedCode', 'CodeBlock'], position, position) !== null
}
