import { type PhrasesLike, plural } from '../../elements/phrases/phrases.ts'
import type { en } from './en.ts'

const left = plural('ru', { one: 'знак', few: 'знака', many: 'знаков' })
const replies = plural('ru', { one: 'ответ', few: 'ответа', many: 'ответов' })

/** What comments and chat say, in Russian. */
export const ru: PhrasesLike<typeof en> = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',

  'comments.panel': 'Комментарии и чат',
  'comments.comments': 'Комментарии',
  'comments.chat': 'Чат',
  'comments.close': 'Закрыть комментарии',
  'comments.unread': 'новое',
  'comments.count-new': (count) => `Новых: ${count}`,

  'comments.add': 'Комментировать',
  'comments.add-to-selection': (key) => `Комментировать выделенное (${key})`,
  'comments.show': 'Показать комментарий',
  'comments.nothing-selected': 'Выделите слова, которые хотите прокомментировать.',
  'comments.new': 'Новый комментарий',
  'comments.write': 'Комментарий…',
  'comments.reply': 'Ответить',
  'comments.write-reply': 'Ответ…',
  'comments.send': 'Отправить',
  'comments.save': 'Сохранить',
  'comments.cancel': 'Отмена',
  'comments.left': (count) => `Осталось: ${left(count)}`,
  'comments.people': 'Кто здесь',

  'comments.open': 'Открытые',
  'comments.resolved': 'Решённые',
  'comments.filter': 'Какие комментарии',
  'comments.filter-count': (name, count) => `${name} ${count}`,
  'comments.resolve': 'Решено',
  'comments.reopen': 'Открыть снова',
  'comments.resolved-by': (name) => `Решено: ${name}`,
  'comments.empty': 'Комментариев пока нет',
  'comments.empty-explained': 'Выделите слова в тексте, чтобы сказать о них что-нибудь.',
  'comments.empty-viewer': 'Комментировать могут те, кому можно менять документ.',
  'comments.none-open': 'Все комментарии решены',
  'comments.none-resolved': 'Решённых комментариев нет',
  'comments.more': (count) => `Показать ещё ${count}`,
  'comments.replies': replies,
  'comments.thread': (name, quote) => `Комментарий от ${name} к «${quote}»`,
  'comments.thread-deleted': (name) => `Комментарий от ${name} к удалённому тексту`,
  'comments.go-to-text': 'Показать в тексте',
  'comments.text-deleted': 'Этот текст удалён',
  'comments.viewer': 'Здесь можно читать комментарии, но не писать.',

  'comments.anonymous': 'Кто-то',
  'comments.you': 'Вы',
  'comments.just-now': 'только что',
  'comments.edited': 'изменено',
  'comments.edit': 'Изменить',
  'comments.delete': 'Удалить',
  'comments.deleted': 'Комментарий удалён',
  'comments.said-deleted': 'Сообщение удалено',
  'comments.undo': 'Вернуть',
  'comments.dismiss': 'Закрыть',
  'comments.show-all': 'Показать целиком',
  'comments.mentioned': (name) => `${name} упоминает вас`,
  'comments.look': 'Показать',

  'comments.chat-empty': 'Здесь ещё ничего не сказано',
  'comments.chat-empty-explained': 'Сказанное остаётся с документом, для всех, кто его откроет.',
  'comments.chat-write': 'Сказать…',
  'comments.chat-viewer': 'Здесь можно читать чат, но не писать.',
  'comments.said': (name, text) => `${name}: ${text}`,
}
