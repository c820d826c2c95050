import { expect, test } from 'vitest'
import { filterCommands } from './command-filter.ts'
import type { EditorCommand } from './command-registry.ts'

const named = (id: string, en: string, ru: string): EditorCommand => ({
  id,
  label: (language) => (language === 'ru' ? ru : en),
  keywords: id === 'line.tasks' ? 'todo' : '',
  run() {},
})
const commands = [
  named('line.bullets', 'Bulleted list', 'Маркированный список'),
  named('line.tasks', 'Task list', 'Список задач'),
  named('mark.strikethrough', 'Strikethrough', 'Зачёркнутый'),
]
const found = (query: string, language = 'en') => filterCommands(commands, { query, language }).map(({ id }) => id)

test('an empty query finds everything, as it is', () => expect(found(' ')).toEqual(commands.map(({ id }) => id)))
test('letters find what begins with them first', () => {
  expect(found('list')).toEqual(['line.bullets', 'line.tasks'])
  expect(found('t')[0]).toBe('line.tasks')
  expect(found('list ta')).toEqual(['line.tasks'])
  expect(found('todo')).toEqual(['line.tasks'])
  expect(found('nothing')).toEqual([])
})
test('in Russian, by either е, and by the English name', () => {
  expect(found('зачеркн', 'ru')).toEqual(['mark.strikethrough'])
  expect(found('strike', 'ru')).toEqual(['mark.strikethrough'])
  expect(found('спис', 'ru')[0]).toBe('line.tasks')
})
