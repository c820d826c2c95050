import { transportNames } from '../../protocol/transport-name.ts'
import { Preference } from '../presence/preference.ts'
import { pageLanguages } from './page-language.ts'

/** Light, dark, or as the reader's system has it. `first-paint.ts` reads the same key before anything is drawn. */
export function themePreference() {
  return new Preference({ key: 'encke:theme', values: ['auto', 'light', 'dark'] })
}

/** The language of the pages, or the browser's. */
export function languagePreference() {
  return new Preference({ key: 'encke:language', values: ['auto', ...pageLanguages] })
}

/** The typeface of the text: the interface's own sans, or the reader's own serif or mono. */
export function textFontPreference() {
  return new Preference({ key: 'encke:text-font', values: ['sans', 'serif', 'mono'] })
}
export type TextFont = ReturnType<typeof textFontPreference>['value']

/** How large the text is. */
export function textSizePreference() {
  return new Preference({ key: 'encke:text-size', values: ['medium', 'small', 'large', 'larger'] })
}
export type TextSize = ReturnType<typeof textSizePreference>['value']

/** Which transport documents use; the best that works, unless the reader knows better. */
export function transportPreference() {
  return new Preference({ key: 'encke:transport', values: ['auto', ...transportNames] })
}

/** The order of the list of documents. */
export function sortPreference() {
  return new Preference({ key: 'encke:sort', values: ['edited', 'opened', 'name', 'created'] })
}
export type SortOrder = ReturnType<typeof sortPreference>['value']

/** The font stacks. Only the first is one of ours; serifs and monos are those of the reader's machine. */
export const fontStacks: Record<TextFont, string> = {
  sans: 'var(--encke-font-ui)',
  serif: `ui-serif, 'Iowan Old Style', Charter, 'Bitstream Charter', 'PT Serif', 'Noto Serif', Cambria, Georgia, serif`,
  mono: `ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace`,
}

/** The sizes of the text, in rem: whoever made the browser's own text larger has all of them larger. */
export const textSizes: Record<TextSize, string> = {
  small: '0.9375rem',
  medium: '1.0625rem',
  large: '1.1875rem',
  larger: '1.375rem',
}
