/** Endings of files whose text is neither Markdown nor prose, and the mode of each (D9). The first of a mode is how its files are called. */
const endings: Readonly<Record<string, string>> = {
  c: 'c',
  cc: 'c++',
  clj: 'clojure',
  cpp: 'c++',
  cs: 'c#',
  css: 'css',
  csv: 'plain',
  dart: 'dart',
  diff: 'diff',
  erl: 'erlang',
  ex: 'elixir',
  go: 'go',
  h: 'c',
  hpp: 'c++',
  hs: 'haskell',
  html: 'html',
  htm: 'html',
  ini: 'properties files',
  java: 'java',
  jl: 'julia',
  js: 'javascript',
  json: 'json',
  jsx: 'jsx',
  kt: 'kotlin',
  less: 'less',
  log: 'plain',
  lua: 'lua',
  mjs: 'javascript',
  ml: 'ocaml',
  php: 'php',
  pl: 'perl',
  ps1: 'powershell',
  py: 'python',
  r: 'r',
  rb: 'ruby',
  rs: 'rust',
  sass: 'sass',
  scala: 'scala',
  scss: 'scss',
  sh: 'shell',
  bash: 'shell',
  sql: 'sql',
  svelte: 'html',
  swift: 'swift',
  tex: 'latex',
  text: 'plain',
  toml: 'toml',
  ts: 'typescript',
  tsx: 'tsx',
  txt: 'plain',
  vue: 'vue',
  xml: 'xml',
  yaml: 'yaml',
  yml: 'yaml',
}

/** What a file chooser offers. */
export const importedKinds = ['md', 'markdown', ...Object.keys(endings)]
  .map((ending) => `.${ending}`)
  .concat('text/plain', 'text/markdown', 'text/html')
  .join()

/** How files of a mode are called, without the dot; null where the table does not say. */
export function usualEnding(mode: string): string | null {
  return Object.keys(endings).find((ending) => endings[ending] === mode) ?? null
}

/** What a file of this name holds: empty for Markdown, null for what nobody knows. */
export function modeOfFile(name: string): string | null {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  if (ending === 'md' || ending === 'markdown') return ''
  return Object.hasOwn(endings, ending) ? endings[ending]! : null
}

/** Whether the name of a file says more than its text does: `notes.py`, and not `Notes of May.txt`. */
export function isCodeFile(mode: string): boolean {
  return mode !== '' && mode !== 'plain' && mode !== 'html'
}
