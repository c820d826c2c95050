import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { HttpError } from './errors.ts'

/**
 * Which of the types to answer with: the one the client likes best, the first of those where it does not care.
 * @throws HttpError NOT_ACCEPTABLE
 */
export function preferredType<T extends string>(c: Context, types: readonly [T, ...T[]]): T {
  const [first] = types
  const chosen = accepts(c, {
    header: 'Accept',
    supports: [...types],
    default: first,
    match: (ranges, { supports }) => {
      let best = ''
      let bestQuality = 0
      for (const type of supports) {
        const quality = qualityOf(type, ranges)
        if (quality > bestQuality) [best, bestQuality] = [type, quality]
      }
      return best
    },
  })
  const type = types.find((known) => known === chosen)
  if (type === undefined) throw new HttpError('NOT_ACCEPTABLE', `this is available as ${types.join(', ')}`)
  return type
}

/** The weight of the most specific range that covers the type (RFC 9110, 12.5.1); 0 when none does. */
function qualityOf(type: string, ranges: readonly { type: string; q: number }[]): number {
  // A lone `*` is what the URL library of old Java sends.
  for (const wanted of [type, `${type.split('/')[0]}/*`, '*/*', '*']) {
    const range = ranges.find((candidate) => candidate.type.toLowerCase() === wanted)
    if (range) return range.q
  }
  return 0
}
