import type { CSSResult } from 'lit'

/** Gives the tree that an editor stands in some more styles, once. A strict policy allows them, unlike a style element. */
export function adoptStyles(root: Document | ShadowRoot, { styleSheet }: CSSResult): void {
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet]
  }
}
