import { expect, test } from 'vitest'
import { en as pageEnglish } from '../../app/phrases/en.ts'
import { en as homeEnglish } from '../../app/phrases/home-en.ts'
import { ru as homeRussian } from '../../app/phrases/home-ru.ts'
import { en as keysEnglish } from '../../app/phrases/keys-en.ts'
import { ru as keysRussian } from '../../app/phrases/keys-ru.ts'
import { ru as pageRussian } from '../../app/phrases/ru.ts'
import { en as settingsEnglish } from '../../app/phrases/settings-en.ts'
import { ru as settingsRussian } from '../../app/phrases/settings-ru.ts'
import { en as statusEnglish } from '../../app/phrases/status-en.ts'
import { ru as statusRussian } from '../../app/phrases/status-ru.ts'
import { en as commentEnglish } from '../../comments/phrases/en.ts'
import { ru as commentRussian } from '../../comments/phrases/ru.ts'
import { en as companyEnglish } from '../../company/phrases/en.ts'
import { ru as companyRussian } from '../../company/phrases/ru.ts'
import { en as writingEnglish } from '../../writing/phrases/en.ts'
import { ru as writingRussian } from '../../writing/phrases/ru.ts'
import { en as earlierEnglish } from './earlier-en.ts'
import { ru as earlierRussian } from './earlier-ru.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'

test.each([
  [1, '1 правка ещё не сохранена'],
  [2, '2 правки ещё не сохранены'],
  [5, '5 правок ещё не сохранено'],
  [11, '11 правок ещё не сохранено'],
  [21, '21 правка ещё не сохранена'],
  [104, '104 правки ещё не сохранены'],
])('Russian counts %i', (count, expected) => {
  expect(ru['status.unsent'](count)).toBe(expected)
})

// That no key is missing is the compiler's; that none was left in English is checked here.
test.each([
  ['the elements', en, ru, ['transport.websocket']],
  ['the writing tools', writingEnglish, writingRussian, []],
  ['the pages', pageEnglish, pageRussian, []],
  ['the offer of earlier texts', earlierEnglish, earlierRussian, []],
  ['comments', commentEnglish, commentRussian, []],
  ['the list and the trash', homeEnglish, homeRussian, []],
  ['the help on keys', keysEnglish, keysRussian, []],
  ['the settings', settingsEnglish, settingsRussian, ['settings.language-en']],
  ['the connection doctor', statusEnglish, statusRussian, []],
  ['what is said of people', companyEnglish, companyRussian, []],
] as const)('Russian is complete in %s', (_where, english, russian, same) => {
  const untranslated = Object.entries(russian).filter(
    ([key, phrase]) => typeof phrase === 'string' && !/[а-яё]/i.test(phrase) && !key.startsWith('$'),
  )
  expect(untranslated.map(([key]) => key)).toEqual(same)
  expect(Object.keys(russian)).toEqual(Object.keys(english))
})

test('the pages and the elements do not overwrite each other', () => {
  const pages = [pageEnglish, homeEnglish, keysEnglish, settingsEnglish, statusEnglish]
  const keys = [en, earlierEnglish, commentEnglish, companyEnglish, ...pages].flatMap((phrases) => Object.keys(phrases))
  expect(keys.filter((key, index) => keys.indexOf(key) < index && !key.startsWith('$'))).toEqual([])
})
