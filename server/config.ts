import { type LogLevel, logLevels } from './telemetry/log.ts'

/** What one node is told when it starts; read once, never changed. */
export interface Config {
  /** 0 takes any free port. */
  port: number
  host: string
  /** Null keeps everything in memory, for as long as the process lives. */
  dataDir: string | null
  logLevel: LogLevel
  /** Origins whose pages may use the API; `*` is every one. */
  allowedOrigins: '*' | readonly string[]
  /** Whether `/metrics` is served. */
  metrics: boolean
  /** How long a document stays in the trash; 0 deletes at once. */
  trashDays: number
  /** The largest file that a document may have in it, MiB; 0 takes none. */
  fileMiB: number
  /** What all files of one document may be together, MiB. */
  filesMiB: number
}

/** One setting, as `docs/operations.md` lists it. */
export interface Setting<Value> {
  /** The name of the environment variable. */
  name: string
  /** As it would be written; empty or missing means this. */
  fallback: string
  unit: string
  what: string
  /** How to switch off what it controls. */
  disable: string
  /** @throws Error whose message says what was expected */
  parse: (text: string) => Value
}

/** A setting cannot be used as it is. The message is one line, for whoever started the server. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID'
  constructor(name: string, message: string) {
    super(`CONFIG_INVALID ${name}: ${message}`)
    this.name = 'ConfigError'
  }
}

/** Every setting there is. */
export const settings: { readonly [Key in keyof Config]: Setting<Config[Key]> } = {
  port: {
    name: 'PORT',
    fallback: '8080',
    unit: 'TCP port',
    what: 'Where the server listens. 0 takes any free port; the log says which.',
    disable: 'cannot be disabled',
    parse: (text) => wholeNumber(text, 0, 65_535),
  },
  host: {
    name: 'HOST',
    fallback: '127.0.0.1',
    unit: 'IP address or host name',
    what: 'Which address the server listens on. The default is reached from the same machine only.',
    disable: '`0.0.0.0` or `::` listens on all addresses',
    parse: (text) => {
      if (!/^[\w.:%-]+$/.test(text)) throw expected('an IP address or a host name', text)
      return text
    },
  },
  dataDir: {
    name: 'DATA_DIR',
    fallback: './data',
    unit: 'folder',
    what: 'Where documents are kept. Made if it does not exist; used by one server at a time.',
    disable: '`:memory:` keeps documents in memory, and loses them when the server stops',
    parse: (text) => (text === ':memory:' ? null : text),
  },
  logLevel: {
    name: 'LOG_LEVEL',
    fallback: 'info',
    unit: logLevels.map((level) => `\`${level}\``).join(', '),
    what: 'How much is logged, as JSON lines on standard output.',
    disable: '`silent`',
    parse: (text) => {
      const level = logLevels.find((known) => known === text.toLowerCase())
      if (level === undefined) throw expected(`one of ${logLevels.join(', ')}`, text)
      return level
    },
  },
  allowedOrigins: {
    name: 'ALLOWED_ORIGINS',
    fallback: '*',
    unit: 'origins, parted by commas',
    what: 'Which websites may embed the editor and use the API from the browser: `https://example.org`, or `*` for all.',
    disable: 'name only the origin of this server itself',
    parse: (text) => (text === '*' ? '*' : text.split(',').map((origin) => parseOrigin(origin.trim()))),
  },
  metrics: {
    name: 'METRICS',
    fallback: 'on',
    unit: '`on`, `off`',
    what: 'Whether `/metrics` answers with counts for Prometheus. They name no document and no person.',
    disable: '`off`',
    parse: (text) => {
      const lower = text.toLowerCase()
      if (lower !== 'on' && lower !== 'off') throw expected('on or off', text)
      return lower === 'on'
    },
  },
  trashDays: {
    name: 'TRASH_DAYS',
    fallback: '30',
    unit: 'days',
    what: 'How long a deleted document stays in the trash, from which anybody can restore it.',
    disable: '`0` deletes at once',
    parse: (text) => wholeNumber(text, 0, 36_500),
  },
  fileMiB: {
    name: 'FILE_MIB',
    fallback: '20',
    unit: 'mebibytes',
    what: 'The largest image or other file that can be put into a document.',
    disable: '`0` takes no files',
    parse: (text) => wholeNumber(text, 0, 10_240),
  },
  filesMiB: {
    name: 'FILES_MIB',
    fallback: '500',
    unit: 'mebibytes',
    what: 'How large all files of one document may be together.',
    disable: '`1000000` is as good as no limit',
    parse: (text) => wholeNumber(text, 0, 1_000_000),
  },
}

/** Reads the settings from the environment; the only place that does. @throws ConfigError for the first that is wrong */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const read = <Value>({ name, fallback, parse }: Setting<Value>): Value => {
    const text = environment[name]?.trim() || fallback
    try {
      return parse(text)
    } catch (error) {
      throw new ConfigError(name, error instanceof Error ? error.message : String(error))
    }
  }
  return {
    port: read(settings.port),
    host: read(settings.host),
    dataDir: read(settings.dataDir),
    logLevel: read(settings.logLevel),
    allowedOrigins: read(settings.allowedOrigins),
    metrics: read(settings.metrics),
    trashDays: read(settings.trashDays),
    fileMiB: read(settings.fileMiB),
    filesMiB: read(settings.filesMiB),
  }
}

function wholeNumber(text: string, min: number, max: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < min || number > max) throw expected(`a whole number from ${min} to ${max}`, text)
  return number
}

function parseOrigin(text: string): string {
  const url = URL.parse(text)
  // A trailing slash is what people copy out of the address bar.
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== text.toLowerCase().replace(/\/$/, '')) {
    throw expected('* or origins such as https://example.org', text)
  }
  return url.origin
}

function expected(what: string, got: string): Error {
  const shown = got.length > 60 ? `${got.slice(0, 60)}…` : got
  return new Error(`expected ${what}, got ${JSON.stringify(shown)}`)
}
