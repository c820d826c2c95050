import type { CommandRegistry, EditorCommand } from './command-registry.ts'

/** A button of the bar: one command, or the menu of headings. */
export type ToolbarItem =
  | { kind: 'command'; id: string; command: EditorCommand }
  | { kind: 'headings'; id: string; commands: readonly EditorCommand[] }

export interface ToolbarArrangement {
  shown: readonly ToolbarItem[]
  /** For the menu at the end: what found no room, and what is never in the bar. */
  rest: readonly EditorCommand[]
  /** Whether there is room for the words at the end: what the text is, and how long. */
  hasCount: boolean
}

/** The width of a button, in pixels; a finger gets more. */
const BUTTON_PX = 32
const TOUCH_PX = 44
/** Of the words at the end, when there is room for them. */
const COUNT_PX = 220
/** Between groups of buttons. */
const GAPS_PX = 24

const headings = 'headings'
const writingOrder = [
  headings,
  'mark.bold',
  'mark.italic',
  'insert.link',
  'line.bullets',
  'line.numbers',
  'line.tasks',
  'line.quote',
  'mark.code',
  'mark.strikethrough',
  'insert.table',
  'insert.code-block',
]
/** Without keys nobody takes anything back: these come first. */
const dockedOrder = ['edit.undo', 'edit.redo', ...writingOrder]
const plainOrder = ['edit.undo', 'edit.redo', 'search.open', 'view.wrap']
/** Below this width a text has no margin in which a button for it could stand. */
const MARGIN_FROM_PX = 900
const comment = 'comments.add'
const menuOrder = ['insert.rule', 'search.open', 'search.replace', 'view.wrap', 'mode.choose', 'palette.open']

/** Which buttons there are room for, and what is left for the menu. */
export function arrangeToolbar({
  commands,
  width,
  isDocked,
  mode,
}: {
  commands: CommandRegistry
  /** In pixels. */
  width: number
  isDocked: boolean
  mode: string
}): ToolbarArrangement {
  const order = mode !== 'markdown' ? plainOrder : isDocked ? dockedOrder : writingOrder
  const items = order.flatMap((id) => itemOf(commands, id))
  const size = isDocked ? TOUCH_PX : BUTTON_PX
  const hasCount = !isDocked && width >= 480
  const free = width - 16 - (isDocked ? 0 : GAPS_PX) - (hasCount ? COUNT_PX : 0)
  const room = Math.max(1, Math.floor(free / size) - 1)
  const hasMargin = !isDocked && width >= MARGIN_FROM_PX
  // Under a finger after what takes something back, else at the end.
  if (!hasMargin) items.splice(isDocked ? 2 : Math.max(0, room - 1), 0, ...itemOf(commands, comment))
  const shown = items.slice(0, room)
  const inBar = new Set(shown.map(({ id }) => id))
  const left = items.slice(room).flatMap((item) => (item.kind === headings ? [] : [item.command]))
  const more = menuOrder.flatMap((id) => itemOf(commands, id)).filter(({ id }) => !inBar.has(id))
  const all = [...left, ...more.flatMap((item) => (item.kind === 'command' ? [item.command] : []))]
  return { shown, rest: [...new Set(all)], hasCount }
}

function itemOf(commands: CommandRegistry, id: string): ToolbarItem[] {
  if (id === headings) {
    const found = ['line.heading-1', 'line.heading-2', 'line.heading-3', 'line.heading-4', 'line.paragraph']
      .map((each) => commands.find(each))
      .filter((command) => command !== null)
    return found.length === 0 ? [] : [{ kind: headings, id, commands: found }]
  }
  const command = commands.find(id)
  return command === null || command.isAvailable?.() === false ? [] : [{ kind: 'command', id, command }]
}
