import type { en } from './en.ts'

/** What the preview says, in Russian. */
export const ru: Record<keyof typeof en, string> = {
  'view.edit': 'Текст',
  'view.split': 'Рядом',
  'view.preview': 'Просмотр',
  'preview.empty': 'Здесь появится то, что вы напишете.',
}
