import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../protocol/clock.ts'
import type { LinkRecord } from './link-store.ts'
import type { StoreKind, StoreMaker } from './store.suite.ts'
import type { Store } from './store.ts'

/** The links of the contract of Store, run against every kind of it. `durable` stores are also reopened. */
export function describeLinkStore(name: string, makeStore: StoreMaker, { durable }: { durable: boolean }): void {
  describe(`the links of a store: ${name}`, () => {
    let kind: StoreKind
    let store: Store

    beforeEach(async () => {
      kind = await makeStore({ clock: systemClock, newEpoch: () => 'epoch' })
      store = await kind.open()
    })
    afterEach(async () => {
      await store.close()
      await kind.dispose()
    })

    const keep = (link: LinkRecord, limit = 10) => store.createLink(link, { hash: hashOf(link.id), limit })

    test('a link is found by the hash of its token, and by its document', async () => {
      const link = linkTo('minutes', 'a', { label: 'для «всех»', expiresAt: 5_000 })
      expect(await keep(link)).toBe(true)
      expect(await store.findLink(hashOf('a'))).toEqual(link)
      expect(await store.listLinks('minutes')).toEqual([link])
      expect(await store.findLink(hashOf('b'))).toBeNull()
      expect(await store.listLinks('other')).toEqual([])
    })

    test('links are listed with the newest first', async () => {
      await keep(linkTo('minutes', 'b', { createdAt: 1 }))
      await keep(linkTo('minutes', 'a', { createdAt: 1, role: 'editor' }))
      await keep(linkTo('minutes', 'c', { createdAt: 2 }))
      expect((await store.listLinks('minutes')).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
    })

    test('a link may come before the first edit of its document, and makes none', async () => {
      await keep(linkTo('later', 'a'))
      expect(await store.find('later')).toBeNull()
      expect(await store.append('later', hashOf('x'), { epoch: 'e' })).toBe(1)
      expect(await store.findLink(hashOf('a'))).toMatchObject({ documentId: 'later' })
    })

    test('a document has as many links as the caller allows', async () => {
      expect(await keep(linkTo('minutes', 'a'), 2)).toBe(true)
      expect(await keep(linkTo('minutes', 'b'), 2)).toBe(true)
      expect(await keep(linkTo('minutes', 'c'), 2)).toBe(false)
      expect(await keep(linkTo('other', 'c'), 2)).toBe(true)
      expect(await store.listLinks('minutes')).toHaveLength(2)
    })

    test('a hash, and an id within a document, are taken once', async () => {
      await keep(linkTo('minutes', 'a'))
      await expect(keep(linkTo('other', 'a'))).rejects.toMatchObject({ code: 'EXISTS' })
      const sameId = store.createLink(linkTo('minutes', 'a'), { hash: hashOf('b'), limit: 10 })
      await expect(sameId).rejects.toMatchObject({ code: 'EXISTS' })
      expect(await keep(linkTo('minutes', 'c'))).toBe(true)
    })

    test('a deleted link is gone, and only that of the document named', async () => {
      await keep(linkTo('minutes', 'a'))
      await keep(linkTo('minutes', 'b'))
      expect(await store.deleteLink('other', 'a')).toBe(false)
      expect(await store.deleteLink('minutes', 'a')).toBe(true)
      expect(await store.deleteLink('minutes', 'a')).toBe(false)
      expect(await store.findLink(hashOf('a'))).toBeNull()
      expect(await store.listLinks('minutes')).toMatchObject([{ id: 'b' }])
    })

    test('a deleted document takes its links with it, and gets no other', async () => {
      await store.create('minutes')
      await keep(linkTo('minutes', 'a'))
      await keep(linkTo('other', 'b'))
      await store.delete('minutes')
      expect(await store.findLink(hashOf('a'))).toBeNull()
      expect(await store.listLinks('minutes')).toEqual([])
      await expect(keep(linkTo('minutes', 'c'))).rejects.toMatchObject({ code: 'DELETED' })
      expect(await store.findLink(hashOf('b'))).not.toBeNull()
    })

    test('the links of a document in the trash wait for it, and it gets no other', async () => {
      await store.create('minutes')
      await keep(linkTo('minutes', 'a'))
      await store.trash('minutes')
      await expect(keep(linkTo('minutes', 'b'))).rejects.toMatchObject({ code: 'TRASHED' })
      expect(await store.findLink(hashOf('a'))).toMatchObject({ id: 'a' })
      await store.trash('minutes')
      await store.purge(Date.now() + 1)
      expect(await store.findLink(hashOf('a'))).toBeNull()
    })

    test('a closed store is unavailable for links too', async () => {
      await store.close()
      const unavailable = { name: 'StoreError', code: 'UNAVAILABLE' }
      await expect(keep(linkTo('minutes', 'a'))).rejects.toMatchObject(unavailable)
      await expect(store.findLink(hashOf('a'))).rejects.toMatchObject(unavailable)
      await expect(store.listLinks('minutes')).rejects.toMatchObject(unavailable)
      await expect(store.deleteLink('minutes', 'a')).rejects.toMatchObject(unavailable)
    })

    test.runIf(durable)('[S4] reopening keeps links', async () => {
      await keep(linkTo('minutes', 'a', { expiresAt: 7 }))
      await keep(linkTo('minutes', 'b'))
      await store.deleteLink('minutes', 'b')
      await store.close()
      store = await kind.open()
      expect(await store.listLinks('minutes')).toEqual([linkTo('minutes', 'a', { expiresAt: 7 })])
    })
  })
}

function linkTo(documentId: string, id: string, more: Partial<LinkRecord> = {}): LinkRecord {
  return { id, documentId, role: 'viewer', label: '', createdAt: 1_000, expiresAt: null, ...more }
}

function hashOf(token: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(token).digest())
}
