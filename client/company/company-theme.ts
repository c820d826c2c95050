import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * The look of what is drawn over the text about the others: the frame and the words of following, those at the edges.
 * In the editor's own adopted style sheet, which a strict CSP allows.
 */
export function companyTheme(): Extension {
  return EditorView.theme({
    '.encke-company': {
      position: 'absolute',
      boxSizing: 'border-box',
      insetInline: '0',
      zIndex: '10',
      display: 'flex',
      flexDirection: 'column',
      gap: '4px',
      padding: '8px 12px 12px',
      pointerEvents: 'none',
      fontFamily: 'var(--encke-font-ui, inherit)',
      fontSize: '13px',
      lineHeight: '20px',
      color: 'var(--_fg)',
    },
    '.encke-company-framed': { boxShadow: 'inset 0 0 0 2px var(--person)' },
    '.encke-company button': {
      display: 'inline-flex',
      alignItems: 'center',
      gap: '6px',
      minHeight: '26px',
      margin: '0',
      padding: '0 8px',
      font: 'inherit',
      color: 'inherit',
      background: 'none',
      border: '0',
      borderRadius: 'var(--_radius)',
      cursor: 'pointer',
      pointerEvents: 'auto',
    },
    '.encke-company button:focus-visible': { outline: '2px solid var(--_accent)', outlineOffset: '-2px' },
    '.encke-edge': { display: 'flex', flexDirection: 'column', alignItems: 'flex-end', gap: '4px' },
    '.encke-edge-below': { marginTop: 'auto' },
    // Of a few lines they would cover most: a window at 400 %.
    '@media (max-height: 320px)': { '.encke-edge': { display: 'none' } },
    // As specific as the rule for buttons above.
    '.encke-company .encke-edge > *': {
      maxWidth: '200px',
      backgroundColor: 'var(--_raised)',
      border: '1px solid var(--_border)',
      borderRadius: '999px',
      overflow: 'hidden',
      fontVariantNumeric: 'tabular-nums',
    },
    '.encke-company .encke-edge > span': { padding: '0 8px', color: 'var(--_muted)' },
    '.encke-company .encke-edge button:hover': { backgroundColor: 'color-mix(in srgb, var(--_fg) 6%, var(--_raised))' },
    '.encke-edge i': {
      flex: 'none',
      width: '8px',
      height: '8px',
      borderRadius: '50%',
      backgroundColor: 'var(--person)',
    },
    '.encke-edge bdi': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
    '.encke-edge b': { flex: 'none', fontWeight: '400', color: 'var(--_muted)' },
    '.encke-banner': {
      display: 'flex',
      alignItems: 'center',
      alignSelf: 'center',
      gap: '4px',
      maxWidth: '100%',
      boxSizing: 'border-box',
      padding: '2px 4px 2px 12px',
      backgroundColor: 'var(--_raised)',
      border: '1px solid var(--_border)',
      borderRadius: 'calc(var(--_radius) + 2px)',
      boxShadow: '0 4px 16px rgb(0 0 0 / 0.1)',
      pointerEvents: 'auto',
    },
    '.encke-banner span': { minWidth: '0', padding: '4px 8px 4px 0', overflowWrap: 'anywhere' },
    '.encke-banner-followed': { color: '#fff', backgroundColor: 'var(--person)', borderColor: 'transparent' },
    '.encke-banner:not(.encke-banner-followed) button': { color: 'var(--_accent)', fontWeight: '500' },
    '.encke-banner button:hover': { backgroundColor: 'color-mix(in srgb, currentColor 12%, transparent)' },
    '.encke-banner-followed button:focus-visible': { outlineColor: '#fff' },
    '.encke-say': {
      position: 'absolute',
      width: '1px',
      height: '1px',
      overflow: 'hidden',
      clipPath: 'inset(50%)',
      whiteSpace: 'nowrap',
    },
    '@media (pointer: coarse)': { '.encke-banner button': { minHeight: '44px', minWidth: '44px' } },
    '@media (forced-colors: active)': {
      '.encke-company-framed': { outline: '2px solid Highlight', outlineOffset: '-2px' },
      '.encke-edge i': { forcedColorAdjust: 'none' },
      '.encke-company button:hover': { outline: '1px solid Highlight' },
    },
    '@media print': { '.encke-company': { display: 'none' } },
  })
}
