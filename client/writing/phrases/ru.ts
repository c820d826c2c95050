import { plural } from '../../elements/phrases/phrases.ts'
import type { WritingPhrases } from './phrases.ts'

const commands = plural('ru', { one: 'команда', few: 'команды', many: 'команд' })
const replaced = plural('ru', { one: 'совпадение заменено', few: 'совпадения заменены', many: 'совпадений заменено' })
const words = plural('ru', { one: 'слово', few: 'слова', many: 'слов' })
const characters = plural('ru', { one: 'знак', few: 'знака', many: 'знаков' })
const lines = plural('ru', { one: 'строка', few: 'строки', many: 'строк' })

/** The counted noun with the number as it is written: 12 345 слов. */
function written(counted: (count: number) => string, count: number, text: string): string {
  return counted(count).replace(String(count), text)
}

/** What the writing tools say, in Russian. */
export const ru: WritingPhrases = {
  'mark.bold': 'Полужирный',
  'mark.italic': 'Курсив',
  'mark.strikethrough': 'Зачёркнутый',
  'mark.code': 'Код',
  'line.heading': (level) => `Заголовок ${level}`,
  'line.headings': 'Заголовок',
  'line.paragraph': 'Обычный абзац',
  'line.quote': 'Цитата',
  'line.bullets': 'Маркированный список',
  'line.numbers': 'Нумерованный список',
  'line.tasks': 'Список задач',
  'line.comment': 'Сделать строки комментарием или снова кодом',
  'line.tick': 'Отметить задачу или снять отметку',
  'insert.link': 'Ссылка',
  'insert.code-block': 'Блок кода',
  'insert.rule': 'Горизонтальная линия',
  'insert.table': 'Таблица',
  'table.column': (column) => `Столбец ${column}`,
  'edit.undo': 'Отменить',
  'edit.redo': 'Повторить',
  'edit.indent': 'Увеличить отступ',
  'edit.outdent': 'Уменьшить отступ',

  'view.wrap': 'Переносить длинные строки',
  'view.toolbar': 'Перейти к панели',
  'view.line': 'Перейти к строке',

  'file.print': 'Напечатать',
  'file.md': 'Скачать как Markdown',
  'file.txt': 'Скачать как простой текст',
  'file.html': 'Скачать как веб-страницу',
  'file.source': 'Скачать как есть',
  'file.preparing': (percent) => `Текст готовится: ${percent} %`,
  'file.untitled': 'Без названия',

  'toolbar.label': 'Оформление',
  'toolbar.more': 'Ещё',

  'command.not-loaded': 'Не загрузилось. Для этого нужна связь с сервером.',

  'palette.label': 'Команды',
  'palette.open': 'Все команды',
  'palette.filter': 'Что сделать?',
  'palette.nothing': (query) => `Команды «${query}» нет.`,
  'palette.found': commands,

  'search.open': 'Найти',
  'search.open-replace': 'Найти и заменить',
  'search.label': 'Поиск в тексте',
  'search.query': 'Найти',
  'search.replacement': 'Заменить на',
  'search.case': 'С учётом регистра',
  'search.word': 'Слово целиком',
  'search.regexp': 'Регулярное выражение',
  'search.next': 'Следующее совпадение',
  'search.previous': 'Предыдущее совпадение',
  'search.replace': 'Заменить',
  'search.replace-all': 'Заменить все',
  'search.replaced': replaced,
  'search.show-replace': 'Показать замену',
  'search.close': 'Закрыть поиск',
  'search.place': (place, count) => `${place} из ${count}`,
  'search.count': (count) => `Найдено: ${count}`,
  'search.none': 'Не найдено',
  'search.invalid': 'Это не регулярное выражение.',

  'count.words': (count, text) => written(words, count, text),
  'count.characters': (count, text) => written(characters, count, text),
  'count.lines': (count, text) => written(lines, count, text),
  'count.selected': (selected, all) => `${selected} из ${all}`,

  'paste.too-large': (size, limit) => `Этот текст слишком велик: ${size}. За один раз можно вставить до ${limit}.`,
  'mode.choose': 'Изменить вид текста',
  'mode.label': 'Что это за текст?',
  'mode.filter': 'Markdown, простой текст или язык',
  'mode.nothing': (query) => `Языка «${query}» нет.`,
  'mode.everybody': 'Для всех, у кого есть этот документ',
  'mode.plain': 'Простой текст',
  'mode.button': (name) => `${name}: изменить вид текста`,
  'mode.unknown': (mode) => `Для «${mode}» нет подсветки.`,
  'mode.failed': 'Подсветка не загрузилась.',
}
