import type { en } from './en.ts'

/** A dictionary with the keys of `Source`: texts stay texts, functions keep their parameters. */
export type PhrasesLike<Source> = {
  [Key in keyof Source]: Key extends '$dir'
    ? 'ltr' | 'rtl'
    : Source[Key] extends (...parameters: infer Parameters) => string
      ? (...parameters: Parameters) => string
      : string
}

/** All that the elements say, keyed as in English: a language that lacks a key does not compile. */
export type Phrases = PhrasesLike<typeof en>

/** The forms of a counted noun in a language with one, few and many. */
export interface PluralForms {
  one: string
  few: string
  many: string
}

/** Says `count` with the form of the noun that the language's plural rules ask for: 1 правка, 2 правки, 5 правок. */
export function plural(language: string, forms: PluralForms): (count: number) => string {
  let rules: Intl.PluralRules | undefined
  return (count) => {
    rules ??= new Intl.PluralRules(language)
    const category = rules.select(count)
    return `${count} ${category === 'one' || category === 'few' ? forms[category] : forms.many}`
  }
}
