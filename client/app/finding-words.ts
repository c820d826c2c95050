import type { Ending, Measurement } from '../doctor/measurement.ts'
import type { Diagnosis, Verdict } from '../doctor/verdict.ts'
import type { StatusLocalizeController } from './status-localize.ts'

/** What was found of one transport, as a sentence. */
export function findingWords(localize: StatusLocalizeController, verdict: Verdict, measured: Measurement): string {
  const { finding, transport } = verdict
  const { hold, canaryGapMs, ending } = measured
  const duration = localize.duration.bind(localize)
  const term = localize.term.bind(localize)
  switch (finding) {
    case 'works':
      if (transport === 'websocket') return term('finding.works-websocket', duration(measured.watchedMs ?? 0))
      return term(`finding.works-${transport}`)
    case 'compressed':
      return term('finding.compressed', measured.encoding ?? '')
    case 'hold-short':
    case 'hold-long':
      return term(`finding.${finding}`, duration(hold?.heldMs ?? 0), duration(hold?.askedMs ?? 0))
    case 'held-back':
      return canaryGapMs === null
        ? term('finding.held-back')
        : term('finding.held-back-together', duration(canaryGapMs))
    case 'cut':
      return term('finding.cut', duration(ending.kind === 'cut' ? ending.afterMs : 0))
    case 'refused':
    case 'unanswered':
    case 'mute':
      return transport === 'websocket' ? term(`finding.${finding}-websocket`) : term(`finding.${finding}`)
    case 'slow':
    case 'misrouted':
    case 'unreachable':
      return term(`finding.${finding}`)
    default:
      return finding satisfies never
  }
}

/** What the browser or something on the way said when it ended, word for word; null when it said nothing. */
export function endingDetail(ending: Ending): string | null {
  return 'detail' in ending ? ending.detail : null
}

/** What all trials together mean for documents, as a sentence. */
export function diagnosisWords(localize: StatusLocalizeController, { best, verdicts }: Diagnosis): string {
  switch (best) {
    case null: {
      const isReached = verdicts.some(({ finding }) => finding !== 'unreachable')
      return localize.term(isReached ? 'doctor.misrouted' : 'doctor.nothing')
    }
    case 'websocket': {
      if (verdicts[0]?.finding === 'slow') return localize.term('doctor.slow')
      const isAllGood = verdicts.every(({ health }) => health === 'good')
      return localize.term(isAllGood ? 'doctor.all-good' : 'doctor.best-of-some')
    }
    case 'sse':
    case 'long-poll':
    case 'poll':
      return localize.term(`doctor.fallback-${best}`)
    default:
      return best satisfies never
  }
}
