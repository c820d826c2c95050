import { plural } from '../../elements/phrases/phrases.ts'
import type { CompanyPhrases } from './company-phrases.ts'

const people = plural('ru', { one: 'человек', few: 'человека', many: 'человек' })
const above = plural('ru', { one: 'строку', few: 'строки', many: 'строк' })
const followers = plural('ru', {
  one: 'человек следует за вами',
  few: 'человека следуют за вами',
  many: 'человек следуют за вами',
})

/** What is said of the people in a document, in Russian; never in a form that needs to know whether he or she. */
export const ru: CompanyPhrases = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',

  'people.show': 'Все, кто здесь',
  'people.line': (line) => `строка ${line}`,
  'people.follow': 'Следовать',
  'people.following': 'Следуете',
  'people.follow-person': (name) => `Следовать: ${name}`,
  'people.jump-person': (name) => `Перейти: ${name}`,
  'people.unfollow': 'Перестать следовать',
  'people.where': 'Сказать, кто где',
  'people.changes': 'Сказать, что изменили другие',
  'people.next': 'Перейти к следующему человеку',
  'people.previous': 'Перейти к предыдущему человеку',
  'people.follow-hint': 'Щелчок с Shift: следовать',
  'people.follows-you': 'следует за вами',
  'people.followers': followers,
  'people.you-with': (name, more) => `${name}, это вы. ${more}. Изменить имя и цвет`,
  'people.stale': 'по последним данным',
  'people.reconnecting': 'переподключение',
  'people.same-line': 'в вашей строке',
  'people.carets': 'Показывать чужие курсоры',

  'follow.following': (name) => `Вы следуете: ${name}`,
  'follow.no-caret': (name) => `Вы следуете: ${name}, курсора в тексте пока нет`,
  'follow.stop': 'Перестать',
  'follow.stopped': (name) => `Больше не следуете: ${name}`,
  'follow.resume': 'Продолжить',
  'follow.left': (name) => `${name} больше не здесь`,
  'follow.by': (name) => `${name} следует за вами.`,

  'edge.above': (name, line) => `${name}, выше, строка ${line}. Перейти`,
  'edge.below': (name, line) => `${name}, ниже, строка ${line}. Перейти`,
  'edge.more': (count) => `+${count}`,

  'say.here': (names, _count) => `Здесь ${names}.`,
  'say.joined': (names, _count) => `${names} теперь здесь.`,
  'say.left': (names, _count) => `${names} больше не здесь.`,
  'say.lost': (names, _count) => `Переподключается: ${names}.`,
  'say.back': (names, _count) => `Снова на связи: ${names}.`,
  'say.people': people,
  'say.alone': 'Кроме вас здесь никого нет.',
  'say.same-line': (name) => `${name} правит вашу строку.`,
  'say.above': (name, lines) => `${name} правит текст на ${above(lines)} выше.`,
  'say.below': (name, lines) => `${name} правит текст на ${above(lines)} ниже.`,
  'say.line': (name, line) => `${name} правит строку ${line}.`,
  'say.mode': (mode) => `Вид текста теперь: ${mode === 'plain' ? 'простой текст' : mode}.`,
  'say.person': (name, words) => `${name}: ${words}.`,
  'say.jumped': (name, line) => `${name}, строка ${line}`,
  'say.nobody-to-jump': 'Чужих курсоров в тексте нет.',
  'say.no-edits': 'С вашего прихода никто ничего не менял.',
  'say.edit': (name, line, text) =>
    text === '' ? `${name}, строка ${line}, текст удалён.` : `${name}, строка ${line}: ${text}`,
  'say.hint':
    'Tab выводит из текста. Alt Shift U говорит, кто где, Alt Shift Page Up и Page Down переходят к другим людям, Alt Shift H говорит, что они изменили.',
}
