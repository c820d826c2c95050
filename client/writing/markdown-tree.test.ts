import { EditorState } from '@codemirror/state'
import { afterEach, expect, test, vi } from 'vitest'
import { markdown } from '../editor/markdown.ts'
import { isInCode } from './markdown-tree.ts'

afterEach(() => void vi.restoreAllMocks())

test('a command knows where it is in a short text, also while the machine is busy with other things', () => {
  let now = 0
  // Each look at the clock comes 30 ms after the one before.
  vi.spyOn(Date, 'now').mockImplementation(() => (now += 30))
  const doc = `${'words\n\n'.repeat(10)}\`\`\`\ncode\n\`\`\`\n\nwords`
  const state = EditorState.create({ doc, extensions: markdown() })
  expect([isInCode(state, doc.indexOf('code') + 1), isInCode(state, doc.length)]).toEqual([true, false])
})
