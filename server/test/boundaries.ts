import type { Import, SourceFile } from './source-file.ts'

/** One rule of who may know whom, and of how a file is laid out. */
export interface Rule {
  name: string
  /** Every breach as `path:line what it does`, which editors and terminals link. */
  breaches(files: readonly SourceFile[]): string[]
}

const maxLines = 400
const webNames = ['Request', 'Response', 'WebSocket', 'EventSource']
const yjsPackages = ['yjs', 'y-protocols', 'y-websocket', 'y-codemirror.next']
const yjsFolders = ['server/documents/', 'client/provider/', 'client/editor/', 'client/presence/']
const webPackages = ['hono', '@hono/node-server', 'ws', 'node:http', 'node:https', 'node:http2', 'node:net']

/**
 * The rules of the architecture, each checked over all files at once. Tests may reach further than what they test,
 * except that nothing outside server/test/ may join the client to the server.
 */
export const rules: readonly Rule[] = [
  importRule('protocol/ knows nothing of ours and no package but lib0', {
    of: (path) => inside(path, 'protocol/') && !isTest(path),
    forbid: ({ target }) => !inside(target, 'protocol/') && target !== 'lib0',
  }),
  importRule('the tests of protocol/ know nothing of ours but protocol/', {
    of: (path) => inside(path, 'protocol/') && isTest(path),
    forbid: ({ target, isLocal }) => isLocal && !inside(target, 'protocol/'),
  }),
  importRule('client/ does not know server/', {
    of: (path) => inside(path, 'client/'),
    // A browser test needs a server to talk to: it gets a process and its address, not a module of it.
    // Benchmarks tell their figures in the same way.
    forbid: ({ target }, path) =>
      inside(target, 'server/') &&
      !(inside(path, 'client/e2e/', 'client/bench/') && /\/test\/(spawned-server|free-port)\.ts$/.test(target)) &&
      !(inside(path, 'client/bench/') && /^server\/bench\/[^/]+$/.test(target)),
  }),
  importRule('server/ does not know client/', {
    of: (path) => inside(path, 'server/') && !inside(path, 'server/test/', 'server/bench/'),
    forbid: ({ target }) => inside(target, 'client/'),
  }),
  importRule('transports see bytes: nothing of ours but protocol/', {
    of: (path) => inside(path, 'server/transports/') && !isTest(path),
    forbid: ({ target, isLocal }) =>
      yjsPackages.includes(target) ||
      (isLocal && !inside(target, 'protocol/', 'server/transports/', 'server/telemetry/')),
  }),
  importRule('client/socket/ is a WebSocket to everyone above it: nothing of ours but protocol/', {
    of: (path) => inside(path, 'client/socket/') && !isTest(path),
    forbid: ({ target, isLocal }) =>
      yjsPackages.includes(target) || (isLocal && !inside(target, 'protocol/', 'client/socket/')),
  }),
  {
    name: 'http/realtime.ts alone knows both Hono and sessions',
    breaches: (files) =>
      files
        .filter(({ path }) => path !== 'server/http/realtime.ts' && !isTest(path))
        .filter(({ imports }) => imports.some(({ target }) => isHono(target)))
        .flatMap((file) => breachesOf(file, ({ target }) => inside(target, 'server/sessions/'))),
  },
  importRule('sessions/ see documents through their interfaces, and no HTTP', {
    of: (path) => inside(path, 'server/sessions/') && !isTest(path),
    forbid: ({ target }) =>
      isHono(target) ||
      inside(target, 'server/http/', 'server/stores/', 'server/bus/') ||
      (inside(target, 'server/documents/') && !/\/(member|membership)\.ts$/.test(target)),
  }),
  importRule('documents/ and presence/ know no Hono, no request, no socket', {
    of: (path) => inside(path, 'server/documents/', 'server/presence/') && !isTest(path),
    forbid: ({ target }) =>
      webPackages.includes(target) ||
      inside(target, 'server/http/', 'server/transports/', 'server/sessions/') ||
      /^server\/[^/]+$/.test(target),
  }),
  useRule('documents/ and presence/ name no request and no socket', {
    of: (path) => inside(path, 'server/documents/', 'server/presence/') && !isTest(path),
    forbid: (name) => webNames.includes(name),
  }),
  importRule('stores/ and bus/ see bytes and ids', {
    of: (path) => inside(path, 'server/stores/', 'server/bus/') && !isTest(path),
    forbid: ({ target, isLocal }, path) =>
      yjsPackages.includes(target) ||
      webPackages.includes(target) ||
      (isLocal && !inside(target, 'protocol/', 'server/telemetry/', folderOf(path))),
  }),
  importRule('client/app/ is on top: nothing else of the client knows it', {
    of: (path) => inside(path, 'client/') && !inside(path, 'client/app/') && !isTest(path),
    forbid: ({ target }) => inside(target, 'client/app/'),
  }),
  importRule('yjs, and what is built on it, is in documents/, provider/, editor/ and client/presence/ alone', {
    of: (path) => !inside(path, ...yjsFolders) && !isTest(path),
    forbid: ({ target }) => yjsPackages.includes(target),
  }),
  importRule('lib0 is where bytes are read and written: not in http/, elements/, app/', {
    of: (path) => inside(path, 'server/http/', 'client/elements/', 'client/app/') && !isTest(path),
    forbid: ({ target }) => target === 'lib0',
  }),
  importRule('Hono is in app.ts, main.ts and http/ alone', {
    of: (path) => !['server/app.ts', 'server/main.ts'].includes(path) && !inside(path, 'server/http/') && !isTest(path),
    forbid: ({ target }) => isHono(target),
  }),
  useRule('config.ts alone reads process.env', {
    of: (path) => path !== 'server/config.ts' && !isTest(path) && !isConfig(path),
    forbid: (name) => name === 'process.env',
  }),
  { name: 'no import cycles, types included', breaches: cycles },
  {
    name: 'no barrels: no index.ts, no export *',
    breaches: (files) =>
      files.flatMap(({ path, starExports }) => [
        ...(/(^|\/)index\.ts$/.test(path) ? [`${path}:1 is a barrel`] : []),
        ...starExports.map((line) => `${path}:${line} exports all of another module`),
      ]),
  },
  {
    name: 'no default exports',
    breaches: (files) =>
      files
        .filter(({ path }) => !isConfig(path))
        .flatMap(({ path, defaultExports }) => defaultExports.map((line) => `${path}:${line} exports a default`)),
  },
  useRule('no console: a log is passed in', {
    // define.ts warns whoever builds a page with two copies of the bundle: they have no other log.
    of: (path) => !inside(path, 'server/bench/', 'client/bench/') && path !== 'client/elements/define.ts',
    forbid: (name) => name === 'console',
  }),
  importRule('relative imports end in .ts, or name an asset', {
    of: () => true,
    forbid: ({ isLocal, specifier }) => isLocal && !/\.(ts|css|svg|json|html|woff2)(\?\w+)?$/.test(specifier),
  }),
  {
    name: `no file past ${maxLines} lines`,
    breaches: (files) =>
      files
        .filter(({ lines }) => lines > maxLines)
        .map(({ path, lines }) => `${path}:${maxLines + 1} has ${lines} lines`),
  },
]

interface ImportRuleOptions {
  of: (path: string) => boolean
  forbid: (target: Import, path: string) => boolean
}

function importRule(name: string, { of, forbid }: ImportRuleOptions): Rule {
  return {
    name,
    breaches: (files) =>
      files.filter(({ path }) => of(path)).flatMap((file) => breachesOf(file, (target) => forbid(target, file.path))),
  }
}

interface UseRuleOptions {
  of: (path: string) => boolean
  forbid: (name: string) => boolean
}

function useRule(name: string, { of, forbid }: UseRuleOptions): Rule {
  return {
    name,
    breaches: (files) =>
      files
        .filter(({ path }) => of(path))
        .flatMap(({ path, uses }) =>
          uses.filter((use) => forbid(use.name)).map((use) => `${path}:${use.line} uses ${use.name}`),
        ),
  }
}

function breachesOf({ path, imports }: SourceFile, forbid: (target: Import) => boolean): string[] {
  return imports.filter(forbid).map(({ line, isLocal, target, specifier }) => {
    return `${path}:${line} imports ${isLocal && specifier.includes('.ts') ? target : specifier}`
  })
}

/** Each import that closes a cycle, with the way round: `b.ts:1 imports a.ts, which imports b.ts`. */
function cycles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const found: string[] = []
  const done = new Set<string>()
  const trail: string[] = []
  const follow = (path: string) => {
    trail.push(path)
    for (const { target, line } of byPath.get(path)?.imports ?? []) {
      const start = trail.indexOf(target)
      if (start >= 0) found.push(`${path}:${line} imports ${trail.slice(start).join(', which imports ')}`)
      else if (byPath.has(target) && !done.has(target)) follow(target)
    }
    trail.pop()
    done.add(path)
  }
  for (const { path } of files) if (!done.has(path)) follow(path)
  return found
}

function inside(path: string, ...folders: string[]): boolean {
  return folders.some((folder) => path.startsWith(folder))
}

function folderOf(path: string): string {
  return path.split('/', 2).join('/').concat('/')
}

function isTest(path: string): boolean {
  return (
    /\.(test|suite|e2e)\.ts$/.test(path) ||
    inside(path, 'server/test/', 'server/bench/', 'client/e2e/', 'client/bench/', 'protocol/conformance/')
  )
}

function isConfig(path: string): boolean {
  return path.endsWith('.config.ts')
}

function isHono(target: string): boolean {
  return target === 'hono' || target.startsWith('@hono/')
}
