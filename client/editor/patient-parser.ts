import { ParseContext } from '@codemirror/language'
import { type Input, Parser, type PartialParse, Tree, type TreeFragment } from '@lezer/common'
import { reuseQuickly } from './quick-reuse.ts'

/** How long a key may wait for what has not been parsed yet, besides for what has been and is taken over. */
const KEY_MS = 1
/** How long a piece of work may be while nothing is done: below the 100 ms after which CodeMirror ends one. */
const IDLE_MS = 80
/** So much is parsed however long it takes, in UTF-16 units: what somebody writes has its look at once, on any machine. */
const LEAST_LENGTH = 3_000

export interface PatientParserOptions {
  parser: Parser
  /** True when a key or another change of the text waits for the parser. */
  isWaitedFor: (context: ParseContext) => boolean
}

/**
 * A parser that holds up no key in a long text. CodeMirror parses up to the screen before it shows a letter, for up to
 * 20 ms: after a jump into the middle of 100,000 lines each key costs that, until the idle moments between have caught
 * up; and it has no option for it.
 *
 * So this one ends early: it gives what it has as the tree of all that was asked for, and notes the rest as skipped. That
 * is how CodeMirror waits for nested languages that are still being loaded: it asks again in the next idle moment, and
 * what is parsed by then is kept.
 */
export class PatientParser extends Parser {
  readonly #options: PatientParserOptions

  constructor(options: PatientParserOptions) {
    super()
    this.#options = options
  }

  createParse(
    input: Input,
    fragments: readonly TreeFragment[],
    ranges: readonly { from: number; to: number }[],
  ): PartialParse {
    const { parser, isWaitedFor } = this.#options
    const inner = parser.createParse(input, fragments, ranges)
    reuseQuickly(inner)
    const context = ParseContext.get()
    // Who parses outside of an editor wants all of it, at once.
    if (context === null) return inner
    const isWaiting = isWaitedFor(context)
    return new PatientParse({ inner, fragments, end: input.length, isWaiting })
  }
}

interface PatientParseOptions {
  inner: PartialParse
  fragments: readonly TreeFragment[]
  /** The length of the text. */
  end: number
  isWaiting: boolean
}

class PatientParse implements PartialParse {
  readonly #options: PatientParseOptions
  /** Where what was not parsed before begins, and until when it is worked at. */
  #fresh: { from: number; until: number } | null = null
  #stoppedAt: number | null = null

  constructor(options: PatientParseOptions) {
    this.#options = options
  }

  get parsedPos(): number {
    return this.#options.inner.parsedPos
  }

  /** What was asked for: the parser inside may have been stopped before that. */
  get stoppedAt(): number | null {
    return this.#stoppedAt
  }

  stopAt(position: number): void {
    this.#stoppedAt = position
    this.#options.inner.stopAt(position)
  }

  advance(): Tree | null {
    const { inner, fragments, isWaiting } = this.#options
    if (this.#fresh !== null && this.#isOver(this.#fresh)) return this.#leaveOff()
    // What is known beyond this place would be forgotten with what is skipped; taking it over is quick.
    if (fragments.every(({ to }) => to <= inner.parsedPos)) {
      this.#fresh ??= { from: inner.parsedPos, until: performance.now() + (isWaiting ? KEY_MS : IDLE_MS) }
    }
    return inner.advance()
  }

  #isOver({ from, until }: { from: number; until: number }): boolean {
    const { inner, isWaiting } = this.#options
    if (inner.parsedPos < from + LEAST_LENGTH) return false
    return performance.now() > until || (!isWaiting && isInputPending())
  }

  #leaveOff(): Tree {
    const { inner, end } = this.#options
    const to = this.#stoppedAt ?? end
    if (inner.parsedPos < to) inner.stopAt(inner.parsedPos)
    let tree = inner.advance()
    while (tree === null) tree = inner.advance()
    if (tree.length >= to) return tree
    // Resolved already: the rest is asked for in the next idle moment.
    const rest = ParseContext.getSkippingParser(Promise.resolve())
    rest.startParse('', [], [{ from: tree.length, to }]).advance()
    return new Tree(tree.type, tree.children, tree.positions, to, tree.propValues)
  }
}

/** Whether the reader does something, where the browser tells. */
function isInputPending(): boolean {
  const { scheduling } = (globalThis.navigator ?? {}) as { scheduling?: { isInputPending?(): boolean } }
  return scheduling?.isInputPending?.() ?? false
}
