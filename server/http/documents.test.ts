import { Hono } from 'hono'
import { beforeEach, describe, expect, test } from 'vitest'
import { MemoryStore } from '../stores/memory-store.ts'
import { silentLog } from '../telemetry/log.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { maxContentBytes } from './document-fields.ts'
import { type DocumentContents, documentRoutes } from './documents.ts'
import { answerErrors, answerNotFound } from './errors.ts'

const json = { 'Content-Type': 'application/json' }
const plain = { 'Content-Type': 'text/plain' }

let clock: ManualClock
let store: MemoryStore
/** Texts of documents, by id. */
let texts: Map<string, string>
let modes: Map<string, string>
let app: Hono

beforeEach(() => {
  clock = new ManualClock()
  store = new MemoryStore({ clock })
  texts = new Map()
  modes = new Map()
  const contents: DocumentContents = {
    state: async (id) => ((await store.find(id)) ? new TextEncoder().encode(`state of ${id}`) : null),
    text: async (id) => ((await store.find(id)) ? (texts.get(id) ?? '') : null),
    edit: async (id, text) => void texts.set(id, text),
    setMode: async (id, mode) => void modes.set(id, mode),
    trash: (id) => store.trash(id),
    delete: (id) => store.delete(id),
  }
  app = new Hono()
  app.onError(answerErrors(silentLog))
  app.notFound(answerNotFound)
  app.route('/', documentRoutes({ store, contents }))
})

const post = (body: unknown, headers: Record<string, string> = json) =>
  app.request('/api/documents', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** Status and code of a problem. */
async function problem(response: Response | Promise<Response>): Promise<[number, string]> {
  const answer = await response
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
  return [answer.status, ((await answer.json()) as { code: string }).code]
}

describe('POST /api/documents', () => {
  test('makes a document with a name that can be read and not guessed', async () => {
    const response = await post({ title: 'Minutes' })
    expect(response.status).toBe(201)
    const record = (await response.json()) as Record<string, unknown>
    expect(record).toEqual({
      id: expect.stringMatching(/^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$/),
      epoch: expect.any(String),
      title: 'Minutes',
      heading: '',
      mode: '',
      createdAt: clock.now(),
      updatedAt: clock.now(),
      trashedAt: null,
      url: `/d/${record['id']}`,
    })
    expect(response.headers.get('Location')).toBe(`/api/documents/${record['id']}`)
    const other = (await (await post({})).json()) as { id: string }
    expect(other.id).not.toBe(record['id'])
  })

  test('takes an id, a title and a content, and says where the page is', async () => {
    const response = await post({ id: 'notes/über uns', title: '  Our\n notes ', content: 'one\ntwo' })
    expect(response.headers.get('Location')).toBe('/api/documents/notes%2F%C3%BCber%20uns')
    expect(await response.json()).toMatchObject({ title: 'Our notes', url: '/d/notes/%C3%BCber%20uns' })
    expect(texts.get('notes/über uns')).toBe('one\ntwo')
  })

  test('needs no body at all', async () => {
    expect((await app.request('/api/documents', { method: 'POST' })).status).toBe(201)
  })

  test('refuses an id that is taken, or was', async () => {
    await post({ id: 'minutes' })
    expect(await problem(post({ id: 'minutes' }))).toEqual([409, 'DOCUMENT_EXISTS'])
    await store.delete('minutes')
    expect(await problem(post({ id: 'minutes' }))).toEqual([410, 'DOCUMENT_DELETED'])
  })

  test.each([
    ['{', [400, 'BODY_MALFORMED']],
    ['[]', [400, 'BODY_MALFORMED']],
    ['null', [400, 'BODY_MALFORMED']],
    ['', [400, 'BODY_MALFORMED']],
    ['{"title":7}', [400, 'BODY_MALFORMED']],
    [`{"title":"${'x'.repeat(201)}"}`, [400, 'BODY_MALFORMED']],
    ['{"id":"../up"}', [400, 'DOCUMENT_ID_INVALID']],
    ['{"id":""}', [400, 'DOCUMENT_ID_INVALID']],
    [`{"content":"${'x'.repeat(maxContentBytes + 1)}"}`, [413, 'BODY_TOO_LARGE']],
    [`{"content":"${'x'.repeat(2 * maxContentBytes)}"}`, [413, 'BODY_TOO_LARGE']],
  ])('refuses the body %.40s', async (body, expected) => {
    expect(await problem(post(body))).toEqual(expected)
    expect(await store.list()).toEqual([])
  })

  test('refuses bytes that are not UTF-8, and other types', async () => {
    const bytes = new Blob([Uint8Array.of(0x22, 0xff, 0x22)])
    const broken = app.request('/api/documents', { method: 'POST', headers: json, body: bytes })
    expect(await problem(broken)).toEqual([400, 'BODY_MALFORMED'])
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect(await problem(post('{}', form))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })
})

describe('GET /api/documents', () => {
  beforeEach(async () => {
    for (const [id, title] of [
      ['a', 'Minutes of May'],
      ['b', 'Shopping'],
      ['minutes', ''],
    ] as const) {
      await store.create(id, { title })
      clock.advance(1_000)
    }
  })

  const list = async (query: string) => {
    const { documents } = (await (await app.request(`/api/documents${query}`)).json()) as {
      documents: { id: string }[]
    }
    return documents.map(({ id }) => id)
  }

  test('lists the newest change first', async () => {
    expect(await list('')).toEqual(['minutes', 'b', 'a'])
    await store.rename('a', 'Minutes of June')
    expect(await list('?limit=2')).toEqual(['a', 'minutes'])
  })

  test('searches in titles and ids, whatever the case', async () => {
    expect(await list('?search=MINUTES')).toEqual(['minutes', 'a'])
    expect(await list('?search=minutes&limit=1')).toEqual(['minutes'])
    expect(await list('?search=nowhere')).toEqual([])
    await store.describe('minutes', { heading: 'Agenda', mode: '' })
    await store.describe('b', { heading: 'Agenda', mode: '' })
    // A document with a title is not called by its heading.
    expect(await list('?search=agenda')).toEqual(['minutes'])
  })

  test('has those of some ids that there are', async () => {
    expect(await list('?id=b&id=nobody&id=a')).toEqual(['b', 'a'])
    expect(await list('?id=a*b')).toEqual([])
    await store.trash('b')
    expect(await list('?id=a&id=b')).toEqual(['a'])
    expect(await list('?id=a&id=b&trash=1')).toEqual(['b'])
    const many = Array.from({ length: 101 }, () => 'id=a').join('&')
    expect(await problem(app.request(`/api/documents?${many}`))).toEqual([400, 'PARAMETER_INVALID'])
  })

  test('shows each with the address of its page', async () => {
    const { documents } = (await (await app.request('/api/documents?limit=1')).json()) as { documents: unknown[] }
    expect(documents).toEqual([expect.objectContaining({ id: 'minutes', title: '', url: '/d/minutes' })])
  })

  test.each(['0', '501', 'x', '-1', '1.5', ''])('refuses limit=%s', async (limit) => {
    expect(await problem(app.request(`/api/documents?limit=${limit}`))).toEqual([400, 'PARAMETER_INVALID'])
  })
})

describe('/api/documents/:id', () => {
  test('GET shows the record, also of an id with a slash', async () => {
    await store.create('notes/today', { title: 'Today' })
    const response = await app.request('/api/documents/notes%2Ftoday')
    expect(await response.json()).toMatchObject({ id: 'notes/today', title: 'Today', url: '/d/notes/today' })
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  test('PATCH names it', async () => {
    await store.create('a')
    const patch = { method: 'PATCH', headers: json, body: '{"title":" Minutes "}' }
    expect(await (await app.request('/api/documents/a', patch)).json()).toMatchObject({ title: 'Minutes' })
    expect(await store.find('a')).toMatchObject({ title: 'Minutes' })
    expect(await problem(app.request('/api/documents/a', { ...patch, body: '{}' }))).toEqual([400, 'BODY_MALFORMED'])
    expect(await problem(app.request('/api/documents/b', patch))).toEqual([404, 'DOCUMENT_UNKNOWN'])
  })

  const remove = (query = '') => app.request(`/api/documents/a${query}`, { method: 'DELETE' })
  const restore = () => app.request('/api/documents/a/restore', { method: 'POST' })

  test('DELETE puts it into the trash, and again leaves it there', async () => {
    await store.create('a', { title: 'A' })
    const response = await remove()
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(await problem(remove())).toEqual([404, 'DOCUMENT_TRASHED'])
    for (const path of ['a', 'a/content']) {
      expect(await problem(app.request(`/api/documents/${path}`))).toEqual([404, 'DOCUMENT_TRASHED'])
    }
    const patch = { method: 'PATCH', headers: json, body: '{"title":"B"}' }
    expect(await problem(app.request('/api/documents/a', patch))).toEqual([404, 'DOCUMENT_TRASHED'])
    expect(await problem(post({ id: 'a' }))).toEqual([409, 'DOCUMENT_EXISTS'])
    expect(await (await app.request('/api/documents')).json()).toEqual({ documents: [] })
    const inTrash = { id: 'a', title: 'A', trashedAt: clock.now() }
    expect(await (await app.request('/api/documents?trash')).json()).toMatchObject({ documents: [inTrash] })
    expect(await (await app.request('/api/documents/a?trash=1')).json()).toMatchObject(inTrash)
    expect(await (await app.request('/api/documents?trash=1&search=b')).json()).toEqual({ documents: [] })
  })

  test('POST restore takes it out again, and twice is once', async () => {
    await store.create('a', { title: 'A' })
    await remove()
    for (let time = 0; time < 2; time += 1) {
      expect(await (await restore()).json()).toMatchObject({ id: 'a', title: 'A', trashedAt: null, url: '/d/a' })
    }
    expect((await app.request('/api/documents/a')).status).toBe(200)
    await store.delete('a')
    expect(await problem(restore())).toEqual([404, 'DOCUMENT_UNKNOWN'])
    expect(await problem(app.request('/api/documents/a/restore'))).toEqual([405, 'METHOD_NOT_ALLOWED'])
  })

  test.each([false, true])('DELETE with ?permanently ends it, in the trash: %s', async (inTrash) => {
    await store.create('a')
    if (inTrash) await remove()
    expect((await remove('?permanently')).status).toBe(204)
    expect(await problem(remove('?permanently'))).toEqual([404, 'DOCUMENT_UNKNOWN'])
    expect(await problem(app.request('/api/documents/a'))).toEqual([404, 'DOCUMENT_UNKNOWN'])
    expect(await problem(restore())).toEqual([404, 'DOCUMENT_UNKNOWN'])
  })

  test('without a trash DELETE ends it at once', async () => {
    const contents = { delete: (id: string) => store.delete(id) } as DocumentContents
    await store.create('a')
    const response = await documentRoutes({ store, contents, hasTrash: false }).request('/api/documents/a', {
      method: 'DELETE',
    })
    expect(response.status).toBe(204)
    await expect(store.load('a')).rejects.toMatchObject({ code: 'DELETED' })
  })

  test('an unknown id is 404, one that cannot be is 400, another method 405', async () => {
    expect(await problem(app.request('/api/documents/nobody'))).toEqual([404, 'DOCUMENT_UNKNOWN'])
    expect(await problem(app.request('/api/documents/%2e%2e%2Fup'))).toEqual([400, 'DOCUMENT_ID_INVALID'])
    expect(await problem(app.request('/api/documents/a%3Cb'))).toEqual([400, 'DOCUMENT_ID_INVALID'])
    expect(await problem(app.request('/api/documents/a', { method: 'PUT' }))).toEqual([405, 'METHOD_NOT_ALLOWED'])
    expect(await problem(app.request('/api/documents/a/b'))).toEqual([404, 'NOT_FOUND'])
  })
})

describe('/api/documents/:id/content', () => {
  const content = (accept?: string, id = 'a') =>
    app.request(`/api/documents/${id}/content`, accept === undefined ? {} : { headers: { Accept: accept } })
  const put = (body: BodyInit, headers: Record<string, string> = plain, id = 'a') =>
    app.request(`/api/documents/${id}/content`, { method: 'PUT', headers, body })

  beforeEach(async () => {
    await store.create('a', { title: 'A & B' })
    texts.set('a', '# <b>bold</b> & "more"\n')
  })

  test.each([
    [undefined, 'text/plain; charset=utf-8'],
    ['*/*', 'text/plain; charset=utf-8'],
    ['text/markdown', 'text/markdown; charset=utf-8'],
  ])('is the text, for Accept: %s', async (accept, type) => {
    const response = await content(accept)
    expect(response.headers.get('Content-Type')).toBe(type)
    expect(response.headers.get('Vary')).toBe('Accept')
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(await response.text()).toBe('# <b>bold</b> & "more"\n')
  })

  test('is a page in which everything is escaped and nothing may run', async () => {
    const response = await content('text/html,*/*;q=0.8')
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox")
    const html = await response.text()
    expect(html).toContain('<pre>\n# &lt;b&gt;bold&lt;/b&gt; &amp; &quot;more&quot;\n</pre>')
    expect(html).toContain('<title>A &amp; B</title>')
  })

  test('is the Yjs state, to be kept as a file', async () => {
    await store.create('notes/ü')
    const response = await content('application/octet-stream', 'notes%2F%C3%BC')
    expect(await response.text()).toBe('state of notes/ü')
    expect(response.headers.get('Content-Disposition')).toBe(
      `attachment; filename="notes-_.yjs"; filename*=UTF-8''notes-%C3%BC.yjs`,
    )
  })

  test('a type that there is not is 406, an unknown document 404', async () => {
    expect(await problem(content('application/pdf'))).toEqual([406, 'NOT_ACCEPTABLE'])
    for (const accept of ['text/plain', 'application/octet-stream']) {
      expect(await problem(content(accept, 'nobody'))).toEqual([404, 'DOCUMENT_UNKNOWN'])
    }
  })

  test.each([
    ['text/plain', { 'Content-Type': 'text/plain; charset=utf-8' }],
    ['text/markdown', { 'Content-Type': 'text/markdown' }],
  ])('PUT makes the text another one, sent as %s', async (_type, headers) => {
    const response = await put('\ufeffnew\ntext', headers)
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(texts.get('a')).toBe('new\ntext')
  })

  test('PUT takes a body without a type, and an empty one', async () => {
    expect((await put(new Blob(['as curl -T sends it']), {})).status).toBe(204)
    expect((await put('')).status).toBe(204)
    expect(texts.get('a')).toBe('')
  })

  test('PUT refuses what is too large, not text, or for nobody', async () => {
    expect((await put('x'.repeat(maxContentBytes))).status).toBe(204)
    expect(await problem(put('x'.repeat(maxContentBytes + 1)))).toEqual([413, 'BODY_TOO_LARGE'])
    expect(await problem(put(new Blob([Uint8Array.of(0xff)])))).toEqual([400, 'BODY_MALFORMED'])
    expect(await problem(put('a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }))).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ])
    expect(await problem(put('x', plain, 'nobody'))).toEqual([404, 'DOCUMENT_UNKNOWN'])
    expect(await problem(app.request('/api/documents/a/content', { method: 'POST' }))).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
    ])
  })
})

test('a store that is away is 503, for now', async () => {
  await store.close()
  expect(await problem(app.request('/api/documents'))).toEqual([503, 'STORE_UNAVAILABLE'])
})

describe('GET /api/documents?q=', () => {
  const search = async (query: string) => {
    const response = await app.request(`/api/documents?${query}`)
    expect(response.status).toBe(200)
    return (await response.json()) as {
      total: number
      unread: number
      documents: { id: string; url: string; found: unknown }[]
    }
  }

  beforeEach(async () => {
    for (const [id, text] of [
      ['a', 'The budget of May'],
      ['b', 'Budgets of all years'],
    ] as const) {
      await store.append(id, Uint8Array.of(1), { epoch: 'e' })
      await store.indexText(id, { epoch: 'e', seq: 1, text })
    }
  })

  test('finds texts, says where, and how many there are', async () => {
    const { total, unread, documents } = await search('q=BUDGET&limit=1')
    expect([total, unread, documents.length]).toEqual([2, 0, 1])
    expect((await search('q=may')).documents).toMatchObject([
      { id: 'a', url: '/d/a', found: { text: 'The budget of May', marks: [[14, 17]] } },
    ])
  })

  test('finds in the trash what is there', async () => {
    await store.trash('a')
    expect((await search('q=may')).total).toBe(0)
    expect((await search('q=may&trash=1')).documents).toMatchObject([{ id: 'a' }])
  })

  test.each(['%22', '*', 'AND', '%00', 'a%20AND', '(', '%F0%9F%98%80'])('takes %s as it is', async (query) => {
    expect((await search(`q=${query}`)).documents).toEqual([])
  })

  test('is bounded', async () => {
    expect(await problem(app.request(`/api/documents?q=${'a'.repeat(201)}`))).toEqual([400, 'PARAMETER_INVALID'])
    expect(await problem(app.request('/api/documents?q=a&limit=501'))).toEqual([400, 'PARAMETER_INVALID'])
    expect((await search(`q=${'a'.repeat(200)}`)).total).toBe(0)
  })

  test('nothing but spaces is no query', async () => {
    expect((await search('q=%20')).documents).toHaveLength(2)
  })
})

describe('the mode of a document', () => {
  const patch = (body: unknown) =>
    app.request('/api/documents/minutes', { method: 'PATCH', headers: json, body: JSON.stringify(body) })

  test('is given with it, or later, and told back', async () => {
    expect(await (await post({ id: 'minutes', mode: ' Python ' })).json()).toMatchObject({ mode: 'python' })
    expect(modes.get('minutes')).toBe('python')
    expect(await (await patch({ mode: 'c++', title: 'Sums' })).json()).toMatchObject({ mode: 'c++', title: 'Sums' })
    expect(modes.get('minutes')).toBe('c++')
  })

  test.each(['', '<b>', 'a'.repeat(41), 7])('%j is none', async (mode) => {
    await post({ id: 'minutes' })
    expect(await problem(patch({ mode }))).toEqual([400, 'BODY_MALFORMED'])
    expect(modes.size).toBe(0)
  })
})
