/**
 * The twelve colours of people, as they travel in presence. White text on each of them has a contrast of at least
 * 4.75:1, and each stands out from white and from #1e1e1e, so one palette serves both themes.
 */
export const palette = [
  '#d22e33',
  '#ba5600',
  '#8d6a05',
  '#5c7b01',
  '#01813a',
  '#018076',
  '#097992',
  '#0073c7',
  '#635ce4',
  '#924cd2',
  '#b33cad',
  '#c92f7d',
] as const

/**
 * The palette's index for a colour, 0 to 11. A colour of another client (`#rrggbb`) gets the nearest of ours, because
 * only ours carry white text; anything else gets the first.
 */
export function paletteIndex(color: string): number {
  const exact = (palette as readonly string[]).indexOf(color.toLowerCase())
  if (exact >= 0) return exact
  const wanted = channels(color)
  if (wanted === null) return 0
  let nearest = 0
  let nearestDistance = Number.POSITIVE_INFINITY
  for (const [index, candidate] of palette.entries()) {
    const [red, green, blue] = channels(candidate)!
    const distance = (red - wanted[0]) ** 2 + (green - wanted[1]) ** 2 + (blue - wanted[2]) ** 2
    if (distance < nearestDistance) {
      nearest = index
      nearestDistance = distance
    }
  }
  return nearest
}

/**
 * The colour that the fewest others use. Among equals `preferred` wins, then chance, so that two people who come at
 * the same moment seldom get the same one.
 */
export function leastUsedColor({
  used,
  preferred,
  random,
}: {
  /** One entry per person. */
  used: Iterable<string>
  preferred?: string | undefined
  /** At least 0, below 1. */
  random: () => number
}): string {
  const counts = new Array<number>(palette.length).fill(0)
  for (const color of used) {
    const index = paletteIndex(color)
    counts[index] = counts[index]! + 1
  }
  const least = Math.min(...counts)
  const candidates = palette.filter((_, index) => counts[index] === least)
  const kept = candidates.find((color) => color === preferred)
  return kept ?? candidates[Math.floor(random() * candidates.length)]!
}

function channels(color: string): [number, number, number] | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)
  if (match === null) return null
  return [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16), Number.parseInt(match[3]!, 16)]
}
