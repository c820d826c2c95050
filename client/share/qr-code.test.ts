import { expect, test } from 'vitest'
import { QrCode } from './qr-code.ts'

const rows = (code: QrCode) =>
  Array.from({ length: code.size }, (_, row) =>
    Array.from({ length: code.size }, (_, column) => (code.isDark(row, column) ? '#' : '.')).join(''),
  )

test('a code has its three corners, and four white squares around it', () => {
  const code = new QrCode('https://example.org/v/abcdefghijklmnopqrstuvwx')
  const drawn = rows(code)
  const corner = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######']
  const at = (row: number, column: number) => corner.map((_, index) => drawn[row + index]!.slice(column, column + 7))
  expect(at(4, 4)).toEqual(corner)
  expect(at(4, code.size - 11)).toEqual(corner)
  expect(at(code.size - 11, 4)).toEqual(corner)
  expect(drawn.slice(0, 4).join('')).not.toContain('#')
  expect(drawn.every((row) => /^\.{4}.*\.{4}$/.test(row))).toBe(true)
})

test('a long address has a larger code, and what no code can hold is refused', () => {
  const size = (length: number) => new QrCode(`https://example.org/${'x'.repeat(length)}`).size
  expect(size(200)).toBeGreaterThan(size(20))
  expect(() => size(5_000)).toThrow()
})
