import type { PhrasesLike } from '../../elements/phrases/phrases.ts'
import type { en } from './notes-en.ts'

/** What is said about footnotes, in Russian. */
export const ru: PhrasesLike<typeof en> = {
  label: 'Примечания',
  note: (number) => `Примечание ${number}`,
  back: (number, count) =>
    count === 1 ? `К тексту, от примечания ${number}` : `К тексту, от примечания ${number}, место ${count}`,
}
