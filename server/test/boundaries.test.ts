import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from './boundaries.ts'
import { parseSourceFile, readSourceFiles } from './source-file.ts'

describe('the source keeps its boundaries:', () => {
  const root = join(import.meta.dirname, '..', '..')
  const files = readSourceFiles({ root, folders: ['protocol', 'server', 'client'] })

  test('the source is there to be read', () => {
    expect(files.map((file) => file.path)).toContain('protocol/frame.ts')
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(files.length)
  })

  for (const { name, breaches } of rules) test(name, () => expect(breaches(files)).toEqual([]))
})

/** The breaches that all rules together find in a source made up for the test. */
function breachesIn(sources: Record<string, string>): string[] {
  const files = Object.entries(sources).map(([path, text]) => parseSourceFile(path, text))
  return rules.flatMap((rule) => rule.breaches(files))
}

describe('the checker finds', () => {
  const cases: [string, string, string, string][] = [
    [
      'protocol/ that reaches out',
      'protocol/frame.ts',
      `import { Room } from '../server/documents/room.ts'`,
      'imports server/documents/room.ts',
    ],
    ['a package in protocol/', 'protocol/frame.ts', `import { readFile } from 'node:fs'`, 'imports node:fs'],
    [
      'a test of protocol/ that reaches out',
      'protocol/frame.test.ts',
      `import { Room } from '../server/documents/room.ts'`,
      'imports server/documents/room.ts',
    ],
    [
      'a client that imports the server',
      'client/e2e/a.e2e.ts',
      `import { createApp } from '../../server/app.ts'`,
      'imports server/app.ts',
    ],
    [
      'a server that imports the client',
      'server/relay.ts',
      `const { a } = await import('../client/a.ts')`,
      'imports client/a.ts',
    ],
    [
      'a transport that knows documents',
      'server/transports/sse.ts',
      `import type { Room } from '../documents/room.ts'`,
      'imports server/documents/room.ts',
    ],
    [
      'a socket that knows its provider',
      'client/socket/session.ts',
      `import { Provider } from '../provider/provider.ts'`,
      'imports client/provider/provider.ts',
    ],
    [
      'a session that knows a room',
      'server/sessions/session.ts',
      `import type { Room } from '../documents/room.ts'`,
      'imports server/documents/room.ts',
    ],
    ['a room that knows ws', 'server/documents/room.ts', `import { WebSocket as Socket } from 'ws'`, 'imports ws'],
    [
      'a room that takes a request',
      'server/documents/room.ts',
      `export function join(request: Request) {}`,
      'uses Request',
    ],
    [
      'a room that knows the application',
      'server/documents/room.ts',
      `import { relay } from '../relay.ts'`,
      'imports server/relay.ts',
    ],
    [
      'a store that knows documents',
      'server/stores/sqlite-store.ts',
      `type Room = import('../documents/room.ts').Room`,
      'imports server/documents/room.ts',
    ],
    [
      'an element that knows a page',
      'client/elements/encke-share.ts',
      `import { download } from '../app/download.ts'`,
      'imports client/app/download.ts',
    ],
    ['yjs out of its place', 'server/http/documents.ts', `import * as Y from 'yjs'`, 'imports yjs'],
    [
      'y-protocols out of its place',
      'server/presence/presence-table.ts',
      `import { Awareness } from 'y-protocols/awareness'`,
      'imports y-protocols/awareness',
    ],
    [
      'lib0 in an element',
      'client/elements/encke-status.ts',
      `import * as decoding from 'lib0/decoding'`,
      'imports lib0/decoding',
    ],
    [
      'Hono out of its place',
      'server/relay.ts',
      `import { serve } from '@hono/node-server'`,
      'imports @hono/node-server',
    ],
    ['process.env', 'server/main.ts', `const port = process.env.PORT`, 'uses process.env'],
    ['process.env in brackets', 'client/app/main.ts', `const port = globalThis.process?.['env']`, 'uses process.env'],
    ['an imported process.env', 'server/main.ts', `import { env } from 'node:process'`, 'uses process.env'],
    ['a barrel', 'client/editor/index.ts', '', 'is a barrel'],
    [
      'an export of everything',
      'client/encke.ts',
      `export * from './provider/provider.ts'`,
      'exports all of another module',
    ],
    ['a default export', 'client/app/main.ts', `export default class {}`, 'exports a default'],
    ['an export named default', 'client/app/main.ts', `const a = 1\nexport { a as default }`, 'exports a default'],
    ['console', 'server/http/documents.test.ts', `console.log('here')`, 'uses console'],
    ['an import without its ending', 'server/relay.ts', `import { a } from './app'`, 'imports ./app'],
    ['a long file', 'server/relay.ts', '\n'.repeat(401), 'has 401 lines'],
  ]
  test.each(cases)('%s', (_, path, text, breach) => {
    expect(breachesIn({ [path]: text })).toContainEqual(
      expect.stringMatching(`^${path}:\\d+ ${breach.replace(/[.*/]/g, '\\$&')}$`),
    )
  })

  test('Hono and sessions in one file, but for http/realtime.ts', () => {
    const both = `import { Hono } from 'hono'\nimport { Session } from '../sessions/session.ts'\n`
    expect(breachesIn({ 'server/http/auth.ts': both, 'server/http/realtime.ts': both })).toEqual([
      'server/http/auth.ts:2 imports server/sessions/session.ts',
    ])
  })

  test('a cycle, though only types go round', () => {
    const sources = {
      'client/editor/a.ts': `import { b } from './b.ts'`,
      'client/editor/b.ts': `\nexport { c } from './c.ts'`,
      'client/editor/c.ts': `import type { A } from './a.ts'`,
    }
    expect(breachesIn(sources)).toEqual([
      'client/editor/c.ts:1 imports client/editor/a.ts, which imports client/editor/b.ts, which imports client/editor/c.ts',
    ])
  })

  test('nothing in comments, in strings and where a test may look', () => {
    const sources = {
      'server/main.ts': `// import { a } from '../client/a.ts'\nconst help = "process.env, console.log, import('yjs')"`,
      'server/documents/room.ts': `/** Knows no Request. */\nimport * as Y from 'yjs'\nexport class Room {}`,
      'server/sessions/session.test.ts': `import * as Y from 'yjs'\nconst url = process.env['URL']`,
      'client/e2e/typing.e2e.ts': `import { spawnServer } from '../../server/test/spawned-server.ts'`,
      'client/vite.config.ts': `export default {}`,
      'client/elements/icon.ts': `import save from './save.svg?raw'`,
    }
    expect(breachesIn(sources)).toEqual([])
  })
})
