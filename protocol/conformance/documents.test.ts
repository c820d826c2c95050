import { describe, expect, test } from 'vitest'
import { encodeUpdate } from '../message.ts'
import { documentPath, freshId, problemOf, request, sendJson, textOf } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { Writer } from './writer.ts'

interface Shown {
  id: string
  epoch: string
  title: string
  createdAt: number
  updatedAt: number
  url: string
}

async function create(body: object): Promise<Shown> {
  const response = await sendJson('POST', '/api/documents', body)
  expect(response.status).toBe(201)
  return (await response.json()) as Shown
}

async function listed(rest = ''): Promise<Shown[]> {
  const response = await request(`/api/documents${rest}`)
  expect(response.status).toBe(200)
  return ((await response.json()) as { documents: Shown[] }).documents
}

describe('POST /api/documents', () => {
  test('makes a document with id, title and content', async () => {
    const id = `${freshId()}/Grüße`
    const response = await sendJson('POST', '/api/documents', {
      id,
      title: ' Our  minutes ',
      content: 'one\r\ntwo\rthree\n',
    })
    expect(response.status).toBe(201)
    expect(response.headers.get('location')).toBe(documentPath(id))
    const record = (await response.json()) as Shown
    expect(record).toMatchObject({ id, title: 'Our minutes', epoch: expect.stringMatching(/./) })
    expect(record.url).toBe(`/d/${id.split('/').map(encodeURIComponent).join('/')}`)
    expect(await textOf(id)).toBe('one\ntwo\nthree\n')
    expect(await (await request(response.headers.get('location')!)).json()).toMatchObject({ id, title: 'Our minutes' })
  })

  test('needs nothing: the server finds an id', async () => {
    const response = await request('/api/documents', { method: 'POST' })
    expect(response.status).toBe(201)
    const { id, title } = (await response.json()) as Shown
    expect(title).toBe('')
    expect(await textOf(id)).toBe('')
    expect((await create({})).id).not.toBe(id)
  })

  const refused: [what: string, body: unknown, status: number, code: string][] = [
    ['what is no object', [], 400, 'BODY_MALFORMED'],
    ['a title that is no text', { title: 7 }, 400, 'BODY_MALFORMED'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, 400, 'BODY_MALFORMED'],
    ['an id that cannot be', { id: 'a<b' }, 400, 'DOCUMENT_ID_INVALID'],
    ['a content past 8 MiB', { content: 'x'.repeat(8 * 1024 * 1024 + 1) }, 413, 'BODY_TOO_LARGE'],
  ]
  test.each(refused)('refuses %s', async (_what, body, status, code) => {
    expect(await problemOf(await sendJson('POST', '/api/documents', body))).toEqual({ status, code })
  })

  test('refuses what is not JSON, and other types', async () => {
    const send = (type: string, body: string | Uint8Array): Promise<Response> =>
      request('/api/documents', { method: 'POST', headers: { 'content-type': type }, body: body as string })
    expect(await problemOf(await send('application/json', '{"title"'))).toEqual({ status: 400, code: 'BODY_MALFORMED' })
    const notUtf8 = Uint8Array.of(0x22, 0xff, 0x22)
    expect(await problemOf(await send('application/json', notUtf8))).toEqual({ status: 400, code: 'BODY_MALFORMED' })
    expect(await problemOf(await send('text/plain', 'title'))).toEqual({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
  })

  test('refuses an id that is taken, by POST or by an update', async () => {
    const { id } = await create({ content: 'mine' })
    expect(await problemOf(await sendJson('POST', '/api/documents', { id, content: 'not yours' }))).toEqual({
      status: 409,
      code: 'DOCUMENT_EXISTS',
    })
    expect(await textOf(id)).toBe('mine')
    const written = freshId()
    using alice = await PlainMember.join(written)
    alice.send(encodeUpdate(new Writer().types('x')))
    await alice.hears('update')
    expect((await sendJson('POST', '/api/documents', { id: written })).status).toBe(409)
  })
})

describe('GET /api/documents', () => {
  test('lists the newest change first', async () => {
    const [one, two] = [await create({}), await create({})]
    await request(documentPath(one.id, '/content'), { method: 'PUT', body: 'changed' })
    const ids = (await listed('?limit=500')).map(({ id }) => id)
    expect(ids.indexOf(one.id)).toBeLessThan(ids.indexOf(two.id))
    expect(await listed('?limit=1')).toHaveLength(1)
  })

  test('finds by title and id, in any case', async () => {
    const mark = freshId().slice(-12)
    const byTitle = await create({ title: `The ${mark.toUpperCase()} meeting` })
    const byId = await create({ id: `x-${mark}-y` })
    expect((await listed(`?search=${mark}`)).map(({ id }) => id).sort()).toEqual([byTitle.id, byId.id].sort())
    expect(await listed(`?search=${mark}&limit=1`)).toHaveLength(1)
    expect(await listed(`?search=${freshId()}`)).toEqual([])
  })

  test.each(['0', '-1', '501', 'many', '1.5', ''])('refuses the limit "%s"', async (limit) => {
    expect((await problemOf(await request(`/api/documents?limit=${limit}`))).code).toBe('PARAMETER_INVALID')
  })
})

describe('/api/documents/:id', () => {
  test('PATCH names a document', async () => {
    const { id } = await create({ title: 'before' })
    const response = await sendJson('PATCH', documentPath(id), { title: 'after' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ id, title: 'after' })
    expect(await (await request(documentPath(id))).json()).toMatchObject({ title: 'after' })
    expect((await problemOf(await sendJson('PATCH', documentPath(id), {}))).code).toBe('BODY_MALFORMED')
  })

  test('[D6] DELETE puts a document into the trash: members are sent away, and it comes back as it was', async () => {
    const { id } = await create({ title: 'Kept', content: 'kept' })
    using alice = await PlainMember.join(id)
    await alice.asks()
    expect((await request(documentPath(id), { method: 'DELETE' })).status).toBe(204)
    expect(await alice.socket.closed).toEqual({ code: 4404, reason: 'DOCUMENT_TRASHED' })
    using again = await PlainMember.join(id)
    expect(await again.socket.closed).toEqual({ code: 4404, reason: 'DOCUMENT_TRASHED' })
    const trashed = { status: 404, code: 'DOCUMENT_TRASHED' }
    expect(await problemOf(await request(documentPath(id)))).toEqual(trashed)
    expect(await problemOf(await request(documentPath(id), { method: 'DELETE' }))).toEqual(trashed)
    expect((await listed('?limit=500')).map((document) => document.id)).not.toContain(id)
    expect((await listed('?limit=500&trash=1')).map((document) => document.id)).toContain(id)
    const restored = await request(documentPath(id, '/restore'), { method: 'POST' })
    expect(await restored.json()).toMatchObject({ id, title: 'Kept', trashedAt: null })
    expect(await textOf(id)).toBe('kept')
    await request(documentPath(id, '?permanently'), { method: 'DELETE' })
  })

  test('[D3] DELETE ?permanently is for good: members are sent away, and the id stays refused', async () => {
    const { id } = await create({ content: 'gone soon' })
    using alice = await PlainMember.join(id)
    await alice.asks()
    const response = await request(documentPath(id, '?permanently'), { method: 'DELETE' })
    expect(response.status).toBe(204)
    expect(await alice.socket.closed).toEqual({ code: 4404, reason: 'DOCUMENT_UNKNOWN' })
    using again = await PlainMember.join(id)
    expect(await again.socket.closed).toEqual({ code: 4404, reason: 'DOCUMENT_UNKNOWN' })
    expect(await problemOf(await request(documentPath(id)))).toEqual({ status: 404, code: 'DOCUMENT_UNKNOWN' })
    expect(await problemOf(await sendJson('POST', '/api/documents', { id }))).toEqual({
      status: 410,
      code: 'DOCUMENT_DELETED',
    })
    expect((await request(documentPath(id), { method: 'DELETE' })).status).toBe(404)
    expect((await listed('?limit=500')).map((document) => document.id)).not.toContain(id)
  })

  test('[D7] a document that nobody has named is known by its first heading', async () => {
    const { id } = await create({ content: 'intro\n\n# The plan\n' })
    await expect.poll(async () => (await (await request(documentPath(id))).json()).heading).toBe('The plan')
    expect((await listed('?limit=500')).find((document) => document.id === id)).toMatchObject({ title: '' })
  })

  test('[D2] joining an id that nobody has used stores nothing', async () => {
    const id = freshId()
    using alice = await PlainMember.join(id)
    await alice.asks()
    expect((await request(documentPath(id))).status).toBe(404)
  })

  test.each(['GET', 'PATCH', 'DELETE'])('%s knows no unknown document, and no id that cannot be', async (method) => {
    const send = (path: string): Promise<Response> =>
      method === 'PATCH' ? sendJson(method, path, { title: 'x' }) : request(path, { method })
    expect(await problemOf(await send(documentPath(freshId())))).toEqual({ status: 404, code: 'DOCUMENT_UNKNOWN' })
    expect(await problemOf(await send(documentPath('a<b')))).toEqual({ status: 400, code: 'DOCUMENT_ID_INVALID' })
  })
})

test.each([
  ['/api/documents', 'PUT', 'GET, HEAD, POST'],
  ['/api/documents/x', 'POST', 'GET, HEAD, PATCH, DELETE'],
  ['/api/documents/x/content', 'DELETE', 'GET, HEAD, PUT'],
  ['/api/documents/x/restore', 'GET', 'POST'],
])('%s refuses %s, and says what it takes', async (path, method, allow) => {
  const response = await request(path, { method })
  expect(response.headers.get('allow')).toBe(allow)
  expect(await problemOf(response)).toEqual({ status: 405, code: 'METHOD_NOT_ALLOWED' })
})
