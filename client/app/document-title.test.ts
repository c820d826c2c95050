import { beforeEach, expect, test } from 'vitest'
import { RequestError } from '../elements/request.ts'
import { DocumentTitle, type TitleServer } from './document-title.ts'

let titles: Map<string, string>
let asked: string[]
let failure: RequestError | null
let title: DocumentTitle

function summary(id: string, title: string) {
  return { id, title, heading: '', mode: '', createdAt: 0, updatedAt: 0, trashedAt: null }
}

const server: TitleServer = {
  async find(id) {
    const text = titles.get(id)
    return text === undefined ? null : summary(id, text)
  },
  async rename(id, text) {
    asked.push(`rename ${text}`)
    if (failure) throw failure
    if (!titles.has(id)) throw new RequestError({ status: 404, code: 'DOCUMENT_UNKNOWN' })
    titles.set(id, text)
  },
  async create({ id = '', title: text = '' } = {}) {
    asked.push(`create ${text}`)
    titles.set(id, text)
    return summary(id, text)
  },
}

beforeEach(() => {
  titles = new Map([['known', 'Minutes']])
  asked = []
  failure = null
  title = new DocumentTitle({ id: 'known', onChange: () => {}, server })
})

test('shows the title that the server has, and a newer one when it is asked again', async () => {
  await title.load()
  expect(title.text).toBe('Minutes')
  titles.set('known', 'Minutes, final')
  await title.load()
  expect(title.text).toBe('Minutes, final')
})

test('is tidy, and saved once however often it is taken', async () => {
  await title.load()
  await title.write('  Steering \n group ')
  await title.write('Steering group')
  expect(title.text).toBe('Steering group')
  expect(asked).toEqual(['rename Steering group'])
})

test('the newest title wins over those before it', async () => {
  await title.load()
  await Promise.all([title.write('one'), title.write('two'), title.write('three')])
  expect(titles.get('known')).toBe('three')
  expect(asked).toEqual(['rename one', 'rename three'])
})

test('a title before the first edit waits for it', async () => {
  title = new DocumentTitle({ id: 'new', onChange: () => {}, server })
  await title.load()
  await title.write('Plans')
  expect(title).toMatchObject({ text: 'Plans', waiting: true, error: null })
  titles.set('new', '')
  await title.load()
  expect(title.text).toBe('Plans')
  await title.save()
  expect(title.waiting).toBe(false)
  expect(titles.get('new')).toBe('Plans')
  title.leave()
  expect(asked).toEqual(['rename Plans', 'rename Plans'])
})

test('a title without any edit creates the document when the reader leaves, once', async () => {
  title = new DocumentTitle({ id: 'new', onChange: () => {}, server })
  await title.write('Plans')
  title.leave()
  title.leave()
  expect(asked).toEqual(['rename Plans', 'create Plans'])
})

test('a title that cannot be saved stays, with the reason, and can be tried again', async () => {
  await title.load()
  failure = new RequestError({ status: 0, code: null })
  await title.write('Plans')
  expect(title.text).toBe('Plans')
  expect(title.error?.kind).toBe('offline')
  failure = null
  await title.save()
  expect(title.error).toBeNull()
  expect(titles.get('known')).toBe('Plans')
})
