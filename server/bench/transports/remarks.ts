/** What limits each figure, and what a figure does not say. */
export const remarks: readonly string[] = []
