import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../protocol/clock.ts'
import type { StoreKind, StoreMaker } from './store.suite.ts'
import type { Store } from './store.ts'
import type { FoundDocument } from './text-index.ts'

const some = Uint8Array.of(1)

/** The contract of TextIndex, run against every kind of store, as `describeStore` is. */
export function describeTextIndex(name: string, makeStore: StoreMaker, { durable }: { durable: boolean }): void {
  describe(`the text index of a store: ${name}`, () => {
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

    /** A document with a text, which the index has. */
    async function write(id: string, text: string, { title = '' } = {}): Promise<void> {
      if (!(await store.find(id))) await store.create(id, { title, epoch: 'e' })
      const seq = await store.append(id, some, { epoch: 'e' })
      expect(await store.indexText(id, { epoch: 'e', seq, text })).toBe(true)
    }

    async function found(query: string, options: { limit?: number; trash?: boolean } = {}): Promise<FoundDocument[]> {
      return (await store.search(query, { limit: 10, ...options })).documents
    }

    async function ids(query: string, options: { trash?: boolean } = {}): Promise<string[]> {
      return (await found(query, options)).map(({ id }) => id).sort()
    }

    test('every word is found, in any order, whole or as it begins, and not from its middle', async () => {
      await write('a', 'The quarterly report is late.')
      await write('b', 'A report about whales')
      expect(await ids('report')).toEqual(['a', 'b'])
      expect(await ids('late quart')).toEqual(['a'])
      expect(await ids('re')).toEqual(['a', 'b'])
      expect(await ids('port')).toEqual([])
      expect(await ids('whales quarterly')).toEqual([])
    })

    test.each([
      ['case', 'Straße in ZÜRICH', 'zürich STRAße'],
      ['accents', 'Crème brûlée, élève', 'creme eleve'],
      ['accents that stand alone', 'cafe\u0301 au lait', 'café'],
      ['ё and е', 'Ёлка и её тень', 'елка ее'],
      ['е and ё', 'Елка', 'ёлка'],
      ['Russian words as they begin', 'Протоколы собраний', 'протокол собр'],
      ['Chinese', '我们在东京塔下见面', '东京'],
      ['Japanese', '今日はトウキョウに行きます', 'トウキョウ'],
      ['Korean', '회의록을 작성했습니다', '회의록'],
      ['Thai', 'สวัสดีชาวโลก', 'ชาวโลก'],
      ['Arabic', 'محضر الاجتماع', 'الاجتماع'],
      ['wide letters', 'Ｍｉｎｕｔｅｓ', 'minutes'],
      ['numbers and signs', 'e-mail to node.js 24.1', 'e-mail node.js 24.1'],
    ])('it is found whatever the %s', async (_, text, query) => {
      await write('a', text)
      await write('b', 'something else')
      expect(await ids(query)).toEqual(['a'])
    })

    test('й is not и, and kana with voice marks are others than without', async () => {
      await write('a', 'мой ガス')
      expect(await ids('мои')).toEqual([])
      expect(await ids('カス')).toEqual([])
    })

    test.each([
      '"',
      '*',
      'AND',
      'a AND',
      'NOT x',
      'text:a',
      '(',
      'NEAR(a b)',
      '^a',
      "'; DROP TABLE words; --",
      '{a}',
      '\0',
    ])('nothing in %j is a sign with a meaning', async (query) => {
      await write('a', 'Nothing of the kind is in here')
      expect(await ids(query)).toEqual([])
    })

    test('words of the engine are words', async () => {
      await write('a', 'this and that, or not, near here*')
      expect(await ids('AND OR NOT NEAR')).toEqual(['a'])
      expect(await ids('"that or" here*')).toEqual(['a'])
    })

    test('a lone surrogate in a query or a text does no harm', async () => {
      await write('a', 'broken \ud83d here')
      expect(await ids('here')).toEqual(['a'])
      expect(await ids('\ud83d')).toEqual([])
    })

    test('a query without words finds nothing in texts, and names that have it', async () => {
      await write('a', 'C++ is a language')
      await write('b', 'x', { title: 'C++' })
      expect(await ids('++')).toEqual(['b'])
      expect(await ids('   ')).toEqual([])
    })

    test('an id is found by any part, and one that says nothing by its beginning', async () => {
      await write('tea-rota', 'x')
      await write('k7wm-3xte-9rta-vb2n', 'x')
      expect(await ids('rota')).toEqual(['tea-rota'])
      expect(await ids('te')).toEqual(['tea-rota'])
      expect(await ids('k7wm-3x')).toEqual(['k7wm-3xte-9rta-vb2n'])
    })

    test('what is called so comes first, with what its text says, if it does', async () => {
      await write('text', 'all about budgets')
      await write('name', 'nothing of the kind', { title: 'The budget' })
      await write('both', 'the budget is here', { title: 'Budget' })
      const documents = await found('budget')
      expect(documents.map(({ id }) => id).at(-1)).toBe('text')
      expect(documents.find(({ id }) => id === 'name')!.found).toBeNull()
      expect(documents.find(({ id }) => id === 'both')!.found).toEqual({ text: 'the budget is here', marks: [[4, 10]] })
      expect(documents.at(-1)).toMatchObject({ title: '', mode: '', found: { marks: [[10, 16]] } })
    })

    test('all are counted, and some are told', async () => {
      for (const id of ['a', 'b', 'c']) await write(id, 'the same words')
      const answer = await store.search('same', { limit: 2 })
      expect([answer.total, answer.documents.length, answer.unread]).toEqual([3, 2, 0])
    })

    test('a newer text takes the place of an older one, and never the other way round', async () => {
      await write('a', 'the first words')
      await write('a', 'the second words')
      expect(await ids('first')).toEqual([])
      expect(await ids('second')).toEqual(['a'])
      expect(await store.indexText('a', { epoch: 'e', seq: 1, text: 'the first words' })).toBe(false)
      expect(await store.indexText('a', { epoch: 'other', seq: 9, text: 'of another history' })).toBe(false)
      expect(await ids('second')).toEqual(['a'])
    })

    test('what is in the trash is found there alone, and what is deleted nowhere', async () => {
      await write('a', 'secret plans')
      await store.trash('a')
      expect(await ids('secret')).toEqual([])
      expect(await ids('secret', { trash: true })).toEqual(['a'])
      await store.restore('a')
      expect(await ids('secret')).toEqual(['a'])
      await store.delete('a')
      expect(await ids('secret')).toEqual([])
      expect(await ids('secret', { trash: true })).toEqual([])
      expect(await store.indexText('a', { epoch: 'e', seq: 2, text: 'secret' })).toBe(false)
      expect(await store.listUnindexed()).toEqual([])
    })

    test('documents whose newest text it does not have are told in order, some at a time', async () => {
      await store.create('empty', { epoch: 'e' })
      for (const id of ['a', 'b', 'c']) await store.append(id, some, { epoch: 'e' })
      expect(await store.listUnindexed()).toEqual(['a', 'b', 'c'])
      expect(await store.listUnindexed({ limit: 2 })).toEqual(['a', 'b'])
      expect(await store.listUnindexed({ after: 'b' })).toEqual(['c'])
      expect((await store.search('x', { limit: 1 })).unread).toBe(3)
      await store.indexText('b', { epoch: 'e', seq: 1, text: 'x' })
      expect(await store.listUnindexed()).toEqual(['a', 'c'])
      await store.append('b', some)
      expect(await store.listUnindexed()).toEqual(['a', 'b', 'c'])
    })

    test.runIf(durable)('it is there when the store is opened again', async () => {
      await write('a', 'lasting words')
      await store.close()
      store = await kind.open()
      expect(await ids('lasting')).toEqual(['a'])
      expect(await store.listUnindexed()).toEqual([])
    })

    test('after the end nothing is taken or found', async () => {
      await store.close()
      const unavailable = { name: 'StoreError', code: 'UNAVAILABLE' }
      await expect(store.search('a', { limit: 1 })).rejects.toMatchObject(unavailable)
      await expect(store.indexText('a', { epoch: 'e', seq: 1, text: '' })).rejects.toMatchObject(unavailable)
      await expect(store.listUnindexed()).rejects.toMatchObject(unavailable)
    })
  })
}
