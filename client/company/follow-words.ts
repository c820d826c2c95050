import type { FollowState } from '../following/following.ts'
import type { CompanyPhrases } from './phrases/company-phrases.ts'

/** What is read out of following; empty for nothing. */
export function followWords(state: FollowState, phrases: CompanyPhrases & { 'presence.anonymous': string }): string {
  switch (state.kind) {
    case 'nobody':
    case 'waiting':
      return ''
    case 'following':
    case 'left':
      return phrases[`follow.${state.kind}`](state.person.name || phrases['presence.anonymous'])
    case 'released':
      return phrases['follow.stopped'](state.person.name || phrases['presence.anonymous'])
    default:
      return state satisfies never
  }
}
