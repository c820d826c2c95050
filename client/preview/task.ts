/** An edit of one character. Offsets in UTF-16 units. */
export interface TaskEdit {
  from: number
  to: number
  insert: string
}

const task = /^((?:[ \t]|>)*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)+\[)([ xX])\][ \t]/

/**
 * What turns the task of a source line into done, or into not done. Null when the line is no task, or is so already.
 * @param start offset of the line in the text
 */
export function taskEdit(line: string, start: number, isDone: boolean): TaskEdit | null {
  const match = task.exec(line)
  if (match === null || (match[2] !== ' ') === isDone) return null
  const from = start + match[1]!.length
  return { from, to: from + 1, insert: isDone ? 'x' : ' ' }
}
