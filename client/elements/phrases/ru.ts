import { type Phrases, plural } from './phrases.ts'

const people = plural('ru', { one: 'человек', few: 'человека', many: 'человек' })
const edits = plural('ru', { one: 'правка', few: 'правки', many: 'правок' })
const unsent = plural('ru', {
  one: 'правка ещё не сохранена',
  few: 'правки ещё не сохранены',
  many: 'правок ещё не сохранено',
})

/** What the elements say, in Russian. */
export const ru: Phrases = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',

  'editor.label': 'Документ',
  'editor.loading': 'Документ открывается…',
  'editor.readonly': 'Этот документ можно читать, но не менять.',
  'editor.error': 'Этот документ не открывается.',

  'preview.failed': 'Просмотр не загрузился.',
  'files.away': 'Без связи с сервером файлы не добавить.',

  'activity.typing': 'печатает',
  'activity.active': 'здесь',
  'activity.idle': 'на паузе',
  'activity.away': 'нет на странице',
  'activity.reconnecting': 'переподключается',

  'presence.label': 'Кто в этом документе',
  'presence.you': 'это вы',
  'presence.person': (name, activity) => `${name}, ${activity}`,
  'presence.self': (name, activity) => `${name}, это вы, ${activity}`,
  'presence.jump': (name, activity) => `${name}, ${activity}. Перейти`,
  'presence.edit-self': (name) => `${name}, это вы. Изменить имя и цвет`,
  'presence.count': people,
  'presence.more': (count) => `Ещё ${count}. Показать всех`,
  'presence.everybody': 'Все, кто здесь',
  'presence.nobody': 'Здесь никого нет',
  'presence.anonymous': 'Кто-то',

  'status.label': 'Соединение',
  'status.connecting': 'Подключение…',
  'status.saved': 'Сохранено',
  'status.saving': 'Сохраняется…',
  'status.unsent': unsent,
  'status.offline': 'Нет сети',
  'status.offline-edits': 'Нет сети. Правки остаются в этой вкладке',
  'status.offline-kept': 'Нет сети, всё хранится в этом браузере',
  'status.reconnecting': 'Переподключение…',
  'status.reconnecting-in': (seconds) => `Переподключение через ${seconds} с`,
  'status.closed': 'Отключено',
  'status.try-now': 'Повторить',
  'status.details': 'Подробности соединения',
  'status.back': 'Соединение восстановлено',
  'status.transport': 'Транспорт',
  'status.round-trip': 'Туда и обратно',
  'status.milliseconds': (milliseconds) => `${milliseconds} мс`,
  'status.last-saved': 'Сохранено',
  'status.waiting': 'Ожидает',
  'status.edits': edits,
  'status.none': 'ничего',
  'status.check': 'Проверить соединение',
  'status.role': 'Вам можно',
  'status.role-editor': 'читать и писать',
  'status.role-viewer': 'только читать',

  'transport.websocket': 'WebSocket',
  'transport.sse': 'Поток событий',
  'transport.long-poll': 'Долгий опрос',
  'transport.poll': 'Опрос',

  'error.malformed': 'Сервер не понял этот браузер. Перезагрузите страницу.',
  'error.unauthenticated': 'Войдите, чтобы открыть этот документ.',
  'error.forbidden': 'У вас нет доступа к этому документу.',
  'error.no-such-document': 'Этот документ удалён или никогда не существовал.',
  'error.another-history': 'У документа на сервере другая история, чем у этого.',
  'error.too-large': 'Это изменение слишком велико.',
  'error.over-the-limit': 'Слишком много людей или документов сразу. Попробуйте позже.',
  'error.unknown': 'Соединение закрыто.',
}
