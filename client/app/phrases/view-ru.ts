import type { ViewPhrases } from './view-phrases.ts'

/** What the page `/v/<token>` says, in Russian. */
export const ru: ViewPhrases = {
  'view.live': 'Только чтение · правки видны сразу',
  'view.reconnecting': 'Соединение восстанавливается…',
  'view.offline': 'Нет сети. Это текст, каким он был в последний раз.',
  'view.edit': 'Править',
  'view.untitled': 'Без названия',
  'view.empty': 'Здесь пока ничего не написано.',
  'view.ended': 'Эта ссылка не действует',
  'view.ended-explained': 'Её срок вышел, её отозвали, или она не полна. Попросите новую у того, кто её прислал.',
  'view.ended-now': 'Эта ссылка больше не действует. Текст останется здесь, каким был, пока вы не уйдёте.',
  'view.missing': 'Здесь нет документа',
  'view.missing-explained': 'Он удалён или лежит в корзине.',
  'view.missing-now': 'Кто-то удалил этот документ. Текст останется здесь, каким был, пока вы не уйдёте.',
  'view.busy': 'Сервер занят или перезапускается',
  'view.busy-explained': 'Эта страница попробует ещё раз сама.',
}
