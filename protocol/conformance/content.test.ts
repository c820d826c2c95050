import { beforeAll, describe, expect, test } from 'vitest'
import { encodeUpdate } from '../message.ts'
import { documentPath, freshId, problemOf, request, sendJson, textOf } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { Writer } from './writer.ts'

const id = freshId()
const text = '# Minutes\n\n<b>& "quotes"</b>\n'

beforeAll(async () => {
  const response = await sendJson('POST', '/api/documents', { id, title: 'A <title>', content: text })
  expect(response.status).toBe(201)
})

const get = (accept: string | null, document = id): Promise<Response> =>
  request(documentPath(document, '/content'), accept === null ? {} : { headers: { accept } })

const put = (document: string, body: string | Uint8Array, type = 'text/plain'): Promise<Response> =>
  request(documentPath(document, '/content'), {
    method: 'PUT',
    headers: { 'content-type': type },
    body: body as string,
  })

describe('GET content, by Accept:', () => {
  test.each([
    ['text/plain', 'text/plain; charset=utf-8'],
    ['text/markdown', 'text/markdown; charset=utf-8'],
    ['text/markdown;q=0.5, text/plain;q=0.4', 'text/markdown; charset=utf-8'],
    ['image/png, text/*', 'text/plain; charset=utf-8'],
    ['*/*', 'text/plain; charset=utf-8'],
    [null, 'text/plain; charset=utf-8'],
  ])('%s is answered with %s', async (accept, type) => {
    const response = await get(accept)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('vary')).toMatch(/\baccept\b/i)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toBe(text)
  })

  test.each(['text/html', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'])(
    '%s is a page that cannot do anything',
    async (accept) => {
      const response = await get(accept)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      const page = await response.text()
      expect(page).toContain('# Minutes')
      expect(page).toContain('&lt;b&gt;&amp; &quot;quotes&quot;')
      expect(page).toContain('<title>A &lt;title&gt;</title>')
      expect(page).not.toContain('<b>')
    },
  )

  test('application/octet-stream is the Yjs state', async () => {
    const response = await get('application/octet-stream')
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-disposition')).toContain('attachment')
    const reader = new Writer()
    reader.takes({ kind: 'update', update: new Uint8Array(await response.arrayBuffer()) })
    expect(reader.text).toBe(text)
  })

  test('other types are refused, and other documents', async () => {
    expect(await problemOf(await get('image/png'))).toEqual({ status: 406, code: 'NOT_ACCEPTABLE' })
    expect(await problemOf(await get(null, freshId()))).toEqual({ status: 404, code: 'DOCUMENT_UNKNOWN' })
    expect(await problemOf(await get(null, 'a<b'))).toEqual({ status: 400, code: 'DOCUMENT_ID_INVALID' })
  })
})

describe('PUT content', () => {
  async function fresh(content: string): Promise<string> {
    const document = freshId()
    expect((await sendJson('POST', '/api/documents', { id: document, content })).status).toBe(201)
    return document
  }

  test('replaces the text, durably', async () => {
    const document = await fresh('one two three')
    const response = await put(document, 'one 2 three')
    expect(response.status).toBe(204)
    expect(await textOf(document)).toBe('one 2 three')
    expect((await put(document, '', 'text/markdown')).status).toBe(204)
    expect(await textOf(document)).toBe('')
  })

  test('may come in chunks, without a length', async () => {
    const document = await fresh('')
    const init = { method: 'PUT', body: new Blob(['one ', 'two']).stream(), duplex: 'half' } as RequestInit
    expect((await request(documentPath(document, '/content'), init)).status).toBe(204)
    expect(await textOf(document)).toBe('one two')
  })

  test('[D5] line ends become LF', async () => {
    const document = await fresh('')
    await put(document, 'a\r\nb\rc\n')
    expect(await textOf(document)).toBe('a\nb\nc\n')
  })

  test('becomes a minimal edit: what somebody writes meanwhile stays', async () => {
    const document = await fresh('The quick brown fox.\nThe lazy dog.\n')
    const alice = new Writer()
    using member = await PlainMember.join(document)
    alice.takes(await member.asks())
    await put(document, 'The quick red fox.\nThe lazy dog.\n')
    const { update } = await member.hears('update')
    expect(update.byteLength).toBeLessThan(60)
    member.send(encodeUpdate(alice.types('Alice was here.\n')))
    alice.takes({ kind: 'update', update })
    await member.hears('update')
    expect(alice.text).toBe('The quick red fox.\nThe lazy dog.\nAlice was here.\n')
    expect(await textOf(document)).toBe(alice.text)
  })

  test('the same text again changes nothing', async () => {
    const document = await fresh('as it was')
    const state = async (): Promise<string> =>
      Buffer.from(await (await get('application/octet-stream', document)).arrayBuffer()).toString('hex')
    const before = await state()
    expect((await put(document, 'as it was')).status).toBe(204)
    expect(await state()).toBe(before)
  })

  test('characters outside the basic plane stay whole', async () => {
    const document = await fresh('🙂🙃')
    expect((await put(document, '🙂🙂🙃')).status).toBe(204)
    expect((await put(document, '👩‍👩‍👧 🙃')).status).toBe(204)
    expect(await textOf(document)).toBe('👩‍👩‍👧 🙃')
  })

  test('refuses what is no text, what is too much, and unknown documents', async () => {
    const document = await fresh('mine')
    expect(await problemOf(await put(document, '{}', 'application/json'))).toEqual({
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    })
    expect(await problemOf(await put(document, Uint8Array.of(0xff, 0xfe)))).toEqual({
      status: 400,
      code: 'BODY_MALFORMED',
    })
    const large = new Uint8Array(8 * 1024 * 1024 + 1).fill(120)
    expect(await problemOf(await put(document, large))).toEqual({ status: 413, code: 'BODY_TOO_LARGE' })
    expect(await problemOf(await put(freshId(), 'x'))).toEqual({ status: 404, code: 'DOCUMENT_UNKNOWN' })
    expect(await textOf(document)).toBe('mine')
  })
})

test('the process is up, and can serve', async () => {
  expect(await (await request('/healthz')).json()).toEqual({ status: 'alive' })
  expect(await (await request('/readyz')).json()).toEqual({ status: 'ready' })
  expect((await problemOf(await request('/healthz', { method: 'POST' }))).code).toBe('METHOD_NOT_ALLOWED')
  expect(await problemOf(await request('/api/nowhere'))).toEqual({ status: 404, code: 'NOT_FOUND' })
})
