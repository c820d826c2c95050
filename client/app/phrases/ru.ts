import { type PhrasesLike, plural } from '../../elements/phrases/phrases.ts'
import type { en } from './en.ts'

const unsaved = plural('ru', {
  one: 'правка ещё не сохранена',
  few: 'правки ещё не сохранены',
  many: 'правок ещё не сохранено',
})
const waiting = plural('ru', { one: 'правка ждёт', few: 'правки ждут', many: 'правок ждут' })
const keptAndWaiting = plural('ru', {
  one: 'правка хранится и ждёт',
  few: 'правки хранятся и ждут',
  many: 'правок хранятся и ждут',
})
const documents = plural('ru', { one: 'документ', few: 'документа', many: 'документов' })

/** What the pages say, in Russian. */
export const ru: PhrasesLike<typeof en> = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',

  'page.skip': 'Перейти к тексту',
  'page.all-documents': 'Все документы',
  'page.new-document': 'Новый документ',
  'page.creating': 'Создаётся…',
  'page.try-again': 'Повторить',
  'page.untitled': 'Без названия',
  'page.close': 'Закрыть',
  'page.not-loaded': 'Не загрузилось. Для этого нужна связь с сервером.',

  'list.title': 'Документы',
  'list.search': 'Поиск',
  'list.loading': 'Загрузка…',
  'list.found': documents,
  'list.more': (count) => `Показать все ${count}`,
  'list.empty': 'Чистый лист',
  'list.empty-explained': 'Создайте документ и отправьте ссылку на него другим. Вы увидите, как пишет каждый.',
  'list.failed': 'Не удалось загрузить список документов.',
  'list.create-failed': 'Не удалось создать документ.',
  'list.just-now': 'только что',
  'list.edited': (when) => `Изменён ${when}`,

  'request.offline': 'Сервер недоступен. Проверьте соединение.',
  'request.forbidden': 'У вас нет на это прав.',
  'request.busy': 'Сервер занят или перезапускается.',
  'request.failed': (status) => `Сервер ответил ошибкой ${status}.`,

  'document.title': 'Название документа',
  'document.rename-failed': 'Не удалось сохранить название.',
  'document.menu': 'Меню документа',
  'document.share': 'Поделиться…',
  'document.rename': 'Переименовать',
  'document.duplicate': 'Сделать копию',
  'document.copy-of': (name) => `${name} — копия`,
  'document.download-md': 'Скачать разметку',
  'document.download-txt': 'Скачать простой текст',
  'document.download-source': 'Скачать файл',
  'document.mode': 'Изменить вид текста…',
  'document.download-html': 'Скачать веб-страницу',
  'document.download-failed': 'Не удалось сделать файл.',
  'document.print': 'Напечатать',
  'document.keys': 'Сочетания клавиш',
  'document.settings': 'Настройки',
  'document.delete': 'В корзину',
  'document.delete-failed': 'Не удалось положить документ в корзину.',
  'document.text': 'Текст документа',
  'document.placeholder': 'Пишите… Тот, кому вы отправите ссылку, сможет писать вместе с вами.',
  'document.comments': (open, unread) =>
    unread > 0
      ? `Комментарии: открыто ${open}, новых ${unread}`
      : open > 0
        ? `Комментарии: открыто ${open}`
        : 'Комментарии',
  'document.missing': 'Здесь нет документа',
  'document.missing-explained': 'Он удалён, или ссылка неполная.',
  'document.trashed': 'Этот документ в корзине',
  'document.trashed-explained': 'Его удалили. Его можно вернуть таким, каким он был, для всех.',
  'document.trashed-now':
    'Этот документ положили в корзину. То, что написано ниже теперь, никому не видно, пока документ не вернут.',
  'document.restore': 'Вернуть',
  'document.restore-failed': 'Не удалось вернуть.',
  'document.invalid': 'Ссылка неверна',
  'document.invalid-explained':
    'Имя документа состоит из букв, цифр, пробелов и знаков _ ~ @ : . - / и не длиннее 128 символов.',
  'document.forbidden': 'Этот документ вам недоступен',
  'document.forbidden-explained': 'Попросите ссылку у того, кто с ним работает.',
  'document.link-ended': 'Эта ссылка не действует',
  'document.link-ended-explained':
    'Её срок вышел, её отозвали, или она не полна. Попросите новую у того, кто её прислал.',
  'document.link-ended-now':
    'Эта ссылка больше не действует: что вы пишете теперь, не дойдёт ни до кого. Текст ниже остался только в этой вкладке.',
  'document.another-history': 'Документ на сервере заменён',
  'document.another-history-explained':
    'У него другая история, чем у открытого в этой вкладке, поэтому они не смешаны. Перезагрузите страницу, чтобы увидеть документ с сервера.',
  'document.deleted-now': 'Этот документ удалили. Текст ниже остался только в этой вкладке.',
  'document.closed-now': 'Вы больше не можете менять этот документ. Текст ниже остался только в этой вкладке.',
  'document.reload': 'Перезагрузить',
  'document.editor-failed': 'Не удалось загрузить редактор.',

  'trust.away': 'Нет связи с сервером.',
  'trust.offline': 'Нет сети.',
  'trust.write-on': 'Можно писать дальше: всё отправится, когда связь вернётся.',
  'trust.kept': (count) => `Можно писать дальше. В этой вкладке ${waiting(count)} связи.`,
  'trust.kept-in-browser': (count) => `Можно писать дальше. В этом браузере ${keptAndWaiting(count)} связи.`,
  'trust.stuck': (count) => `${unsaved(count)}.`,
  'trust.stay': 'Не закрывайте пока эту вкладку.',
  'trust.stay-kept': 'Пока всё хранится в этом браузере.',
  'trust.try-now': 'Повторить',
  'trust.try-now-or': (seconds) => `Повторить (${seconds} с)`,

  'view.label': 'Вид',
  'view.edit': 'Текст',
  'view.split': 'Текст и просмотр рядом',
  'view.preview': 'Просмотр',
}
