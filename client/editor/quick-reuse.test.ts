import { type Tree, TreeFragment } from '@lezer/common'
import { parser as markdown } from '@lezer/markdown'
import { expect, test } from 'vitest'
import { reuseQuickly } from './quick-reuse.ts'

interface Edited {
  tree: Tree
  /** How many pieces the parser put its tree together from. */
  pieces: number
}

/** Parses a text into which something was written, with what was parsed before. */
function parseEdited(before: string, { from, insert }: { from: number; insert: string }): Edited & { text: string } {
  const text = before.slice(0, from) + insert + before.slice(from)
  const change = { fromA: from, toA: from, fromB: from, toB: from + insert.length }
  const fragments = TreeFragment.applyChanges(TreeFragment.addTree(markdown.parse(before)), [change])
  const parse = markdown.startParse(text, fragments)
  reuseQuickly(parse)
  let tree = parse.advance()
  while (tree === null) tree = parse.advance()
  const { block } = parse as unknown as { block: { children: readonly unknown[] } }
  return { tree, pieces: block.children.length, text }
}

test('what was parsed before is taken over in few pieces', () => {
  const paragraphs = 'word *a* b\n\n'.repeat(2_000)
  for (const share of [0, 0.5, 1]) {
    const { tree, pieces, text } = parseEdited(paragraphs, { from: Math.floor(paragraphs.length * share), insert: 'x' })
    expect(pieces).toBeLessThan(600)
    expect(`${tree}`).toBe(`${markdown.parse(text)}`)
  }
})

test('the tree is that of the text, whatever is written where', () => {
  const seed = 20_261_123
  let random = seed
  const below = (limit: number) => {
    random = (random * 48_271) % 2_147_483_647
    return random % limit
  }
  const parts = [
    ...['word *a* b\n\n', '# x\n', '- a\n- b\n\n  c\n', '> q\n> - r\n\n', '```\ncode\n```\n', '    code\n\n'],
    ...['|a|b|\n|-|-|\n|c|d|\n\n', '- a\n'.repeat(1_100), 'x\n'.repeat(1_100)],
  ]
  for (let edit = 0; edit < 12; edit++) {
    const before = Array.from({ length: 300 }, () => parts[below(below(100) === 0 ? 9 : 7)]).join('')
    const insert = ['x', '\n', '# ', '- ', '```\n', '\n\n    '][below(6)]!
    const { tree, text } = parseEdited(before, { from: below(before.length), insert })
    expect(`${tree}`, `edit ${edit} of seed ${seed}`).toBe(`${markdown.parse(text)}`)
  }
})
