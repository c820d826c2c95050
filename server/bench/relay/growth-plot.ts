import type { Growth, GrowthResults } from './growth.ts'
import { descriptions, type Make } from './make.ts'

const WIDTH = 500
const HEIGHT = 320
const LEFT = 56
const TOP = 48
const BOTTOM = 44
const RIGHT = 16

/** A colour for each make, that can be told from the others on white and on black. */
const colours: Partial<Record<Make, string>> = {
  floor: '#8a8f98',
  'y-websocket': '#d1762a',
  encke: '#2f7fd6',
  'encke-session': '#2a9d68',
}

/** A picture with a panel for each growth, both axes logarithmic; it follows the light or the dark of the page. */
export function growthPlot(grown: readonly { growth: Growth; results: GrowthResults }[]): string {
  const panels = grown.map(({ growth, results }, index) => {
    return `<g transform="translate(${index * WIDTH} 0)">${panel(growth, results)}</g>`
  })
  const width = grown.length * WIDTH
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" role="img" aria-label="${grown.map(({ growth }) => growth.title).join('; ')}">
<style>
  text { font: 12px system-ui, sans-serif; fill: #30343a }
  .grid { stroke: #30343a; stroke-opacity: 0.15 }
  .line { fill: none; stroke-width: 2 }
  @media (prefers-color-scheme: dark) { text { fill: #d8dce2 } .grid { stroke: #d8dce2 } }
</style>
${panels.join('\n')}
</svg>
`
}

function panel({ title, unit, axis, points }: Growth, results: GrowthResults): string {
  const costs = [...results.values()].flatMap((byPoint) => [...byPoint.values()].map(({ cost }) => cost))
  if (costs.length === 0) return ''
  const bottom = 10 ** Math.floor(Math.log10(Math.max(0.001, Math.min(...costs))))
  const top = 10 ** Math.ceil(Math.log10(Math.max(...costs)))
  const x = (value: number) => LEFT + share(value, points[0]!, points.at(-1)!) * (WIDTH - LEFT - RIGHT)
  const y = (value: number) => HEIGHT - BOTTOM - share(Math.max(value, bottom), bottom, top) * (HEIGHT - TOP - BOTTOM)
  const parts = [`<text x="${LEFT}" y="18" font-weight="600">${title}</text>`]
  for (let value = bottom; value <= top * 1.001; value *= 10) {
    parts.push(`<path class="grid" d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}"/>`)
    parts.push(`<text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${short(value)}</text>`)
  }
  for (const point of points) {
    parts.push(`<path class="grid" d="M${x(point)} ${TOP}V${HEIGHT - BOTTOM}"/>`)
    parts.push(`<text x="${x(point)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${short(point)}</text>`)
  }
  parts.push(`<text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">${axis} →   ${unit} ↑</text>`)
  let legendX = LEFT
  for (const [make, byPoint] of results) {
    const colour = colours[make] ?? '#888888'
    const places = [...byPoint].map(([point, { cost }]) => [x(point).toFixed(1), y(cost).toFixed(1)])
    parts.push(`<path class="line" stroke="${colour}" d="M${places.map((place) => place.join(' ')).join('L')}"/>`)
    for (const [cx, cy] of places) parts.push(`<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`)
    const { label } = descriptions[make]
    parts.push(`<circle cx="${legendX + 4}" cy="34" r="4" fill="${colour}"/>`)
    parts.push(`<text x="${legendX + 12}" y="38">${label}</text>`)
    legendX += 26 + label.length * 7
  }
  return parts.join('\n')
}

/** Where a value is between two, on a logarithmic scale. */
function share(value: number, from: number, to: number): number {
  return Math.log(value / from) / Math.log(to / from)
}

function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`
  if (value >= 1e3) return `${value / 1e3} k`
  return String(Number(value.toPrecision(2)))
}
