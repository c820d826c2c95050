import type { PhrasesLike } from '../../elements/phrases/phrases.ts'
import type { en } from './keys-en.ts'

/** What the help on keys says, in Russian. */
export const ru: PhrasesLike<typeof en> = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',

  'keys.title': 'Сочетания клавиш',
  'keys.close': 'Закрыть сочетания клавиш',
  'keys.or': 'или',

  'keys.group-page': 'Страница',
  'keys.group-list': 'Список',
  'keys.group-editing': 'Правка',
  'keys.group-moving': 'Перемещение',
  'keys.group-finding': 'Поиск',
  'keys.group-commands': 'Команды',

  'keys.help': 'Эта справка',
  'keys.print': 'Напечатать текст',
  'keys.new': 'Новый документ',
  'keys.search': 'Поиск',
  'keys.undo-trash': 'Вернуть из корзины',
  'keys.rows': 'От строки к строке',
  'keys.open': 'Открыть',
  'keys.rename': 'Переименовать',
  'keys.trash': 'В корзину',
  'keys.leave-title': 'От названия к тексту',
  'keys.leave-text': 'Выйти из текста',

  'keys.undo': 'Отменить свою последнюю правку',
  'keys.redo': 'Повторить',
  'keys.select-all': 'Выделить всё',
  'keys.indent': 'Увеличить, уменьшить отступ',
  'keys.delete-line': 'Удалить строку',
  'keys.move-line': 'Сдвинуть строку вверх, вниз',
  'keys.copy-line': 'Копировать строку вверх, вниз',
  'keys.caret-above': 'Ещё один курсор выше, ниже',
  'keys.next-occurrence': 'Выделить и следующее такое же',
  'keys.simplify': 'Снова один курсор',
  'keys.document-ends': 'Начало, конец текста',
  'keys.word': 'По словам',
  'keys.line-ends': 'Начало, конец строки',
  'keys.find': 'Найти и заменить',
  'keys.find-next': 'Следующее, предыдущее совпадение',
  'keys.go-to-line': 'Перейти к строке',
}
