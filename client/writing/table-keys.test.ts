import { expect, test } from 'vitest'
import { isLeft, textAfter } from './marked-text.ts'
import { cellBelow, nextCell, previousCell } from './table-keys.ts'

const table = (cells: string) => `| Name | Age |\n| --- | ---: |\n${cells}`

test('Tab makes the table neat and selects the words of the next cell', () => {
  expect(textAfter(table('| Al‸ice | 7 |'), nextCell)).toBe('| Name  | Age |\n| ----- | --: |\n| Alice |   «7» |')
  expect(textAfter('Name|A‸ge\n-|-\nAlice|7', nextCell)).toBe('| Name  | Age |\n| ----- | --- |\n| «Alice» | 7   |')
})

test('Tab behind the last cell makes a row', () => {
  expect(textAfter(table('| Ann | ‸7 |\n\nEnd'), nextCell)).toBe(
    '| Name | Age |\n| ---- | --: |\n| Ann  |   7 |\n| ‸     |     |\n\nEnd',
  )
  expect(textAfter('| a | ‸b |\n| - | - |', nextCell)).toBe('| a   | b   |\n| --- | --- |\n| ‸    |     |')
})

test('Shift-Tab goes back, over the dashes', () => {
  expect(textAfter(table('| An‸n | 7 |'), previousCell)).toBe('| Name | «Age» |\n| ---- | --: |\n| Ann  |   7 |')
})

test('Enter goes to the cell below, makes a row, and leaves an empty one', () => {
  expect(textAfter(table('| Ann | ‸7 |'), cellBelow)).toBe(
    '| Name | Age |\n| ---- | --: |\n| Ann  |   7 |\n|      | ‸    |',
  )
  expect(textAfter(table('| Ann | 7 |\n|  | ‸ |'), cellBelow)).toBe(`${table('| Ann | 7 |')}\n‸`)
})

test('rows get the cells that they lack, and pipes in words stay', () => {
  expect(textAfter('| a | b |\n| - | - |\n| 1‸ \\| 2', nextCell)).toBe(
    '| a      | b   |\n| ------ | --- |\n| 1 \\| 2 | ‸    |',
  )
})

test('wide characters take two columns', () => {
  expect(textAfter('| ‸名前 | b |\n|-|-|\n| x | y |', nextCell)).toBe(
    '| 名前 | «b»   |\n| ---- | --- |\n| x    | y   |',
  )
})

test('elsewhere the keys do what they always do', () => {
  for (const text of ['a‸', 'a | b‸', '```\n| a‸ |\n| - |\n```', '| a‸ | b |\n| -‸ | - |']) {
    expect(isLeft(text, nextCell)).toBe(true)
    expect(isLeft(text, cellBelow)).toBe(true)
  }
  expect(isLeft('| ‸a | b |\n| - | - |', previousCell)).toBe(true)
})
