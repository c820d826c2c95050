import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrate } from './sqlite-schema.ts'

const one = 'CREATE TABLE one (a INTEGER); INSERT INTO one VALUES (1)'
const two = 'ALTER TABLE one ADD COLUMN b INTEGER; UPDATE one SET b = a + 1'

function version(database: DatabaseSync): unknown {
  return database.prepare('PRAGMA user_version').get()
}

test('each migration runs once, in order', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database, [one])
  expect(version(database)).toEqual({ user_version: 1 })
  migrate(database, [one, two])
  migrate(database, [one, two])
  expect(version(database)).toEqual({ user_version: 2 })
  expect(database.prepare('SELECT * FROM one').all()).toEqual([{ a: 1, b: 2 }])
})

test('a migration that fails half way is undone as a whole, and the ones before it stay', () => {
  const database = new DatabaseSync(':memory:')
  expect(() => migrate(database, [one, `${two}; INSERT INTO nowhere VALUES (1)`])).toThrow('nowhere')
  expect(database.isTransaction).toBe(false)
  expect(version(database)).toEqual({ user_version: 1 })
  expect(database.prepare('SELECT * FROM one').all()).toEqual([{ a: 1 }])
  migrate(database, [one, two])
  expect(version(database)).toEqual({ user_version: 2 })
})

test('a database of a newer version is refused', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database, [one, two])
  expect(() => migrate(database, [one])).toThrow(
    expect.objectContaining({ name: 'StoreError', code: 'TOO_NEW', message: expect.stringContaining('version 2') }),
  )
})

test('the migrations of this version make the tables of a store', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
  expect(tables).toEqual([{ name: 'bases' }, { name: 'docs' }, { name: 'links' }, { name: 'updates' }])
})
