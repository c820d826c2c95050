import { expect, test } from 'vitest'
import { createLog, type LogLevel } from './log.ts'

function logInto(lines: string[], level: LogLevel) {
  return createLog({ level, destination: { write: (line) => void lines.push(line) } })
}

test('a line is one JSON object with its level, an ISO time, the fields and the message', () => {
  const lines: string[] = []
  logInto(lines, 'info').info({ document: 'minutes' }, 'document opened')
  expect(lines).toHaveLength(1)
  const line = JSON.parse(lines[0]!)
  expect(line).toEqual({ level: 'info', time: expect.any(String), document: 'minutes', msg: 'document opened' })
  expect(new Date(line.time).toISOString()).toBe(line.time)
})

test('what is below the level is not written', () => {
  const lines: string[] = []
  const log = logInto(lines, 'warn')
  log.debug({}, 'a')
  log.info({}, 'b')
  log.warn({}, 'c')
  log.error({}, 'd')
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['c', 'd'])
})

test('silent writes nothing at all', () => {
  const lines: string[] = []
  logInto(lines, 'silent').error({}, 'unheard')
  expect(lines).toEqual([])
})

test('an error keeps its message, its stack and its cause', () => {
  const lines: string[] = []
  const error = new Error('append failed', { cause: new Error('disk full') })
  logInto(lines, 'info').error({ err: error }, 'the store refuses')
  const line = JSON.parse(lines[0]!)
  expect(line.err).toMatchObject({ message: 'append failed', cause: { message: 'disk full' } })
  expect(line.err.stack).toContain('log.test.ts')
})
