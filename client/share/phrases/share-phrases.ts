import type { PhrasesLike } from '../../elements/phrases/phrases.ts'
import type { en } from './en.ts'

/** All that sharing says, keyed as in English: a language that lacks a key does not compile. */
export type SharePhrases = PhrasesLike<typeof en>
