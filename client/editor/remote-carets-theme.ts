import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { palette } from '../presence/palette.ts'
import { LABEL_HEIGHT, LABEL_WIDTH, WORDED_LABEL_WIDTH } from './remote-caret-marker.ts'

/**
 * The look of remote carets and selections. The twelve colours are classes, because a style attribute is what a strict
 * CSP forbids; each is a custom property of the element, so that a host page may restyle people.
 */
export function remoteCaretsTheme(): Extension {
  // `--person` and not `--_person`: style-mod cuts names off at an underscore.
  const people = palette.map((color, index) => [
    `.encke-person-${index + 1}`,
    { '--person': `var(--_person-${index + 1}, ${color})` },
  ])
  return EditorView.theme({
    ...Object.fromEntries(people),
    '.encke-carets': { pointerEvents: 'none' },
    '.encke-remote-selection': {
      position: 'absolute',
      backgroundColor: 'color-mix(in srgb, var(--person) 26%, transparent)',
    },
    '.encke-caret': {
      position: 'absolute',
      width: '2px',
      marginLeft: '-1px',
      backgroundColor: 'var(--person)',
    },
    // A cap, so that a remote caret is never taken for the own one, whatever its colour.
    '.encke-caret::before': {
      content: '""',
      position: 'absolute',
      top: '-2px',
      left: '-2px',
      width: '6px',
      height: '4px',
      borderRadius: '1px',
      backgroundColor: 'inherit',
    },
    '.encke-caret-dimmed': { opacity: '0.6' },
    // Nobody knows where it is by now: broken off, as the line is.
    '.encke-caret-lost': {
      width: '0',
      backgroundColor: 'transparent',
      borderInlineStart: '2px dashed var(--person)',
    },
    '.encke-caret-lost::before': { backgroundColor: 'var(--person)' },
    '.encke-caret-label': {
      position: 'absolute',
      bottom: '100%',
      left: '-2px',
      boxSizing: 'border-box',
      width: 'max-content',
      maxWidth: `${LABEL_WIDTH}px`,
      height: `${LABEL_HEIGHT}px`,
      padding: '0 6px',
      display: 'flex',
      borderRadius: '4px',
      backgroundColor: 'inherit',
      color: '#fff',
      font: `500 12px/${LABEL_HEIGHT}px var(--encke-font-ui, system-ui, sans-serif)`,
      whiteSpace: 'pre',
      opacity: '0',
      visibility: 'hidden',
      transition: 'opacity var(--_motion, 120ms), visibility var(--_motion, 120ms)',
    },
    '.encke-caret-label span': { overflow: 'hidden', textOverflow: 'ellipsis' },
    '.encke-caret-lost > .encke-caret-label': { backgroundColor: 'var(--person)' },
    '.encke-caret-worded > .encke-caret-label': { maxWidth: `min(${WORDED_LABEL_WIDTH}px, 50vw)` },
    '.encke-caret-worded > .encke-caret-label::after': { content: '" · " attr(data-word)', fontWeight: '400' },
    '.encke-caret-labelled': { opacity: '1', zIndex: '1' },
    '.encke-caret-labelled > .encke-caret-label': { opacity: '1', visibility: 'visible' },
    '.encke-caret-below > .encke-caret-label': { bottom: 'auto', top: '100%' },
    '.encke-caret-left > .encke-caret-label': { left: 'auto', right: '-2px' },
    '@media (prefers-reduced-motion: reduce)': { '.encke-caret-label': { transition: 'none' } },
    '@media (forced-colors: active)': {
      '.encke-caret, .encke-caret-label': { forcedColorAdjust: 'none' },
      '.encke-remote-selection': { border: '1px solid CanvasText' },
    },
  })
}
