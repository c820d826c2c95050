import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import { Doc } from 'yjs'
import { type TransportName, transportNames } from '../../protocol/transport-name.ts'
import { contentOf, joinEncke, joinPlain } from './person.ts'
import { type SpawnedServer, spawnServer } from './spawned-server.ts'
import { until } from './until.ts'

interface MadeLink {
  id: string
  token: string
  address: string
  url: string
}

let server: SpawnedServer
let documents = 0

beforeAll(async () => {
  process.setMaxListeners(100)
  server = await spawnServer()
})
afterAll(() => server.close())

const json = { 'Content-Type': 'application/json' }

const api = (path: string, init: RequestInit = {}) => fetch(`${server.url}/api/documents/${path}`, init)

async function newDocument(content = 'what was written'): Promise<string> {
  documents += 1
  const id = `secret-${documents}`
  const body = JSON.stringify({ id, title: 'Plans', content })
  await fetch(`${server.url}/api/documents`, { method: 'POST', headers: json, body })
  return id
}

async function link(id: string, role: 'viewer' | 'editor', more: object = {}): Promise<MadeLink> {
  const response = await api(`${id}/links`, { method: 'POST', headers: json, body: JSON.stringify({ role, ...more }) })
  expect(response.status).toBe(201)
  return (await response.json()) as MadeLink
}

const revoke = (id: string, { id: linkId }: MadeLink) => api(`${id}/links/${linkId}`, { method: 'DELETE' })

/** Status and body of a refusal. */
async function refusal(path: string, init: RequestInit = {}): Promise<[number, string]> {
  const response = await api(path, init)
  return [response.status, await response.text()]
}

const codeOf = ([status, body]: [number, string]) => [status, (JSON.parse(body) as { code: string }).code]

/** The close that a provider was given for good. */
async function closeOf(provider: WebsocketProvider): Promise<[number, string]> {
  return await new Promise((resolve) => {
    provider.on('connection-close', (event) => {
      if (!event || event.code < 4400) return
      provider.disconnect()
      resolve([event.code, event.reason])
    })
  })
}

describe.each<TransportName>(transportNames)('over %s', (transport) => {
  test('[L2] a viewer reads what others write, and is sent away with the first edit of its own', async () => {
    const id = await newDocument()
    const { address } = await link(id, 'viewer')
    using writer = joinEncke(server.url, id, 'Ada')
    using viewer = joinEncke(server.url, address, 'Vera', transport)
    await Promise.all([writer.synced(), viewer.synced()])
    expect(viewer.text).toBe('what was written')
    expect(viewer.provider.connection.role).toBe('viewer')
    writer.types(' and more')
    await until(() => viewer.text.endsWith(' and more'), { what: 'the viewer sees it' })
    viewer.types('no')
    await until(() => viewer.provider.connection.error !== null, { what: 'the viewer is refused' })
    expect(viewer.provider.connection.error).toEqual({ code: 4403, reason: 'ROLE_FORBIDDEN' })
    expect(viewer.text).toContain('no')
    expect(await contentOf(server.url, id)).toBe('what was written and more')
  })

  test('[L4] an editor writes until the link is revoked, keeps the text, and does not come back', async () => {
    const id = await newDocument('')
    const made = await link(id, 'editor')
    using guest = joinEncke(server.url, made.address, 'Gus', transport)
    await guest.synced()
    guest.types('by a guest')
    await guest.provider.flush()
    expect(await contentOf(server.url, id)).toBe('by a guest')
    expect((await revoke(id, made)).status).toBe(204)
    await until(() => guest.provider.connection.error !== null, { what: 'the guest is told' })
    expect(guest.provider.connection).toMatchObject({
      state: 'closed',
      error: { code: 4403, reason: 'LINK_REVOKED' },
    })
    guest.types(', and on')
    expect(guest.text).toBe('by a guest, and on')
    using again = joinEncke(server.url, made.address, 'Gus', transport)
    await until(() => again.provider.connection.error !== null, { what: 'the guest is not let in again' })
    expect(again.provider.connection.error).toEqual({ code: 4403, reason: 'LINK_UNKNOWN' })
    expect(again.text).toBe('')
  })
})

describe('over the plain endpoint', () => {
  test('[L2] a viewer cannot write', async () => {
    const id = await newDocument()
    const { address } = await link(id, 'viewer')
    using viewer = joinPlain(server.url, address, 'Vera')
    await viewer.synced()
    const closed = closeOf(viewer.provider)
    viewer.types('no')
    expect(await closed).toEqual([4403, 'ROLE_FORBIDDEN'])
    expect(await contentOf(server.url, id)).toBe('what was written')
  })

  test.each([
    ['in the query', (token: string) => ({ params: { token } })],
    ['as a subprotocol', (token: string) => ({ protocols: [token] })],
  ])('[L1] a token comes with the id %s, and its role counts', async (_where, optionsOf) => {
    const id = await newDocument()
    const { token } = await link(id, 'viewer')
    const base = `${server.url.replace(/^http/, 'ws')}/sync`
    const doc = new Doc()
    const provider = new WebsocketProvider(base, id, doc, { disableBc: true, ...optionsOf(token) })
    const closed = closeOf(provider)
    await until(() => provider.synced, { what: 'it is in sync' })
    doc.getText('content').insert(0, 'no')
    expect(await closed).toEqual([4403, 'ROLE_FORBIDDEN'])
    provider.destroy()
    provider.awareness.destroy()
  })

  test('[L4] an expired link ends what it opened', async () => {
    const id = await newDocument()
    const made = await link(id, 'viewer', { expiresAt: Date.now() + 1_500 })
    using viewer = joinPlain(server.url, made.address, 'Vera')
    expect(await closeOf(viewer.provider)).toEqual([4401, 'LINK_EXPIRED'])
    expect(viewer.text).toBe('what was written')
  })
})

describe('over HTTP', () => {
  test('[L6] a viewer reads, and nothing that it is told names the document', async () => {
    const id = await newDocument()
    const { address, url, token } = await link(id, 'viewer', { label: 'For all' })
    expect(url).toBe(`/v/${token}`)
    const record = await (await api(address)).text()
    expect(JSON.parse(record)).toMatchObject({ id: address, title: 'Plans', role: 'viewer', url })
    const answers = await Promise.all([
      api(`${address}/content`),
      api(`${address}/content`, { headers: { accept: 'application/octet-stream' } }),
      api(`${address}/text`),
      api(address, { method: 'HEAD' }),
    ])
    for (const answer of answers) {
      expect(answer.status).toBe(200)
      expect(JSON.stringify([...answer.headers]) + (await answer.text())).not.toContain(id)
    }
    expect(record).not.toContain(id)
  })

  test('[L6] a document without a title is not called by its id either', async () => {
    const id = await newDocument('no heading')
    const patch = { method: 'PATCH', headers: json, body: '{"title":""}' }
    expect((await api(id, patch)).status).toBe(200)
    const { address, url } = await link(id, 'editor')
    await api(id, { method: 'DELETE' })
    const trashed = await Promise.all([api(`${address}?trash=1`), api(address), api(`${address}/text`)])
    for (const answer of trashed) {
      expect(answer.status).toBe(404)
      expect(await answer.text()).not.toContain(id)
    }
    await api(`${id}/restore`, { method: 'POST' })
    const read = await Promise.all([
      api(`${address}/content`, { headers: { accept: 'text/html' } }),
      api(address),
      fetch(server.url + url),
    ])
    for (const answer of read) expect(await answer.text()).not.toContain(id)
  })

  test('[L6] a viewer changes nothing, and nobody manages links by a link', async () => {
    const id = await newDocument()
    const [viewer, editor] = [await link(id, 'viewer'), await link(id, 'editor')]
    const put = { method: 'PUT', headers: { 'Content-Type': 'text/plain' }, body: 'no' }
    const patch = { method: 'PATCH', headers: json, body: '{"title":"No"}' }
    const post = { method: 'POST', headers: json, body: '{"role":"editor"}' }
    const refused: [string, RequestInit][] = [
      [`${viewer.address}/content`, put],
      [viewer.address, patch],
      ...[viewer, editor].flatMap(({ address }): [string, RequestInit][] => [
        [address, { method: 'DELETE' }],
        [`${address}/links`, {}],
        [`${address}/links`, post],
        [`${address}/links/${editor.id}`, { method: 'DELETE' }],
        [`${address}/versions`, {}],
        [`${address}/content/`, put],
        [`${address}//content`, put],
        [`${address}/%2e%2e%2fother`, {}],
      ]),
    ]
    for (const [path, init] of refused) {
      const answer = await refusal(path, init)
      expect(codeOf(answer)).toEqual([403, 'ROLE_FORBIDDEN'])
      expect(answer[1]).not.toContain(id)
    }
    expect(await contentOf(server.url, id)).toBe('what was written')
    expect((await api(`${editor.address}/content`, put)).status).toBe(204)
    expect((await api(editor.address, patch)).status).toBe(200)
    expect(await contentOf(server.url, id)).toBe('no')
  })

  test('[L3] guessing, revoked and expired are answered alike, in body and headers', async () => {
    const id = await newDocument()
    const revoked = await link(id, 'editor')
    await revoke(id, revoked)
    const expired = await link(id, 'viewer', { expiresAt: Date.now() + 1_000 })
    await until(async () => (await api(expired.address)).status === 403, { what: 'it expired' })
    const answers = await Promise.all(
      [revoked.address, expired.address, `link:${'A'.repeat(24)}`].map(async (address) => {
        const response = await api(address)
        const headers = [...response.headers].filter(([name]) => name !== 'date')
        return JSON.stringify([response.status, headers, await response.text()])
      }),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('LINK_UNKNOWN')
  })

  test('[L4] a request that is held when the link is revoked is answered so', async () => {
    const id = await newDocument()
    const made = await link(id, 'viewer')
    const { version } = (await (await api(`${made.address}/text`)).json()) as { version: string }
    const held = refusal(`${made.address}/text?after=${version}&wait=20`)
    using reader = joinEncke(server.url, id, 'Ada')
    await reader.synced()
    await revoke(id, made)
    expect(codeOf(await held)).toEqual([403, expect.stringMatching(/^LINK_/)])
  })

  test('a held request is answered with the text as soon as somebody writes', async () => {
    const id = await newDocument()
    const { address } = await link(id, 'viewer')
    const first = (await (await api(`${address}/text`)).json()) as { version: string; text: string; title: string }
    expect(first).toMatchObject({ title: 'Plans', text: 'what was written' })
    const held = api(`${address}/text?after=${first.version}&wait=20`)
    using writer = joinEncke(server.url, id, 'Ada')
    await writer.synced()
    writer.types('!')
    expect(await (await held).json()).toMatchObject({ text: 'what was written!' })
    const same = await (await api(`${address}/text?after=${first.version}`)).json()
    expect(
      await (await api(`${address}/text?after=${(same as { version: string }).version}&wait=0.05`)).json(),
    ).toEqual({
      title: 'Plans',
      version: (same as { version: string }).version,
    })
  })

  test('links are listed without their tokens, also after a restart', async () => {
    const id = await newDocument()
    const made = await link(id, 'viewer', { label: '  For\n all ' })
    await server.kill()
    await server.start()
    const body = await (await api(`${id}/links`)).text()
    expect(JSON.parse(body)).toEqual({
      links: [{ id: made.id, role: 'viewer', label: 'For all', createdAt: expect.any(Number), expiresAt: null }],
    })
    expect(body).not.toContain(made.token)
    expect((await api(made.address)).status).toBe(200)
  })

  test.each([
    ['{}', 'BODY_MALFORMED'],
    ['{"role":"owner"}', 'BODY_MALFORMED'],
    ['{"role":"viewer","label":7}', 'BODY_MALFORMED'],
    [`{"role":"viewer","label":"${'x'.repeat(101)}"}`, 'BODY_MALFORMED'],
    ['{"role":"viewer","expiresAt":1}', 'BODY_MALFORMED'],
    ['{"role":"viewer","expiresAt":"tomorrow"}', 'BODY_MALFORMED'],
  ])('a link is not made of %s', async (body, code) => {
    const id = await newDocument()
    expect(codeOf(await refusal(`${id}/links`, { method: 'POST', headers: json, body }))).toEqual([400, code])
    expect(await (await api(`${id}/links`)).json()).toEqual({ links: [] })
  })

  test('[D8] no document can be made under the address of a link', async () => {
    const body = JSON.stringify({ id: `link:${'A'.repeat(24)}` })
    const response = await fetch(`${server.url}/api/documents`, { method: 'POST', headers: json, body })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'DOCUMENT_ID_INVALID'])
  })
})
