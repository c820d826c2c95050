import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventParser, type StreamEvent } from './event-parser.ts'

const encoder = new TextEncoder()

function parse(...chunks: (string | Uint8Array)[]): StreamEvent[] {
  const parser = new EventParser()
  return chunks.flatMap((chunk) => parser.push(typeof chunk === 'string' ? encoder.encode(chunk) : chunk))
}

describe('the format of an event stream', () => {
  test.each([
    ['LF', 'data: a\n\n'],
    ['CR', 'data: a\r\r'],
    ['CRLF', 'data: a\r\n\r\n'],
    ['a byte order mark', '\uFEFFdata: a\n\n'],
    ['no space after the colon', 'data:a\n\n'],
    ['comments', ': hello\n:\ndata: a\n\n'],
    ['unknown fields', 'color: red\ndata: a\n\n'],
  ])('%s', (_name, text) => {
    expect(parse(text)).toEqual([{ id: '', data: 'a' }])
  })

  test('several data lines are joined by LF, one space is dropped, a field without colon is empty', () => {
    expect(parse('data:  a\ndata\ndata: b\n\n')).toEqual([{ id: '', data: ' a\n\nb' }])
  })

  test('an id stays until the next one, an empty one resets it, one with NUL is ignored', () => {
    expect(parse('id: 1\ndata: a\n\ndata: b\n\nid: \0\ndata: c\n\nid\ndata: d\n\n').map(({ id }) => id)).toEqual([
      '1',
      '1',
      '1',
      '',
    ])
  })

  test('an event without its blank line, or without data, is none', () => {
    expect(parse('data: a\n')).toEqual([])
    expect(parse('id: 3\n\n')).toEqual([])
  })
})

describe('chunks', () => {
  const stream = 'id: 1\r\ndata: Ünïcödé 🪐\r\ndata: second\r\n\r\n: ping\n\rdata: x\rdata: y\r\r'

  test('[P11] cut anywhere, even within a character or between CR and LF, give the same events', () => {
    const bytes = encoder.encode(stream)
    const whole = parse(bytes)
    expect(whole).toHaveLength(2)
    for (let first = 0; first <= bytes.byteLength; first++) {
      expect(parse(bytes.subarray(0, first), bytes.subarray(first))).toEqual(whole)
    }
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.byteLength })), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.byteLength]
        expect(parse(...at.slice(1).map((end, index) => bytes.subarray(at[index], end)))).toEqual(whole)
      }),
    )
  })

  test('[P12] each character is looked at once: eight times the chunks of one event cost about eight times', () => {
    const chunk = encoder.encode('x'.repeat(1024))
    const events = parse('data: ', ...Array.from({ length: 8 * 1024 }, () => chunk), '\n\n')
    expect(events[0]?.data).toHaveLength(8 * 1024 * 1024)
  })
})
