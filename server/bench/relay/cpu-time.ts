import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** How finely the system tells the time of another process, milliseconds: commonly 10. */
export const TICK_MS = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/**
 * What a process has used of the cores so far, milliseconds: user and system time of all its threads, those that have
 * ended included. @throws Error when there is no such process, or no /proc
 */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the process is in brackets and may contain anything; utime and stime are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
