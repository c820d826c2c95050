import type { en } from './view-en.ts'

/** All that the page `/v/<token>` says, keyed as in English: a language that lacks a key does not compile. */
export type ViewPhrases = { readonly [Key in keyof typeof en]: string }
