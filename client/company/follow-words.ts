import type { FollowState } from '../following/following.ts'
import { nameOf } from './name-of.ts'
import type { CompanyPhrases } from './phrases/company-phrases.ts'

/** What is read out of following; empty for nothing. */
export function followWords(state: FollowState, phrases: CompanyPhrases & { 'presence.anonymous': string }): string {
  switch (state.kind) {
    case 'nobody':
    case 'waiting':
      return ''
    case 'following':
    case 'left':
      return phrases[`follow.${state.kind}`](nameOf(state.person, phrases))
    case 'released':
      return phrases['follow.stopped'](nameOf(state.person, phrases))
    default:
      return state satisfies never
  }
}
