import qrcode from 'qrcode-generator'

/** What has to stay white around a code for a camera to find it, in modules: ISO/IEC 18004. */
const quietModules = 4
/** Pixels of a module in a picture that is saved: large enough for paper. */
const savedModulePx = 12

/** A QR code: which of its squares are dark. Level M bears a thumb over a seventh of it. */
export class QrCode {
  readonly #code: QRCode

  /** @throws Error for a text of more than some 2,300 bytes */
  constructor(text: string) {
    this.#code = qrcode(0, 'M')
    this.#code.addData(text, 'Byte')
    this.#code.make()
  }

  /** Squares on each side, with the white ones around it. */
  get size(): number {
    return this.#code.getModuleCount() + 2 * quietModules
  }

  /** Whether a square is dark, counted from the edge of the white. */
  isDark(row: number, column: number): boolean {
    const [y, x] = [row - quietModules, column - quietModules]
    const count = this.#code.getModuleCount()
    return x >= 0 && y >= 0 && x < count && y < count && this.#code.isDark(y, x)
  }

  /** As a drawing, black on white whatever the colours of the page: a camera expects no other. */
  svg(name: string): SVGSVGElement {
    const svg = make('svg', { viewBox: `0 0 ${this.size} ${this.size}`, role: 'img', 'aria-label': name })
    const white = make('rect', { width: '100%', height: '100%', fill: '#fff' })
    // One shape: squares beside each other would show seams.
    const black = make('path', { d: this.#outline(), fill: '#000', 'shape-rendering': 'crispEdges' })
    svg.append(white, black)
    return svg as SVGSVGElement
  }

  /** As a picture. */
  async png(): Promise<Blob> {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = this.size * savedModulePx
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('this browser draws nothing')
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.fillStyle = '#000'
    for (const { row, column, length } of this.#runs()) {
      context.fillRect(column * savedModulePx, row * savedModulePx, length * savedModulePx, savedModulePx)
    }
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (blob === null) throw new Error('this browser makes no picture')
    return blob
  }

  #outline(): string {
    return [...this.#runs()].map(({ row, column, length }) => `M${column} ${row}h${length}v1h-${length}z`).join('')
  }

  /** Dark squares beside each other, row by row. */
  *#runs(): Generator<{ row: number; column: number; length: number }> {
    for (let row = 0; row < this.size; row += 1) {
      for (let column = 0; column < this.size; column += 1) {
        const start = column
        while (this.isDark(row, column)) column += 1
        if (column > start) yield { row, column: start, length: column - start }
      }
    }
  }
}

function make(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}
