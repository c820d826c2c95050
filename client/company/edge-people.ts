import type { EditorView } from '@codemirror/view'
import { remoteCaretsIn } from '../editor/remote-carets.ts'
import type { Person } from '../presence/people.ts'

/** Somebody at work above or below what is on the screen. */
export interface EdgePerson {
  person: Person
  /** From 1. */
  line: number
  /** Offset of their caret. */
  head: number
}

/** Those above, nearest last, and those below, nearest first: as they lie from the top of the screen to its end. */
export interface EdgePeople {
  above: readonly EdgePerson[]
  below: readonly EdgePerson[]
}

export const nobodyAtTheEdges: EdgePeople = Object.freeze({ above: [], below: [] })

/**
 * Who works where the reader does not look. Only in an editor that scrolls by itself, and nobody who is idle or away:
 * their carets stand somewhere for hours. Asks CodeMirror for heights that it knows, so it forces no layout.
 */
export function edgePeople(view: EditorView, people: readonly Person[]): EdgePeople {
  const { scrollTop, clientHeight, scrollHeight } = view.scrollDOM
  if (scrollHeight <= clientHeight + 1) return nobodyAtTheEdges
  const personOf = new Map<number, Person>()
  for (const person of people) {
    if (person.self || person.stale) continue
    for (const clientId of person.clientIds) personOf.set(clientId, person)
  }
  const top = scrollTop - view.documentPadding.top
  const found = new Map<string, EdgePerson & { side: 'above' | 'below' | 'here' }>()
  for (const { clientId, head, dimmed } of remoteCaretsIn(view)) {
    const person = personOf.get(clientId)
    if (person === undefined || dimmed) continue
    const known = found.get(person.id)
    // Of several tabs the most engaged one counts.
    if (known && person.clientIds[0] !== clientId) continue
    const block = view.lineBlockAt(Math.min(head, view.state.doc.length))
    const side = block.bottom <= top ? 'above' : block.top >= top + clientHeight ? 'below' : 'here'
    found.set(person.id, { person, head, side, line: view.state.doc.lineAt(block.from).number })
  }
  const sorted = [...found.values()].sort((a, b) => a.head - b.head)
  return {
    above: sorted.filter(({ side }) => side === 'above'),
    below: sorted.filter(({ side }) => side === 'below'),
  }
}
