import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const folder = join(import.meta.dirname, '..', '..', 'dist', 'client')

/** What is loaded at once, and what somebody loads who asks for it. */
export interface Size {
  name: string
  /** With all that it imports and that is not there already, gzipped. */
  bytes: number
}

/** Of the embedded editor: its first load, and each part that comes later, largest first. */
export async function measureSizes(): Promise<{ first: Size; later: Size[] }> {
  const files = new Map<string, string>([['encke.js', await readFile(join(folder, 'encke.js'), 'utf8')]])
  for (const name of await readdir(join(folder, 'assets'))) {
    if (name.endsWith('.js')) files.set(name, await readFile(join(folder, 'assets', name), 'utf8'))
  }
  const sources = (name: string, pattern: RegExp) =>
    [...(files.get(name) ?? '').matchAll(pattern)].map(([, source]) => source!.replace(/^.*\//, ''))
  const imports = (name: string) => sources(name, /(?:from|import)\s*["'`]([^"'`]+\.js)["'`]/g)
  const lazyImports = (name: string) => sources(name, /import\(\s*["'`]([^"'`]+\.js)["'`]/g)
  const closure = (name: string, known: ReadonlySet<string> = new Set()): Set<string> => {
    const found = new Set([name])
    for (const each of found) for (const imported of imports(each)) if (!known.has(imported)) found.add(imported)
    return found
  }
  const sizeOf = (names: ReadonlySet<string>) =>
    [...names].reduce((sum, name) => sum + gzipSync(files.get(name) ?? '').length, 0)
  const first = closure('encke.js')
  const later = new Map<string, Size>()
  const queue = [...first]
  for (const name of queue) {
    for (const lazy of lazyImports(name)) {
      if (first.has(lazy) || later.has(lazy)) continue
      const names = closure(lazy, first)
      later.set(lazy, { name: lazy.replace(/-[\w-]{8}\.js$/, ''), bytes: sizeOf(names) })
      // Languages have chunks of chunks, which nobody needs to read here.
      if (!names.has('language-data')) queue.push(...names)
    }
  }
  return {
    first: { name: 'encke.js', bytes: sizeOf(first) },
    later: [...later.values()].sort((a, b) => b.bytes - a.bytes),
  }
}
