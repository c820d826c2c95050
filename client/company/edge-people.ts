import type { EditorView } from '@codemirror/view'
import type { RemoteCaret } from '../editor/remote-caret.ts'
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

/** Those at one side: the nearest, from the top of the text to its end, and how many more there are. */
export interface Edge {
  nearest: readonly EdgePerson[]
  more: number
}

export interface EdgePeople {
  above: Edge
  below: Edge
}

/** How many people are named at an edge. */
const MAX_NAMED = 3

const nobody: Edge = Object.freeze({ nearest: [], more: 0 })
export const nobodyAtTheEdges: EdgePeople = Object.freeze({ above: nobody, below: nobody })

/**
 * Who works where the reader does not look. Only in an editor that scrolls by itself, and nobody who is idle or away:
 * their carets stand somewhere for hours. Asks CodeMirror for heights that it knows, so it forces no layout; and this is
 * asked for with each key, so only of those who are named.
 */
export function edgePeople(view: EditorView, people: readonly Person[]): EdgePeople {
  const { scrollTop, clientHeight, scrollHeight } = view.scrollDOM
  if (scrollHeight <= clientHeight + 1) return nobodyAtTheEdges
  const top = scrollTop - view.documentPadding.top
  const first = view.lineBlockAtHeight(top).from
  const last = view.lineBlockAtHeight(top + clientHeight).to
  const carets = engagedCarets(view, people).sort((one, other) => one.head - other.head)
  const { doc } = view.state
  const named = ({ person, head }: PlacedPerson): EdgePerson => {
    return { person, head, line: doc.lineAt(Math.min(head, doc.length)).number }
  }
  const above = carets.filter(({ head }) => head < first)
  const below = carets.filter(({ head }) => head > last)
  return {
    above: { nearest: above.slice(-MAX_NAMED).map(named), more: Math.max(0, above.length - MAX_NAMED) },
    below: { nearest: below.slice(0, MAX_NAMED).map(named), more: Math.max(0, below.length - MAX_NAMED) },
  }
}

interface PlacedPerson {
  person: Person
  head: number
}

/** One caret of each of the others who are at work. Of several tabs the most engaged one counts. */
function engagedCarets(view: EditorView, people: readonly Person[]): PlacedPerson[] {
  const carets = new Map<number, RemoteCaret>()
  for (const caret of remoteCaretsIn(view)) if (!caret.dimmed) carets.set(caret.clientId, caret)
  return people.flatMap((person) => {
    if (person.self || person.stale) return []
    const clientId = person.clientIds.find((id) => carets.has(id))
    return clientId === undefined ? [] : [{ person, head: carets.get(clientId)!.head }]
  })
}
