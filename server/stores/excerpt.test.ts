import { describe, expect, test } from 'vitest'
import { excerptOf } from './excerpt.ts'
import { fold } from './fold.ts'
import { parseSearch } from './search-words.ts'

/** The excerpt with what was found in brackets. */
function excerpt(text: string, query: string): string | null {
  const found = excerptOf(text, parseSearch(query))
  if (!found) return null
  let shown = ''
  let done = 0
  for (const [from, to] of found.marks) {
    shown += `${found.text.slice(done, from)}[${found.text.slice(from, to)}]`
    done = to
  }
  return shown + found.text.slice(done)
}

describe('an excerpt', () => {
  test('of a short text is all of it, on one line', () => {
    expect(excerpt('One\n\n two  three\n', 'two')).toBe('One [two] three')
  })

  test('is around what was found, and says where something was left out', () => {
    const long = `${'before '.repeat(50)}the needle is here ${'after '.repeat(50)}`
    expect(excerpt(long, 'needle')).toMatch(/^…(before )+the \[needle\] is here (after )+after…$/)
    expect(excerptOf(long, parseSearch('needle'))!.text.length).toBeLessThan(240)
  })

  test('is where most of the words stand together', () => {
    const text = `alpha ${'x '.repeat(300)} alpha beta ${'y '.repeat(300)}`
    expect(excerpt(text, 'beta alpha')).toContain('[alpha] [beta]')
  })

  test('marks a word as far as it was asked for, also inside of other signs', () => {
    expect(excerpt('(Protocols) of e-mails', 'proto e-mail')).toBe('([Proto]cols) of [e-mail]s')
  })

  test('has the words of Markdown, and all signs of anything else', () => {
    const text = '# Ends\n\n> a **bold** `word` * 2'
    expect(excerpt(text, 'bold word')).toBe('Ends a [bold] [word] 2')
    expect(excerptOf(text, parseSearch('bold'), { mode: 'python' })?.text).toBe('# Ends > a **bold** `word` * 2')
  })

  test('marks at their places whatever was folded', () => {
    expect(excerpt('ﬁrst İstanbul Ёлка ＡＢＣ 東京塔', 'елка abc 京塔')).toBe('ﬁrst İstanbul [Ёлка] [ＡＢＣ] 東[京塔]')
  })

  test('cuts no character in half', () => {
    const found = excerptOf(`${'😀'.repeat(300)}word${'😀'.repeat(300)}`, parseSearch('word'))!
    expect(found.text.isWellFormed()).toBe(true)
  })

  test('of what is far behind is found too, and of nothing there is none', () => {
    expect(excerpt(`${'word '.repeat(40_000)}needle`, 'needle word')).toContain('[needle]')
    expect(excerpt('nothing', 'needle')).toBeNull()
    expect(excerpt('nothing', '***')).toBeNull()
  })
})

test('a folded text is as long as it was, unit for unit', () => {
  const units = Array.from({ length: 0x10000 }, (_, unit) => unit)
  const text = units.map((unit) => String.fromCharCode(unit)).join('')
  const folded = fold(text)
  expect(folded).toHaveLength(text.length)
  expect(folded.at('é'.charCodeAt(0))).toBe('e')
})
