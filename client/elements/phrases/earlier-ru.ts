import type { en } from './earlier-en.ts'
import { type PhrasesLike, plural } from './phrases.ts'

const ownEdits = plural('ru', {
  one: 'ваша правка относится',
  few: 'ваши правки относятся',
  many: 'ваших правок относятся',
})

/** What is said of texts of earlier histories, in Russian. */
export const ru: PhrasesLike<typeof en> = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',

  'earlier.edits': (count) =>
    `Документ на сервере заменили. ${ownEdits(count)} к его прежнему тексту; с новым он не смешан.`,
  'earlier.read': 'Документ на сервере заменили. Текст, который был у вас открыт, с новым не смешан.',
  'earlier.in-browser': 'Он хранится в этом браузере.',
  'earlier.in-tab': 'Он есть в этой вкладке.',
  'earlier.show': 'Показать прежний текст',
  'earlier.make': 'Сделать новым документом',
  'earlier.made': 'Прежний текст теперь отдельный документ.',
  'earlier.open': 'Открыть',
  'earlier.download': 'Скачать',
  'earlier.discard': 'Удалить',
  'earlier.discard-sure': 'Удалить навсегда',
  'earlier.make-failed': 'Не удалось создать документ.',
  'earlier.close': 'Закрыть',
}
