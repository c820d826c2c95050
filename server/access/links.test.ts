import { beforeEach, describe, expect, test } from 'vitest'
import { isLinkToken } from '../../protocol/link-address.ts'
import { MemoryStore } from '../stores/memory-store.ts'
import { ManualClock } from '../test/manual-clock.ts'
import { Links, type MadeLink, maxLinks } from './links.ts'

const dayMs = 24 * 60 * 60 * 1_000

let clock: ManualClock
let store: MemoryStore
let links: Links

beforeEach(() => {
  clock = new ManualClock()
  store = new MemoryStore({ clock })
  links = new Links({ store, clock })
})

async function make(role: 'viewer' | 'editor' = 'viewer', expiresAt: number | null = null): Promise<MadeLink> {
  return (await links.create('minutes', { role, label: '', expiresAt }))!
}

const unknown = { name: 'ProtocolError', code: 'LINK_UNKNOWN', message: 'the link is not valid' }

describe('[L1] an address', () => {
  test('that is an id opens the document to whoever knows it', async () => {
    expect(await links.enter('minutes')).toMatchObject({ documentId: 'minutes', role: 'editor' })
  })

  test.each(['viewer', 'editor'] as const)('of a link opens its document as %s', async (role) => {
    const { token } = await make(role)
    expect(await links.enter(`link:${token}`)).toMatchObject({ documentId: 'minutes', role })
    expect(await links.enter(`minutes?token=${token}`)).toMatchObject({ documentId: 'minutes', role })
  })

  test('of an id and the link of another document opens neither', async () => {
    const { token } = await make('editor')
    await expect(links.enter(`other?token=${token}`)).rejects.toMatchObject(unknown)
  })
})

test('[L3] what is not valid is answered alike, whatever it was', async () => {
  const revoked = await make()
  await links.revoke('minutes', revoked.link.id)
  const expired = await make('viewer', clock.now() + 1_000)
  clock.advance(1_000)
  for (const token of ['A'.repeat(24), revoked.token, expired.token]) {
    await expect(links.enter(`link:${token}`)).rejects.toMatchObject(unknown)
  }
})

test('[L5] tokens are 144 random bits, and nowhere in the store', async () => {
  const made = await Promise.all(Array.from({ length: 50 }, () => make()))
  expect(new Set(made.map(({ token }) => token)).size).toBe(50)
  expect(made.every(({ token }) => isLinkToken(token))).toBe(true)
  const kept = JSON.stringify(await store.listLinks('minutes'))
  expect(made.filter(({ token, link }) => kept.includes(token) || link.id.includes(token.slice(0, 8)))).toEqual([])
})

test('a document has a limited number of links, and revoking one makes room', async () => {
  const made = await Promise.all(Array.from({ length: maxLinks }, () => make()))
  expect(await make()).toBeNull()
  await links.revoke('minutes', made[0]!.link.id)
  expect(await make()).not.toBeNull()
})

describe('[L4] whoever is in', () => {
  test('is told at once that the link was revoked, and nobody else is', async () => {
    const one = await make()
    const other = await make()
    const told: string[] = []
    ;(await links.enter(`link:${one.token}`)).onEnd((reason) => told.push(`a ${reason}`))
    ;(await links.enter(`link:${one.token}`)).onEnd((reason) => told.push(`b ${reason}`))
    ;(await links.enter(`link:${other.token}`)).onEnd((reason) => told.push(`other ${reason}`))
    expect(await links.revoke('elsewhere', one.link.id)).toBe(false)
    expect(told).toEqual([])
    expect(await links.revoke('minutes', one.link.id)).toBe(true)
    expect(told).toEqual(['a LINK_REVOKED', 'b LINK_REVOKED'])
  })

  test('is told when the link expires, also after longer than a timer takes', async () => {
    const { token } = await make('editor', clock.now() + 60 * dayMs)
    const told: string[] = []
    ;(await links.enter(`link:${token}`)).onEnd((reason) => told.push(reason))
    clock.advance(60 * dayMs - 1)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toEqual(['LINK_EXPIRED'])
    expect(clock.pending).toBe(0)
  })

  test('leaves no timer behind', async () => {
    const { token } = await make('viewer', clock.now() + dayMs)
    const grant = await links.enter(`link:${token}`)
    const stops = [grant.onEnd(() => {}), grant.onEnd(() => {})]
    expect(clock.pending).toBe(1)
    for (const stop of [...stops, ...stops]) stop()
    expect(clock.pending).toBe(0)
  })

  test('is told also when the link was revoked while the store was asked for it', async () => {
    const { token, link } = await make()
    const answer = Promise.withResolvers<void>()
    const find = store.findLink.bind(store)
    store.findLink = async (hash) => {
      const found = await find(hash)
      await answer.promise
      return found
    }
    const entering = links.enter(`link:${token}`)
    await links.revoke('minutes', link.id)
    answer.resolve()
    await expect(entering).rejects.toMatchObject(unknown)
  })
})
