import type { PhrasesLike } from '../../elements/phrases/phrases.ts'
import type { en } from './en.ts'

/** All that is said of the people in a document, keyed as in English: a language that lacks a key does not compile. */
export type CompanyPhrases = PhrasesLike<typeof en>
