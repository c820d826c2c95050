import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig, settings } from './config.ts'

test('without a setting there are the defaults of protocol.md', () => {
  expect(readConfig({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: './data',
    logLevel: 'info',
    allowedOrigins: '*',
    metrics: true,
    trashDays: 30,
    fileMiB: 20,
    filesMiB: 500,
  })
})

test('an empty setting is a missing one, and space around a value is nothing', () => {
  expect(readConfig({ PORT: '', HOST: '  ', DATA_DIR: ' ./notes ' })).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    dataDir: './notes',
  })
})

test('settings are read', () => {
  const environment = {
    PORT: '0',
    HOST: '::1',
    DATA_DIR: ':memory:',
    LOG_LEVEL: 'DEBUG',
    ALLOWED_ORIGINS: 'https://example.org, http://localhost:3000/',
    METRICS: 'Off',
    TRASH_DAYS: '0',
    FILE_MIB: '0',
    FILES_MIB: '5',
  }
  expect(readConfig(environment)).toEqual({
    port: 0,
    host: '::1',
    dataDir: null,
    logLevel: 'debug',
    allowedOrigins: ['https://example.org', 'http://localhost:3000'],
    metrics: false,
    trashDays: 0,
    fileMiB: 0,
    filesMiB: 5,
  })
})

describe('a setting that cannot be used is one line with a code', () => {
  test.each([
    ['PORT', 'abc', 'CONFIG_INVALID PORT: expected a whole number from 0 to 65535, got "abc"'],
    ['PORT', '65536', 'CONFIG_INVALID PORT: expected a whole number from 0 to 65535, got "65536"'],
    ['PORT', '-1', 'CONFIG_INVALID PORT: expected a whole number from 0 to 65535, got "-1"'],
    ['PORT', '1e3', 'CONFIG_INVALID PORT: expected a whole number from 0 to 65535, got "1e3"'],
    ['TRASH_DAYS', 'never', 'CONFIG_INVALID TRASH_DAYS: expected a whole number from 0 to 36500, got "never"'],
    ['HOST', 'http://here', 'CONFIG_INVALID HOST: expected an IP address or a host name, got "http://here"'],
    ['LOG_LEVEL', 'loud', 'CONFIG_INVALID LOG_LEVEL: expected one of debug, info, warn, error, silent, got "loud"'],
    [
      'ALLOWED_ORIGINS',
      'example.org',
      'CONFIG_INVALID ALLOWED_ORIGINS: expected * or origins such as https://example.org, got "example.org"',
    ],
    [
      'ALLOWED_ORIGINS',
      'https://example.org/page',
      'CONFIG_INVALID ALLOWED_ORIGINS: expected * or origins such as https://example.org, got "https://example.org/page"',
    ],
  ])('%s=%s', (name, text, message) => {
    expect(() => readConfig({ [name]: text })).toThrow(ConfigError)
    expect(() => readConfig({ [name]: text })).toThrow(message)
  })

  test('however long and many-lined the value is', () => {
    expect(() => readConfig({ PORT: `1\n${'x'.repeat(500)}` })).toThrow(/^CONFIG_INVALID PORT: .{1,130}$/)
  })
})

test('docs/operations.md lists every setting as it is', async () => {
  const page = await readFile(new URL('../docs/operations.md', import.meta.url), 'utf8')
  for (const { name, fallback, unit, what, disable } of Object.values(settings)) {
    expect(page).toContain(`| \`${name}\` | \`${fallback}\` | ${unit} | ${what} | ${disable} |`)
  }
})

test('every setting says what it is, in what unit, and how to disable it, and its default is valid', () => {
  for (const { name, fallback, unit, what, disable, parse } of Object.values(settings)) {
    expect(name).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
    expect([unit, what, disable].every((text) => text.length > 3)).toBe(true)
    expect(() => parse(fallback)).not.toThrow()
  }
})
