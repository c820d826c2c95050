import { expect, test } from 'vitest'
import { PrefixWidths } from './prefix-widths.ts'

const font = { font: 'normal 400 16px serif', size: 16, letterSpacing: 'normal' }

function widths() {
  const measured: string[] = []
  const measure = (text: string) => {
    measured.push(text)
    return text.length * 5
  }
  return { measured, widths: new PrefixWidths({ font, tabSize: 4, measure }) }
}

test('a prefix is as wide as its letters, and measured once', () => {
  const { widths: w, measured } = widths()
  expect([w.of('- [ ] '), w.of('- [ ] ')]).toEqual([30, 30])
  expect(measured.filter((text) => text === '- [ ] ')).toHaveLength(1)
})

test('with a tab it is whole tabs, because the stops are counted from where further rows begin', () => {
  const { widths: w } = widths()
  expect([w.of('-\t'), w.of('\t- '), w.of('\t\t'), w.of('- \t- ')]).toEqual([20, 20, 40, 20])
})

test('however deep, it leaves room for words', () => {
  const { widths: w } = widths()
  expect(w.of(' '.repeat(100))).toBe(160)
  expect(w.of('\t'.repeat(100))).toBe(160)
})

test('another font has other widths', () => {
  const { widths: w } = widths()
  expect([w.isFor({ ...font }), w.isFor({ ...font, size: 18 })]).toEqual([true, false])
})
