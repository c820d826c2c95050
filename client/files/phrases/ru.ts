import type { PhrasesLike } from '../../elements/phrases/phrases.ts'
import type { en } from './en.ts'

/** What is said about files, in Russian. */
export const ru: PhrasesLike<typeof en> = {
  'files.insert': 'Картинка или файл…',
  'files.find': 'загрузить вложить изображение фото',
  'files.sending': (name, percent) => `${name}: ${percent} %`,
  'files.waiting': (name) => `${name}: ждёт соединения`,
  'files.cancel': (name) => `Не отправлять ${name}`,
  'files.retry': 'Повторить',
  'files.remove': (name) => `Убрать ${name}`,
  'files.too-large': (name, limit) => `${name}: слишком велик, сервер принимает ${limit}`,
  'files.too-large-unknown': (name) => `${name}: слишком велик для сервера`,
  'files.full': (name) => `${name}: в документе нет места для новых файлов`,
  'files.no-image': (name) => `${name}: это не картинка, которую можно показать`,
  'files.forbidden': (name) => `${name}: сюда нельзя добавлять файлы`,
  'files.deleted': (name) => `${name}: документ удалён`,
  'files.unavailable': (name) => `${name}: сейчас на сервере нет для него места`,
  'files.failed': (name) => `${name}: не удалось отправить`,
  'files.nowhere': 'Здесь нет сервера, который хранит файлы.',
  'files.many': (count) => `Не больше ${count} файлов сразу.`,
  'files.no-text': (name) => `${name}: это не текст`,
  'files.unreadable': (name) => `${name}: не удалось прочитать`,
  'files.text-too-large': (name) => `${name}: слишком длинный, чтобы вставить его в текст.`,
}
