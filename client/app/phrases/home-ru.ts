import { type PhrasesLike, plural } from '../../elements/phrases/phrases.ts'
import type { en } from './home-en.ts'

const unsafeEdits = plural('ru', {
  one: 'правка ещё не сохранена',
  few: 'правки ещё не сохранены',
  many: 'правок ещё не сохранено',
})
const documents = plural('ru', { one: 'документ', few: 'документа', many: 'документов' })
const files = plural('ru', { one: 'файл', few: 'файла', many: 'файлов' })

/** What the list of documents and the trash say, in Russian. */
export const ru: PhrasesLike<typeof en> = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',

  'home.menu': 'Ещё',
  'home.import': 'Импорт файлов…',
  'home.trash': 'Корзина',
  'home.settings': 'Настройки',
  'home.keys': 'Сочетания клавиш',
  'home.connection': 'Проверка соединения',
  'home.sort': 'Порядок',
  'home.sort-edited': 'По изменению',
  'home.sort-name': 'По названию',
  'home.sort-created': 'По созданию',
  'home.created': (when) => `Создан ${when}`,
  'home.drop': 'Отпустите текстовые файлы, чтобы сделать из них документы',
  'home.searching': 'Поиск…',

  'row.menu': (name) => `Действия: ${name}`,
  'row.open': 'Открыть',
  'row.open-tab': 'Открыть в новой вкладке',
  'row.rename': 'Переименовать',
  'row.new-name': 'Новое название',
  'row.duplicate': 'Сделать копию',
  'row.copy-link': 'Копировать ссылку',
  'row.copied': 'Ссылка скопирована.',
  'row.copy-failed': 'Браузер не разрешил скопировать ссылку.',
  'row.delete': 'В корзину',
  'row.copy-of': (name) => `${name} — копия`,
  'row.trashed': (name) => `«${name}» в корзине.`,
  'row.undo': 'Вернуть',
  'row.restored': (name) => `«${name}» снова на месте.`,
  'row.unsafe': (count) => unsafeEdits(count),
  'row.unsafe-explained': 'Хранится в этом браузере. Откройте документ, чтобы отправить.',
  'row.failed': (name) => `Не удалось изменить «${name}».`,

  'import.progress': (done, total) => `Импорт: ${done} из ${total}…`,
  'import.done': (count) => `Импортировано: ${documents(count)}.`,
  'import.failed': (count) => `Не импортировано: ${files(count)}.`,
  'import.kind': (name) => `${name}: можно импортировать только Markdown, текст и HTML`,
  'import.large': (name) => `${name}: больше 8 МБ`,
  'import.binary': (name) => `${name}: это не текст`,
  'import.unreadable': (name) => `${name}: не удалось прочитать`,
  'import.refused': (name) => `${name}: сервер его не принял`,
  'import.too-many': (max) => `Не больше ${max} файлов за раз.`,

  'trash.title': 'Корзина',
  'trash.explained': 'Документы лежат здесь некоторое время, прежде чем удаляются навсегда.',
  'trash.empty': 'Корзина пуста',
  'trash.empty-explained': 'Удалённое хранится здесь некоторое время, и его можно вернуть.',
  'trash.failed': 'Не удалось загрузить корзину.',
  'trash.trashed': (when) => `Удалён ${when}`,
  'trash.restore': 'Вернуть',
  'trash.restore-named': (name) => `Вернуть: ${name}`,
  'trash.delete': 'Удалить навсегда',
  'trash.delete-named': (name) => `Удалить навсегда: ${name}`,
  'trash.ask': (name) => `Удалить «${name}» навсегда?`,
  'trash.ask-explained': 'Его текст и история пропадут для всех. Это нельзя отменить.',
  'trash.empty-all': 'Очистить корзину',
  'trash.ask-all': (count) => `Удалить навсегда ${documents(count)}?`,
  'trash.ask-all-explained': 'Их тексты и истории пропадут для всех. Это нельзя отменить.',
  'trash.cancel': 'Отмена',
  'trash.restored': (name) => `«${name}» снова на месте.`,
  'trash.open': 'Открыть',
}
