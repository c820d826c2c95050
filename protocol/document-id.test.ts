import { describe, expect, test } from 'vitest'
import { CloseCode, closeCodeOf, isFinal } from './close-code.ts'
import { documentOfPath, isDocumentId } from './document-id.ts'
import { parseTransportName } from './transport-name.ts'

describe('[D1] a document id', () => {
  test.each([
    'a',
    'minutes',
    'prosemirror-demo-2024/06',
    'протокол',
    'me@home',
    'a b',
    'v1.2',
    '日本',
    'x'.repeat(128),
  ])('may be %s', (id) => {
    expect(isDocumentId(id)).toBe(true)
    expect(documentOfPath(`/sync/${id.split('/').map(encodeURIComponent).join('/')}?token=t`)).toBe(id)
  })

  test.each([
    '',
    '/',
    'a/',
    '/a',
    'a//b',
    '..',
    'a/../b',
    './a',
    'a?b',
    'a#b',
    'a\0b',
    '<b>',
    'x'.repeat(129),
    'a\nb',
    'link:a',
  ])('may not be %j', (id) => {
    expect(isDocumentId(id)).toBe(false)
  })

  test.each(['/', '/sync', '/sync/', '/nonsense/a', '/sync/%', '/sync/%00', '/sync/a/%2E%2E/b', '/sync/..'])(
    'is in no path such as %s',
    (path) => {
      expect(documentOfPath(path)).toBeNull()
    },
  )
})

test('[D8] what a path asks for may be a link, alone or with the id of its document', () => {
  const token = 'aB-_'.repeat(6)
  expect(documentOfPath(`/sync/link%3A${token}`)).toBe(`link:${token}`)
  expect(documentOfPath(`/sync/minutes?token=${token}`)).toBe(`minutes?token=${token}`)
  expect(documentOfPath('/sync/minutes?token=something.else')).toBe('minutes')
  expect(documentOfPath(`/sync/?token=${token}`)).toBeNull()
})

test('close codes from 4400 to 4499 are final, all others are worth another try', () => {
  expect(isFinal(closeCodeOf('DOCUMENT_UNKNOWN'))).toBe(true)
  expect(isFinal(closeCodeOf('SESSION_UNKNOWN'))).toBe(false)
  expect([1000, 1012, 4503, 4510].map(isFinal)).toEqual([false, false, false, false])
  expect(CloseCode.NoSuchDocument).toBe(4404)
})

test('a transport is known by its name only', () => {
  expect(parseTransportName('long-poll')).toBe('long-poll')
  expect([null, '', 'ws', 'SSE'].map(parseTransportName)).toEqual([null, null, null, null])
})
