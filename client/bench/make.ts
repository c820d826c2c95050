/**
 * What is measured: the page of a document as it is; a plain CodeMirror with y-codemirror.next, which draws the others by
 * its own layer; and the same without the others, as the floor.
 */
export const makes = ['encke', 'y-codemirror.next', 'floor'] as const
export type Make = (typeof makes)[number]

/** How each is called in a table. */
export const makeNames: Record<Make, string> = {
  encke: 'Encke',
  'y-codemirror.next': 'CodeMirror, yCollab',
  floor: 'CodeMirror, nobody drawn',
}
