import { css } from 'lit'
import { paletteIndex } from '../presence/palette.ts'

/**
 * The CSS value for a person's colour, through the custom property of its place in the palette, so that a host page may
 * restyle people.
 */
export function personColor(color: string): string {
  return `var(--_person-${paletteIndex(color) + 1})`
}

/** Declarations of what assistive technology reads and nobody sees. A class of `tokens` has them: `visually-hidden`. */
export const hiddenFromSight = css`
  position: absolute;
  width: 1px;
  height: 1px;
  margin: -1px;
  padding: 0;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
  border: 0;
`

/**
 * Every colour, radius and duration of the elements; the only file that holds colours, but for the palette that travels
 * in presence (`presence/palette.ts`), whose defaults are repeated here.
 *
 * A host page sets the public names, on the element or on any ancestor:
 * `--encke-bg --encke-fg --encke-muted --encke-accent --encke-border --encke-radius --encke-font-ui --encke-font-text
 * --encke-person-1` to `--encke-person-12`. Our own styles read the private names (`--_bg` and so on), which fall back
 * to the defaults below: a default on `:host` under the public name would shadow what an ancestor sets.
 *
 * The colour scheme is inherited, so an embedded element is as dark as its page; `theme="light"`, `"dark"` and `"auto"`
 * (the reader's system) decide for themselves. No font is named: the element takes its page's.
 */
export const tokens = css`
  :host {
    font-family: var(--encke-font-ui, inherit);

    /* The page, and what lies on it: menus and dialogs. */
    --_bg: var(--encke-bg, light-dark(#ffffff, #1e1e1e));
    --_raised: var(--encke-raised, light-dark(#ffffff, #282828));
    --_fg: var(--encke-fg, light-dark(#1c1c1e, #e6e6e6));
    --_muted: var(--encke-muted, light-dark(#65656b, #a3a3a9));

    /* A hairline; the edge of a control, at 3:1; the pointer's and the selected row's wash. */
    --_border: var(--encke-border, light-dark(#e4e4e7, #3a3a3d));
    --_edge: var(--encke-edge, light-dark(#85858b, #7c7c82));
    --_wash: var(--encke-wash, light-dark(rgb(0 0 0 / 0.045), rgb(255 255 255 / 0.06)));

    /* The one accent: focus, links, the own caret. */
    --_accent: var(--encke-accent, light-dark(#0b7261, #5ccfb4));
    --_scrim: light-dark(rgb(0 0 0 / 0.2), rgb(0 0 0 / 0.45));
    --_selection: var(--encke-selection, light-dark(#c9e7e0, #29544b));
    --_warning: var(--encke-warning, light-dark(#8a5a00, #e3b04b));
    --_danger: var(--encke-danger, light-dark(#b42318, #f5897f));

    /* In the dark, some would be white. */
    scrollbar-color: var(--_edge) transparent;

    --_radius: var(--encke-radius, 6px);
    --_motion: 120ms;

    --_person-1: var(--encke-person-1, #d22e33);
    --_person-2: var(--encke-person-2, #ba5600);
    --_person-3: var(--encke-person-3, #8d6a05);
    --_person-4: var(--encke-person-4, #5c7b01);
    --_person-5: var(--encke-person-5, #01813a);
    --_person-6: var(--encke-person-6, #018076);
    --_person-7: var(--encke-person-7, #097992);
    --_person-8: var(--encke-person-8, #0073c7);
    --_person-9: var(--encke-person-9, #635ce4);
    --_person-10: var(--encke-person-10, #924cd2);
    --_person-11: var(--encke-person-11, #b33cad);
    --_person-12: var(--encke-person-12, #c92f7d);
  }

  :host([theme='auto']) {
    color-scheme: light dark;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([hidden]) {
    display: none !important;
  }

  .visually-hidden {
    ${hiddenFromSight}
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --_motion: 0ms;
    }
  }
`
