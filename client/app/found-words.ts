import type { HomeLocalizeController } from './home-localize.ts'
import type { PageLocalizeController } from './page-localize.ts'
import type { SearchController } from './search-controller.ts'

export interface FoundWordsOptions {
  /** How many documents are on the page. */
  shown: number
  home: HomeLocalizeController
  pages: PageLocalizeController
}

/** How many documents a search has found, and what it has not looked at. */
export function foundWords(
  { answer, error, isAsking }: Pick<SearchController, 'answer' | 'error' | 'isAsking'>,
  { shown, home, pages }: FoundWordsOptions,
): string {
  if (error) return home.term('home.search-failed')
  if (isAsking && shown === 0) return home.term('home.searching')
  const total = Math.max(shown, answer?.total ?? 0)
  const count = total > shown ? home.term('home.found-some', shown, total) : pages.term('list.found', total)
  return answer && answer.unread > 0 ? `${count} ${home.term('home.unread', answer.unread)}` : count
}
