import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin, type Rolldown } from 'vite'

const root = join(import.meta.dirname, 'app')
const outDir = join(import.meta.dirname, '..', 'dist', 'client')

/** The most that a browser loads before somebody can write, in bytes, gzipped. The build fails above. */
const maxFirstLoadBytes = 150_000

/** The most that a preview costs when somebody first looks at one, in the same way. */
const maxPreviewBytes = 30_000

/** Of packages, whoever builds: a test run has another NODE_ENV, and would build Lit with all its warnings. */
const conditions = ['module', 'browser', 'production']

/** A module that only passes on what the embedded editor exports; it has no file. */
const embedEntry = 'virtual:encke'

/**
 * Two builds into one folder. The pages share their chunks. `encke.js`, for other sites, is a few lines that import the
 * whole editor under a name with a hash: what is large may be cached for ever, and what may not is small; and a page
 * that asks for `encke.js?v=2` still gets one editor, because no chunk imports the file of the stable name.
 */
export default defineConfig({
  root,
  publicDir: false,
  resolve: { conditions },
  // A page is found by its path alone: /d/<id> must not answer where there is a file, nor index.html where there is none.
  appType: 'mpa',
  build: {
    outDir,
    target: 'es2022',
    // Those that know light-dark(), which the elements need anyway: written for others, it would follow the reader's
    // system and not the scheme that they chose.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    sourcemap: true,
    // A strict Content-Security-Policy allows no data: for fonts, and an inlined icon is one more thing to forbid.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // What a preview asks for later stands on what is there already: the names would be the larger part.
      resolveDependencies: (_file, needed, { hostId }) => (/\b(?:preview-pane|markdown)-/.test(hostId) ? [] : needed),
    },
    reportCompressedSize: false,
    // `firstLoad` measures what counts; this would complain of the size before gzip.
    chunkSizeWarningLimit: 1_000,
  },
  builder: {
    async buildApp(builder) {
      await builder.build(builder.environments['client']!)
      await builder.build(builder.environments['embed']!)
    },
  },
  environments: {
    client: {
      build: {
        emptyOutDir: true,
        rolldownOptions: {
          input: {
            index: join(root, 'index.html'),
            document: join(root, 'document.html'),
            trash: join(root, 'trash.html'),
            status: join(root, 'status.html'),
            view: join(root, 'view.html'),
          },
          output: {
            codeSplitting: {
              groups: [
                { debugName: 'base', name: sharedBy('base', ['view.ts', 'documents.ts']) },
                { debugName: 'page', name: sharedBy('page', ['documents.ts', 'document.ts']) },
                { debugName: 'markdown', name: sharedBy('markdown', ['view-text.ts', '../preview/preview-pane.ts']) },
              ],
            },
          },
        },
      },
    },
    embed: {
      consumer: 'client',
      resolve: { conditions },
      build: {
        emptyOutDir: false,
        // A preload would be looked for on the site of the embedding page.
        modulePreload: false,
        rolldownOptions: {
          input: { encke: embedEntry, 'encke-core': join(import.meta.dirname, 'encke.ts') },
          preserveEntrySignatures: 'allow-extension',
          output: {
            entryFileNames: ({ name }) => (name === 'encke' ? 'encke.js' : 'assets/[name]-[hash].js'),
            codeSplitting: {
              groups: [{ debugName: 'encke-core', name: firstLoadOf(join(import.meta.dirname, 'encke.ts')) }],
            },
          },
        },
      },
    },
  },
  server: {
    // `npm start` beside it, on its default port.
    proxy: {
      '/api': 'http://127.0.0.1:8080',
      '/session': { target: 'http://127.0.0.1:8080', ws: true },
      '/sync': { target: 'http://127.0.0.1:8080', ws: true },
    },
  },
  plugins: [
    ownCaretsOnly(),
    documentPages(),
    stableName(),
    firstPaint(),
    preloadList(),
    preloadEditor(),
    leanStyles(),
    leanMarked(),
    leanPurify(),
    firstLoad(),
  ],
})

/**
 * Names one chunk for all that an entry imports statically. Left to itself the bundler makes a chunk of each set of
 * modules that the same others need; together they are a kilobyte and a half smaller, gzipped.
 */
function firstLoadOf(entry: string): Rolldown.CodeSplittingNameFunction {
  let modules: Set<string> | null = null
  return (id, context) => {
    modules ??= reachable(entry, (each) => context.getModuleInfo(each)?.importedIds ?? [])
    return modules.has(id) ? 'encke-core' : null
  }
}

/**
 * Names one chunk for what several pages import statically, in place of a dozen: over a slow line each request costs
 * more than what is in it, and a browser makes six at a time.
 */
function sharedBy(name: string, entries: readonly string[]): Rolldown.CodeSplittingNameFunction {
  let modules: Set<string>[] | null = null
  return (id, context) => {
    const importsOf = (each: string) => context.getModuleInfo(each)?.importedIds ?? []
    modules ??= entries.map((entry) => reachable(join(root, entry), importsOf))
    return modules.every((of) => of.has(id)) ? name : null
  }
}

function reachable(entry: string, importsOf: (id: string) => readonly string[]): Set<string> {
  const found = new Set([entry])
  for (const id of found) for (const imported of importsOf(id)) found.add(imported)
  return found
}

/** While developing: `/d/<id>` is document.html, `/trash` trash.html, `/status` status.html, as the server has it. */
function documentPages(): Plugin {
  return {
    name: 'encke:document-pages',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (/^\/[ds]\//.test(request.url ?? '')) request.url = '/document.html'
        if (request.url?.startsWith('/trash')) request.url = '/trash.html'
        if (request.url?.startsWith('/status')) request.url = '/status.html'
        next()
      })
    },
  }
}

/** Leaves out how y-codemirror.next draws the carets of others: `remoteCarets` does, and nobody asks for both. */
function ownCaretsOnly(): Plugin {
  return {
    name: 'encke:own-carets-only',
    load: (id) =>
      id.endsWith('/y-codemirror.next/src/y-remote-selections.js')
        ? 'export const yRemoteSelections = [], yRemoteSelectionsTheme = []'
        : null,
  }
}

/** The few lines of `encke.js`. */
function stableName(): Plugin {
  return {
    name: 'encke:stable-name',
    resolveId: (id) => (id === embedEntry ? `\0${embedEntry}` : null),
    load: (id) =>
      id === `\0${embedEntry}` ? `export * from ${JSON.stringify(join(import.meta.dirname, 'encke.ts'))}` : null,
  }
}

/** The script that every page waits for: plain, so that it runs before the first paint, and not with the modules. */
function firstPaint(): Plugin {
  const source = join(root, 'first-paint.ts')
  return {
    name: 'encke:first-paint',
    applyToEnvironment: ({ name }) => name === 'client',
    buildStart() {
      if (this.meta.watchMode === false && this.environment.mode === 'build') {
        this.emitFile({ type: 'chunk', id: source, name: 'first-paint' })
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (!bundle) return [{ tag: 'script', injectTo: 'head', attrs: { type: 'module', src: '/first-paint.ts' } }]
        const script = chunksOf(bundle).find((chunk) => chunk.facadeModuleId === source)
        if (!script || script.imports.length + script.exports.length > 0)
          throw new Error('the first paint is no plain script')
        return [{ tag: 'script', injectTo: 'head', attrs: { src: `/${script.fileName}` } }]
      },
    },
  }
}

/** The list of documents is asked for beside the scripts that show it, and not after them. */
function preloadList(): Plugin {
  return {
    name: 'encke:preload-list',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { path }) {
        if (path !== '/index.html') return
        // As `documents-client.ts` asks: a preload of another address, or with other credentials, would be one more.
        const attrs = { rel: 'preload', as: 'fetch', crossorigin: 'anonymous', href: '/api/documents?limit=500' }
        return [{ tag: 'link', injectTo: 'head', attrs }]
      },
    },
  }
}

/** The editor is a chunk of its own, which the page asks for at once: the browser may fetch both beside each other. */
function preloadEditor(): Plugin {
  return {
    name: 'encke:preload-editor',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle, path }) {
        if (path !== '/document.html' || !bundle) return
        const editor = chunksOf(bundle).find((chunk) => chunk.isDynamicEntry && chunk.name === 'encke-editor')
        if (!editor) throw new Error('the editor has no chunk of its own')
        const page = chunksOf(bundle).filter((chunk) => chunk.isEntry && chunk.name === 'document')
        const own = new Set(firstChunks(bundle, page))
        // What an earlier page left is shown as soon as it is found.
        const journal = chunksOf(bundle).filter((chunk) => chunk.isDynamicEntry && chunk.name === 'open-journal')
        const missing = firstChunks(bundle, [editor, ...journal]).filter((chunk) => !own.has(chunk))
        return missing.map((chunk) => ({
          tag: 'link',
          injectTo: 'head' as const,
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${chunk.fileName}` },
        }))
      },
    },
  }
}

/**
 * Leaves out of DOMPurify which elements, and which attributes of anything, it allows by default, and which elements
 * there are in SVG and MathML: the sanitizer of the preview says itself what it allows, and that is none of those.
 */
function leanPurify(): Plugin {
  return {
    name: 'encke:lean-purify',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('/dompurify/dist/purify.es.mjs')) return null
      let found = 0
      const lean = code.replace(/^const (?!text)[\w$]+ = freeze\(\[[^\]]*\]\)/gm, (list) => {
        found += 1
        return list.replace(/\[[^\]]*\]/, '[]')
      })
      if (found !== 10) throw new Error('DOMPurify is laid out otherwise than when this was written')
      return { code: lean, map: null }
    },
  }
}

/** Style sheets are texts to a bundler: here they lose their comments and their indentation. */
function leanStyles(): Plugin {
  return {
    name: 'encke:lean-styles',
    apply: 'build',
    transform(code, id) {
      if (!/\/client\/.*\.ts$/.test(id) || !code.includes('css`')) return null
      // Only beside the ends of lines: within one there may be a string.
      const lean = (css: string) =>
        css
          .replace(/\/\*[\s\S]*?\*\//g, '')
          .replace(/\s*\n\s*/g, '\n')
          .replace(/\n([\w-]+): /g, '\n$1:')
          .replace(/ ?([{};,])\n/g, '$1')
      return { code: code.replace(/\bcss`[^`]*`/g, lean), map: null }
    },
  }
}

/**
 * Leaves out of marked what only its own default instance needs, and the dialects of Markdown that we do not speak. The
 * package makes that instance when it is imported, so that no bundler dares to; we import its lexer alone.
 */
function leanMarked(): Plugin {
  return {
    name: 'encke:lean-marked',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('/marked/lib/marked.esm.js')) return null
      const start = code.lastIndexOf('var ', code.indexOf('.parse(', code.indexOf('Please report this to')))
      const names = /export\{([^}]*)\};/.exec(code.slice(start))?.[1]?.split(',') ?? []
      const kept = names.filter((name) => /^\w+ as Lexer$/.test(name))
      if (kept.length !== 1) throw new Error('marked is laid out otherwise than when this was written')
      let lean = code.slice(0, start).replace(/this\.options\.(?:pedantic|breaks)\b/g, '!1')
      const dialects = [...lean.matchAll(/\b(?:pedantic|breaks):(\w+)(?=[,}])/g)].map(([, rules]) => rules!)
      for (const rules of dialects.filter((name) => name.length > 1)) lean = emptied(lean, rules)
      return { code: `${lean}export{${kept}};`, map: null }
    },
  }
}

/** With `name={}` where `name={…}` was. In what is in it, a brace in a string or a pattern has its other one there, too. */
function emptied(code: string, name: string): string {
  const start = new RegExp(`[ ,]${name}=\\{`).exec(code)
  if (start === null) throw new Error(`marked has no rules called ${name}`)
  const from = start.index + start[0].length
  let end = from
  for (let depth = 1; depth > 0; end += 1) depth += code[end] === '{' ? 1 : code[end] === '}' ? -1 : 0
  return code.slice(0, from) + code.slice(end - 1)
}

/** Says what each page and the embedded editor load before they work, and fails when the editor is too large. */
function firstLoad(): Plugin {
  return {
    name: 'encke:first-load',
    apply: 'build',
    writeBundle(_options, bundle) {
      for (const entry of chunksOf(bundle).filter((chunk) => chunk.isEntry || chunk.name === 'encke-editor')) {
        const files = firstChunks(bundle, [entry])
        const bytes = files.reduce((sum, chunk) => sum + gzipSync(readFileSync(join(outDir, chunk.fileName))).length, 0)
        const names = files.map((chunk) => chunk.fileName).join(' + ')
        this.info(`${entry.name}: ${(bytes / 1000).toFixed(1)} kB gzip before it works (${names})`)
        if (entry.fileName === 'encke.js' && bytes > maxFirstLoadBytes) {
          this.error(`${entry.name} is ${bytes} bytes gzip; the limit is ${maxFirstLoadBytes}`)
        }
      }
      const editor = new Set(
        firstChunks(
          bundle,
          chunksOf(bundle).filter(({ name }) => /^encke-(editor|core)$/.test(name)),
        ),
      )
      for (const pane of chunksOf(bundle).filter(({ name }) => name === 'preview-pane')) {
        const files = firstChunks(bundle, [pane]).filter((chunk) => !editor.has(chunk))
        const bytes = files.reduce((sum, chunk) => sum + gzipSync(readFileSync(join(outDir, chunk.fileName))).length, 0)
        this.info(`preview: ${(bytes / 1000).toFixed(1)} kB gzip beside the editor`)
        if (bytes > maxPreviewBytes) this.error(`the preview is ${bytes} bytes gzip; the limit is ${maxPreviewBytes}`)
      }
    },
  }
}

function chunksOf(bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  return Object.values(bundle).filter((output) => output.type === 'chunk')
}

/** These chunks and all that they import statically. */
function firstChunks(bundle: Rolldown.OutputBundle, entries: Rolldown.OutputChunk[]): Rolldown.OutputChunk[] {
  const found = new Set<Rolldown.OutputChunk>()
  const add = (chunk: Rolldown.OutputChunk): void => {
    if (found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) {
      const imported = bundle[name]
      if (imported?.type === 'chunk') add(imported)
    }
  }
  for (const entry of entries) add(entry)
  return [...found]
}
