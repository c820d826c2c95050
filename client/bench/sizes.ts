import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const folder = join(import.meta.dirname, '..', '..', 'dist', 'client')

/** No chunk of ours loads so many others. */
const MANY = 30

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
  const languages: number[] = []
  const second = [...files.keys()].find((name) => name.startsWith('amenities-')) ?? ''
  // It comes by itself after the first, and before anybody asks for anything.
  const there = new Set([...first, ...closure(second, first)])
  const seen = new Set(first)
  // It grows as chunks are found.
  for (const name of seen) {
    const found = lazyImports(name).filter((each) => !seen.has(each))
    for (const lazy of found) {
      const names = closure(lazy, lazy === second ? first : there)
      // Whoever has so many has the languages of code.
      if (found.length > MANY) languages.push(sizeOf(names))
      else later.set(lazy, { name: lazy.replace(/-[\w-]{8}\.js$/, ''), bytes: sizeOf(names) })
      for (const each of names) seen.add(each)
    }
  }
  if (languages.length > 0) {
    later.set('', { name: `the largest of ${languages.length} languages of code`, bytes: Math.max(...languages) })
  }
  return {
    first: { name: 'encke.js', bytes: sizeOf(first) },
    later: [...later.values()].sort((a, b) => b.bytes - a.bytes),
  }
}
