import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * The look of the editor, from the custom properties of the element that it stands in (`elements/tokens.styles.ts`).
 * CodeMirror puts it in an adopted style sheet of the shadow root, which a strict CSP allows.
 */
export function theme(): Extension {
  const ownSelection = { background: 'var(--_selection)' }
  return EditorView.theme({
    '&': {
      backgroundColor: 'transparent',
      color: 'var(--_fg)',
      fontSize: 'var(--encke-font-size, 1em)',
    },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': {
      flex: '1 1 auto',
      overflow: 'auto',
      fontFamily: 'var(--encke-font-text, inherit)',
      lineHeight: 'var(--encke-line-height, 1.6)',
    },
    '.cm-content': {
      boxSizing: 'border-box',
      // Grows to the whole height, so that a click below the last line reaches the text.
      minHeight: '100%',
      maxWidth: 'var(--encke-content-width, none)',
      margin: '0 auto',
      // One length, or two for above and below.
      paddingBlock: 'var(--encke-padding-block, 24px)',
      paddingInline: '0',
      caretColor: 'var(--_accent)',
    },
    // On the lines, not around them: selections reach as far as the padding of the lines.
    '.cm-line': { padding: '0 var(--encke-padding-inline, 16px)' },
    '.cm-cursor, .cm-dropCursor': { borderLeft: '2px solid var(--_accent)', marginLeft: '-1px' },
    '.cm-placeholder': { color: 'var(--_muted)' },
    // As specific as CodeMirror's own rules, which would win otherwise.
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': ownSelection,
    '& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': ownSelection,
    '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--_warning) 30%, transparent)' },
    '.cm-searchMatch.cm-searchMatch-selected': {
      backgroundColor: 'color-mix(in srgb, var(--_warning) 55%, transparent)',
    },
    '.cm-specialChar': { color: 'var(--_danger)' },
    '.cm-panels': {
      // As the page: what fades out below the bar of one ends on it without an edge.
      backgroundColor: 'var(--_bg)',
      color: 'var(--_fg)',
      fontFamily: 'var(--encke-font-ui, inherit)',
    },
    '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--_border)' },
    '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--_border)' },
    '.cm-panel.cm-gotoLine': { padding: '8px 36px 8px 12px', fontSize: '13px' },
    '.cm-panel input[type=checkbox]': { accentColor: 'var(--_accent)' },
    '.cm-textfield': {
      padding: '4px 8px',
      border: '1px solid var(--_edge)',
      borderRadius: 'var(--_radius)',
      backgroundColor: 'var(--_bg)',
      color: 'inherit',
      font: 'inherit',
    },
    '.cm-button': {
      padding: '4px 10px',
      border: '1px solid var(--_border)',
      borderRadius: 'var(--_radius)',
      background: 'var(--_bg)',
      color: 'inherit',
      font: 'inherit',
    },
    '.cm-button:hover, .cm-button:active': { background: 'var(--_wash)' },
    '.cm-panel button[name=close]': { right: '8px', top: '8px', width: '24px', height: '24px', color: 'inherit' },
    '.cm-textfield:focus-visible, .cm-button:focus-visible, .cm-panel button[name=close]:focus-visible': {
      outline: '2px solid var(--_accent)',
      outlineOffset: '1px',
    },
    '@media (prefers-reduced-motion: reduce)': { '.cm-cursorLayer': { animation: 'none !important' } },
    '@media (forced-colors: active)': {
      '.cm-searchMatch': { outline: '1px solid' },
      '.cm-searchMatch.cm-searchMatch-selected': { outline: '3px solid Highlight' },
      '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'CanvasText' },
      '& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
        background: 'Highlight',
        forcedColorAdjust: 'none',
      },
    },
  })
}
