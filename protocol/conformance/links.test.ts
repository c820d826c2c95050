import { expect, test } from 'vitest'
import { encodeUpdate } from '../message.ts'
import { documentPath, freshId, problemOf, request, sendJson, textOf } from './document-api.ts'
import { PlainMember } from './plain-member.ts'
import { TestSocket } from './test-socket.ts'
import { Writer } from './writer.ts'

interface MadeLink {
  id: string
  token: string
  address: string
}

async function newDocument(content = 'shared'): Promise<string> {
  const id = freshId()
  expect((await sendJson('POST', '/api/documents', { id, content })).status).toBe(201)
  return id
}

async function newLink(document: string, role: 'viewer' | 'editor', more: object = {}): Promise<MadeLink> {
  const response = await sendJson('POST', documentPath(document, '/links'), { role, ...more })
  expect(response.status).toBe(201)
  return (await response.json()) as MadeLink
}

const revoke = (document: string, { id }: MadeLink) =>
  request(documentPath(document, `/links/${id}`), { method: 'DELETE' })

/** What a member has of the document once its question is answered. */
async function textAt(member: PlainMember): Promise<string> {
  const reader = new Writer()
  await member.asks()
  for (const message of member.heard) reader.takes(message)
  return reader.text
}

test('[L1] the address of a link stands in place of the id', async () => {
  const id = await newDocument()
  const { token, address } = await newLink(id, 'editor')
  expect(address).toBe(`link:${token}`)
  using guest = await PlainMember.join(address)
  expect(await textAt(guest)).toBe('shared')
  guest.send(encodeUpdate(new Writer().types('by a guest, ')))
  await guest.hears('update')
  expect(await textOf(id)).toContain('by a guest')
  expect(await textOf(address)).toBe(await textOf(id))
})

test('[L1] [L2] a token beside the id decides about the role, and opens no other document', async () => {
  const id = await newDocument()
  const { token } = await newLink(id, 'viewer')
  using viewer = await TestSocket.open(`/sync/${id}?token=${token}`)
  viewer.send(encodeUpdate(new Writer().types('no')))
  expect(await viewer.closed).toEqual({ code: 4403, reason: 'ROLE_FORBIDDEN' })
  using stranger = await TestSocket.open(`/sync/${await newDocument()}?token=${token}`)
  expect(await stranger.closed).toEqual({ code: 4403, reason: 'LINK_UNKNOWN' })
})

test('[L2] a viewer reads, and is sent away with its first update, which reaches nobody', async () => {
  const id = await newDocument()
  const { address } = await newLink(id, 'viewer')
  using viewer = await PlainMember.join(address)
  expect(await textAt(viewer)).toBe('shared')
  viewer.send(encodeUpdate(new Writer().types('no')))
  expect(await viewer.socket.closed).toEqual({ code: 4403, reason: 'ROLE_FORBIDDEN' })
  expect(await textOf(id)).toBe('shared')
})

test('[L3] what never was and what was revoked is answered alike', async () => {
  const id = await newDocument()
  const link = await newLink(id, 'editor')
  expect((await revoke(id, link)).status).toBe(204)
  for (const address of [link.address, `link:${'A'.repeat(24)}`]) {
    using member = await PlainMember.join(address)
    expect(await member.socket.closed).toEqual({ code: 4403, reason: 'LINK_UNKNOWN' })
    expect(await problemOf(await request(documentPath(address)))).toEqual({ status: 403, code: 'LINK_UNKNOWN' })
  }
})

test('[L4] a link that is revoked, or expires, closes what it opened', async () => {
  const id = await newDocument()
  const link = await newLink(id, 'editor')
  using guest = await PlainMember.join(link.address)
  await guest.asks()
  await revoke(id, link)
  expect(await guest.socket.closed).toEqual({ code: 4403, reason: 'LINK_REVOKED' })
  const short = await newLink(id, 'viewer', { expiresAt: Date.now() + 1_000 })
  using viewer = await PlainMember.join(short.address)
  expect(await viewer.socket.closed).toEqual({ code: 4401, reason: 'LINK_EXPIRED' })
})

test('[L5] a token is told once', async () => {
  const id = await newDocument()
  const { token, id: linkId } = await newLink(id, 'viewer', { label: 'All' })
  const list = await (await request(documentPath(id, '/links'))).text()
  expect(JSON.parse(list)).toMatchObject({ links: [{ id: linkId, role: 'viewer', label: 'All', expiresAt: null }] })
  expect(list).not.toContain(token)
})

test('[L6] the API lets the holder of a link do what the role allows, and never names the document', async () => {
  const id = await newDocument()
  const [viewer, editor] = [await newLink(id, 'viewer'), await newLink(id, 'editor')]
  const record = await (await request(documentPath(viewer.address))).text()
  expect(JSON.parse(record)).toMatchObject({ id: viewer.address, role: 'viewer' })
  expect(record).not.toContain(id)
  const title = { title: 'Renamed' }
  const forbidden = { status: 403, code: 'ROLE_FORBIDDEN' }
  expect(await problemOf(await sendJson('PATCH', documentPath(viewer.address), title))).toEqual(forbidden)
  expect((await sendJson('PATCH', documentPath(editor.address), title)).status).toBe(200)
  expect(await problemOf(await request(documentPath(editor.address), { method: 'DELETE' }))).toEqual(forbidden)
  expect(await problemOf(await request(documentPath(editor.address, '/links')))).toEqual(forbidden)
})

test('a reader that has a text waits for the next one', async () => {
  const id = await newDocument()
  const first = (await (await request(documentPath(id, '/text'))).json()) as { version: string; text: string }
  expect(first.text).toBe('shared')
  const held = request(documentPath(id, `/text?after=${encodeURIComponent(first.version)}&wait=20`))
  const headers = { 'content-type': 'text/plain' }
  await request(documentPath(id, '/content'), { method: 'PUT', headers, body: 'changed' })
  expect(await (await held).json()).toMatchObject({ text: 'changed' })
})
