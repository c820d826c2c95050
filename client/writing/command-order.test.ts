import { expect, test } from 'vitest'
import { inOrder } from './command-order.ts'
import type { EditorCommand } from './command-registry.ts'

const listed = (...ids: string[]) =>
  inOrder(ids.map((id): EditorCommand => ({ id, label: id, run() {} }))).map(({ id }) => id)

test('whichever part of the editor comes first, its commands are listed at the same place', () => {
  const writing = ['edit.undo', 'line.bullets', 'edit.indent', 'view.wrap', 'file.print', 'palette.open']
  const preview = ['view.split', 'view.preview']
  const others = [['people.where', 'people.next'], ['comments.add'], ['file.insert'], ['page.keys']]
  const one = listed(...writing, ...preview, ...others.flat())
  expect(listed(...preview, ...others.toReversed().flat(), ...writing)).toEqual(one)
  expect(one).toEqual([
    'edit.undo',
    'line.bullets',
    'edit.indent',
    'view.split',
    'view.preview',
    'view.wrap',
    'file.insert',
    'file.print',
    'comments.add',
    'people.where',
    'people.next',
    'page.keys',
    'palette.open',
  ])
})

test('within an area commands are listed as they were added, and those of a host page last', () => {
  expect(listed('own.b', 'own', 'line.b', 'line.a', 'own.a')).toEqual(['line.b', 'line.a', 'own.b', 'own', 'own.a'])
})
