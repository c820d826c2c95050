import { EditorState, type Extension } from '@codemirror/state'
import { interfaceLanguage } from './editor-settings.ts'

/** What CodeMirror says in English, keyed as it asks for it, in Russian. */
const russian: Record<string, string> = {
  // view
  'Control character': 'Управляющий символ',
  close: 'закрыть',
  // commands
  'Selection deleted': 'Выделенное удалено',
  // search
  Find: 'Найти',
  Replace: 'Заменить',
  next: 'далее',
  previous: 'назад',
  all: 'все',
  'match case': 'с учётом регистра',
  regexp: 'рег. выражение',
  'by word': 'слово целиком',
  replace: 'заменить',
  'replace all': 'заменить все',
  'current match': 'найдено',
  'on line': 'в строке',
  'replaced match on line $': 'заменено в строке $',
  'replaced $ matches': 'заменено: $',
  'Go to line': 'Перейти к строке',
  go: 'перейти',
  // language
  'Folded lines': 'Свёрнуты строки',
  'Unfolded lines': 'Развёрнуты строки',
  to: 'по',
  'folded code': 'свёрнутый текст',
  unfold: 'развернуть',
  'Fold line': 'Свернуть строку',
  'Unfold line': 'Развернуть строку',
}

/** The language of what an editor says (BCP 47), and CodeMirror's own words in it: Russian or, for all else, English. */
export function phrases(language: string): Extension {
  return [
    interfaceLanguage.of(language),
    language.toLowerCase().startsWith('ru') ? EditorState.phrases.of(russian) : [],
  ]
}
