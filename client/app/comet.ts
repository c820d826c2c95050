import { svg, type TemplateResult } from 'lit'

/** The mark: a comet on its way back, in the colour of the text. */
export const comet: TemplateResult = svg`
  <svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round">
    <path d="M4 28 15 17M4 17l7.5-7.5M15 28l7.5-7.5" />
    <circle cx="20.5" cy="11.5" r="7.5" fill="currentColor" stroke="none" />
  </svg>
`
