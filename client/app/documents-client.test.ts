import { afterEach, expect, test, vi } from 'vitest'
import { pathOfPage } from '../../protocol/link-address.ts'
import { documentOfPage, findDocument, listDocuments, trashDocument } from './documents-client.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

function answers(status: number, body: unknown): void {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status }))
}

test.each(['minutes', 'team/План на зиму', 'a@b:c~d', '50 notes', `link:${'aB-_'.repeat(6)}`])(
  'the page of %j leads back to it',
  (id) => {
    expect(documentOfPage(pathOfPage(id))).toBe(id)
  },
)

test('a path that was cut is no page of a document', () => {
  expect(documentOfPage('/d/%D0%')).toBeNull()
  expect(documentOfPage('/x/minutes')).toBeNull()
  expect(documentOfPage('/s/too-short')).toBeNull()
})

test('takes of an answer only what it knows', async () => {
  answers(200, { documents: [{ id: 'a', title: 'A', updatedAt: 5, extra: 1 }, { title: 'no id' }, null] })
  const a = { id: 'a', title: 'A', heading: '', mode: '', createdAt: 0, updatedAt: 5, trashedAt: null }
  expect(await listDocuments()).toEqual([a])
})

test('a document without an edit is none, and not an error', async () => {
  answers(200, { documents: [] })
  expect(await findDocument('a')).toBeNull()
})

test('what is to be deleted and is gone already is no error', async () => {
  answers(404, { code: 'DOCUMENT_TRASHED' })
  await trashDocument('a')
  answers(503, {})
  await expect(trashDocument('a')).rejects.toMatchObject({ kind: 'busy' })
})

test.each([
  [503, 'busy'],
  [403, 'forbidden'],
  [500, 'failed'],
])('an answer %i is an error of the kind %s', async (status, kind) => {
  answers(status, { code: 'STORE_UNAVAILABLE' })
  await expect(listDocuments()).rejects.toMatchObject({ kind, status, code: 'STORE_UNAVAILABLE' })
})

test('no answer is an error as well', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('unreachable')))
  await expect(listDocuments()).rejects.toMatchObject({ kind: 'offline', status: 0 })
})
