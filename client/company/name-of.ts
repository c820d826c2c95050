import type { companyPhrasesIn } from './company-localize.ts'

/** What somebody is called, also who gave no name. */
export function nameOf(
  { name }: { readonly name: string },
  phrases: Pick<ReturnType<typeof companyPhrasesIn>, 'presence.anonymous'>,
): string {
  return name || phrases['presence.anonymous']
}
