import type { Parser } from '@lezer/common'

/**
 * The languages that code is coloured in on the page to read: those of which there is a parser without an editor around
 * it, which would be many times as much as the page. By the names that texts give them.
 */
const languages: readonly { names: readonly string[]; load: () => Promise<Parser> }[] = [
  {
    names: ['js', 'javascript', 'mjs', 'cjs', 'jsx', 'node'],
    load: async () => (await import('@lezer/javascript')).parser.configure({ dialect: 'jsx' }),
  },
  {
    names: ['ts', 'typescript', 'mts', 'cts'],
    load: async () => (await import('@lezer/javascript')).parser.configure({ dialect: 'ts' }),
  },
  { names: ['tsx'], load: async () => (await import('@lezer/javascript')).parser.configure({ dialect: 'jsx ts' }) },
  { names: ['json', 'json5', 'webmanifest'], load: async () => (await import('@lezer/json')).parser },
  { names: ['html', 'xhtml', 'svg', 'vue'], load: async () => (await import('@lezer/html')).parser },
  { names: ['xml', 'rss', 'xsd', 'plist'], load: async () => (await import('@lezer/xml')).parser },
  { names: ['css'], load: async () => (await import('@lezer/css')).parser },
  { names: ['scss'], load: async () => (await import('@lezer/sass')).parser },
  { names: ['sass'], load: async () => (await import('@lezer/sass')).parser.configure({ dialect: 'indented' }) },
  { names: ['py', 'python', 'python3'], load: async () => (await import('@lezer/python')).parser },
  { names: ['java'], load: async () => (await import('@lezer/java')).parser },
  {
    names: ['c', 'h', 'cpp', 'c++', 'cc', 'hpp', 'arduino'],
    load: async () => (await import('@lezer/cpp')).parser,
  },
  { names: ['rs', 'rust'], load: async () => (await import('@lezer/rust')).parser },
  { names: ['go', 'golang'], load: async () => (await import('@lezer/go')).parser },
  {
    names: ['php'],
    // Most code in a text does not begin with `<?php`.
    load: async () => (await import('@lezer/php')).parser.configure({ top: 'Program' }),
  },
  { names: ['yaml', 'yml'], load: async () => (await import('@lezer/yaml')).parser },
]

/** The parser of a language, in a chunk of its own; null where there is none, or it does not load. */
export async function viewLanguage(name: string): Promise<Parser | null> {
  try {
    return (await languages.find(({ names }) => names.includes(name.toLowerCase()))?.load()) ?? null
  } catch {
    // Offline: code can be read without colours.
    return null
  }
}
