import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type ESTree, parseSync } from 'vite'

/** A name of another module in an import, an export, a dynamic import or an `import()` type. */
export interface Import {
  /** As written. */
  specifier: string
  /** The file's path from the root, or the package's name: `protocol/frame.ts`, `yjs`, `node:http`. */
  target: string
  /** True when it is a file of ours. */
  isLocal: boolean
  line: number
}

/** A name used in the source, with what it is read or imported from: `process.env`, `Request`. */
export interface Use {
  name: string
  line: number
}

/** What the rules need to know of one source file. */
export interface SourceFile {
  /** From the root, with slashes. */
  path: string
  lines: number
  imports: Import[]
  /** Names of globals and of their members, wherever they stand in the code; comments and strings do not count. */
  uses: Use[]
  /** Lines with a default export. */
  defaultExports: number[]
  /** Lines with `export * from`. */
  starExports: number[]
}

/** Reads the TypeScript below the given folders of `root`. */
export function readSourceFiles({ root, folders }: { root: string; folders: readonly string[] }): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
      .filter((path) => path.endsWith('.ts'))
      .sort()
      .map((path) => parseSourceFile(path, readFileSync(join(root, path), 'utf8'))),
  )
}

/** Parses one file. Throws an `Error` that names it when it is not TypeScript. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const lineEnds = [...text.matchAll(/\n|$/g)].map((end) => end.index)
  const lineOf = (offset: number) => lineEnds.findIndex((end) => end >= offset) + 1
  const file: SourceFile = {
    path,
    lines: lineEnds.length - (text.endsWith('\n') ? 1 : 0),
    imports: [],
    uses: [],
    defaultExports: [],
    starExports: [],
  }
  const addImport = (specifier: string, offset: number) =>
    file.imports.push({ specifier, ...resolve(path, specifier), line: lineOf(offset) })

  for (const { moduleRequest, entries, start } of module.staticImports) {
    addImport(moduleRequest.value, start)
    if (!/^(node:)?process$/.test(moduleRequest.value)) continue
    for (const { importName } of entries) file.uses.push({ name: `process.${importName.name}`, line: lineOf(start) })
  }
  for (const statement of module.staticExports) {
    const from = statement.entries.find((entry) => entry.moduleRequest)?.moduleRequest
    if (from) addImport(from.value, statement.start)
    for (const { exportName, importName } of statement.entries) {
      if (exportName.kind === 'Default' || exportName.name === 'default')
        file.defaultExports.push(lineOf(statement.start))
      if (importName.kind === 'All' || importName.kind === 'AllButDefault')
        file.starExports.push(lineOf(statement.start))
    }
  }
  visit(program, (node) => {
    const line = lineOf(node.start)
    if (node.type === 'ImportExpression' || node.type === 'TSImportType') {
      if (node.source.type === 'Literal') addImport(String(node.source.value), node.start)
    } else if (node.type === 'MemberExpression') {
      const object = nameOf(node.object)
      const member = nameOf(node.property)
      if (object && member) file.uses.push({ name: `${object}.${member}`, line })
    } else if (node.type === 'Identifier') {
      file.uses.push({ name: node.name, line })
    }
  })
  return file
}

/** `../stores/store.ts` in `server/documents/room.ts` is `server/stores/store.ts`; `lib0/decoding` is `lib0`. */
function resolve(from: string, specifier: string): { target: string; isLocal: boolean } {
  const [path = ''] = specifier.split('?') // Vite's `./icon.svg?raw`
  if (path.startsWith('.')) return { target: posix.join(posix.dirname(from), path), isLocal: true }
  if (path.startsWith('node:')) return { target: path, isLocal: false }
  return { target: path.split('/', path.startsWith('@') ? 2 : 1).join('/'), isLocal: false }
}

/** The last name of an expression: `env` of `process.env` and of `'env'`. */
function nameOf(node: ESTree.Node): string | null {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'Literal') return String(node.value)
  return node.type === 'MemberExpression' ? nameOf(node.property) : null
}

function visit(node: ESTree.Node, callback: (node: ESTree.Node) => void): void {
  callback(node)
  for (const child of Object.values(node).flat()) {
    if (child && typeof child === 'object' && 'type' in child) visit(child, callback)
  }
}
