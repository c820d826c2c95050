import { type DestinationStream, pino, stdSerializers } from 'pino'

/** What is logged, from the most to the least; `silent` logs nothing. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/**
 * Where a part of the server says what happened: fields first, for machines, then one sentence in lower case.
 * An `Error` goes in the field `err` and keeps its stack and cause. Nothing secret is ever a field.
 */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/**
 * One JSON object a line: `{"level":"info","time":"2026-01-31T12:00:00.000Z",…fields,"msg":"listening"}`.
 * `destination` is standard output unless a test reads along.
 */
export function createLog({ level, destination }: { level: LogLevel; destination?: DestinationStream }): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: stdSerializers.errWithCause },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** Says nothing: for tests and embedded use. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
