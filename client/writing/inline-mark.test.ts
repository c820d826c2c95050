import { describe, expect, test } from 'vitest'
import { hasMark, inlineMarks, toggleMark } from './inline-mark.ts'
import { stateOf, textAfter } from './marked-text.ts'

const { bold, italic, strikethrough, code } = inlineMarks

describe('bold', () => {
  test.each([
    ['the selected words', 'a «b» c', 'a **«b»** c'],
    ['without the spaces around them', 'a« b c »d', 'a« **b c** »d'],
    ['the word around the caret', 'one tw‸o', 'one **tw‸o**'],
    ['what will be typed', 'one ‸', 'one **‸**'],
    ['several selections and carets', '«a» b «c»\nw‸ord', '**«a»** b **«c»**\n**w‸ord**'],
    ['each line of a selection, and no mark of a list', '- «one\n- two»', '- **«one**\n- **two»**'],
    ['all, where a part was', '«a **b** c»', '**«a b c»**'],
  ])('marks %s', (_what, before, expected) => expect(textAfter(before, toggleMark(bold))).toBe(expected))

  test.each([
    ['selected words', '**«a b»**', '«a b»'],
    ['words selected with their marks', '«**a b**»', '«a b»'],
    ['the words around a caret', '**a‸ b**', 'a‸ b'],
    ['a part', '**a «b» c**', '**a** «b» **c**'],
    ['the first part', '**«a» b**', '«a» **b**'],
    ['nothing yet', 'a **‸**', 'a ‸'],
    ['all lines', '**«a**\n**b»**', '«a\nb»'],
    ['what is italic too', '***a‸b***', '*a‸b*'],
  ])('is taken off %s', (_what, before, expected) => expect(textAfter(before, toggleMark(bold))).toBe(expected))

  test('ends where the caret has come to the end of the words', () => {
    expect(textAfter('**a‸**', toggleMark(bold))).toBe('**a**‸')
  })
  test('twice is as before', () => {
    for (const text of ['a «b» c', 'one tw‸o', 'one ‸', '«a» b «c»', '- «one\n- two»']) {
      expect(textAfter(text, toggleMark(bold), toggleMark(bold))).toBe(text)
    }
  })
  test('is known at the caret', () => {
    expect(hasMark(bold, stateOf('**a‸b**'))).toBe(true)
    expect(hasMark(bold, stateOf('a‸b'))).toBe(false)
    expect(hasMark(bold, stateOf('**ab**‸'))).toBe(false)
  })
  test('two carets in a word are one', () => expect(textAfter('w‸or‸d', toggleMark(bold))).toBe('**w‸or‸d**'))
})

test('italic, strikethrough and code have marks of their own', () => {
  expect(textAfter('«a»', toggleMark(italic))).toBe('*«a»*')
  expect(textAfter('**«a»**', toggleMark(italic))).toBe('***«a»***')
  expect(textAfter('«a»', toggleMark(strikethrough), toggleMark(strikethrough))).toBe('«a»')
  expect(textAfter('«a»', toggleMark(code))).toBe('`«a»`')
  expect(textAfter('«a`b»', toggleMark(code))).toBe('`` «a`b» ``')
})

test('nothing is done to what may only be read', async () => {
  const { EditorState } = await import('@codemirror/state')
  const state = stateOf('«a»', EditorState.readOnly.of(true))
  expect(toggleMark(bold)({ state, dispatch: () => expect.unreachable() })).toBe(false)
})
