import { highlightTree, tagHighlighter, tags } from '@lezer/highlight'
import { GFM, parser } from '@lezer/markdown'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutTree } from './tree-cut.ts'

const markdown = parser.configure([GFM])
const names = [
  'heading',
  'strong',
  'emphasis',
  'link',
  'url',
  'monospace',
  'quote',
  'list',
  'processingInstruction',
] as const
const highlighter = tagHighlighter(names.map((name) => ({ tag: tags[name], class: name })))

const blocks = [
  '# A *heading*',
  'Words, **strong** and [a link](https://example.org), `code`.',
  '- one\n- **two**\n  - *three*\n- four',
  '> said *softly*\n> and loudly',
  '| a | **b** |\n| --- | --- |\n| `1` | 2 |',
  '```\n# no heading\n```',
]

test('what is in the range is highlighted as in the whole tree', () => {
  const text = fc.array(fc.constantFrom(...blocks), { minLength: 1, maxLength: 60 }).map((all) => all.join('\n\n'))
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (text, one, other) => {
      const [from, to] = [one % (text.length + 1), other % (text.length + 1)].sort((a, b) => a - b) as [number, number]
      const tree = markdown.parse(text)
      const spans = (of: typeof tree) => {
        const found: [number, number, string][] = []
        highlightTree(of, highlighter, (...span) => found.push(span), from, to)
        return found
      }
      expect(spans(cutTree(tree, from, to))).toEqual(spans(tree))
    }),
  )
})

test('of a long text little is left, also of a list of it and of a table', () => {
  const long = [
    Array.from({ length: 5_000 }, (_, index) => `Paragraph ${index}`).join('\n\n'),
    Array.from({ length: 5_000 }, (_, index) => `- item ${index}`).join('\n'),
    `| a |\n| - |\n${Array.from({ length: 5_000 }, (_, index) => `| row ${index} |`).join('\n')}`,
  ]
  for (const text of long) {
    const middle = Math.floor(text.length / 2)
    const cut = cutTree(markdown.parse(text), middle, middle + 2_000)
    let nodes = 0
    cut.iterate({ enter: () => void nodes++ })
    expect(cut.length).toBe(text.length)
    expect(nodes).toBeGreaterThan(20)
    expect(nodes).toBeLessThan(3_000)
  }
})
