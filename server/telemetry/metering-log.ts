import type { Log } from './log.ts'
import type { Meter } from './meter.ts'

/**
 * A log that also counts refusals: each is logged once, by whoever refuses, with its `code` in the fields.
 * So that nobody has to do both, and none is forgotten.
 */
export function meteringLog(log: Log, meter: Meter): Log {
  const counting = (level: keyof Log) => (fields: object, message: string) => {
    if ('code' in fields && typeof fields.code === 'string') meter.refused(fields.code)
    log[level](fields, message)
  }
  return { debug: counting('debug'), info: counting('info'), warn: counting('warn'), error: counting('error') }
}
