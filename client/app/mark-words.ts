/** A piece of a text, found or not. */
export interface MarkedPiece {
  text: string
  isFound: boolean
}

/** A text in pieces, by what was found in it: from and to, in order and apart, as the server tells them. */
export function piecesOf(text: string, marks: readonly (readonly [number, number])[]): MarkedPiece[] {
  const pieces: MarkedPiece[] = []
  let done = 0
  for (const [from, to] of marks) {
    pieces.push({ text: text.slice(done, from), isFound: false }, { text: text.slice(from, to), isFound: true })
    done = to
  }
  pieces.push({ text: text.slice(done), isFound: false })
  return pieces.filter((piece) => piece.text !== '')
}

/** A name in pieces, by the words of a query, whatever the case and the accents. */
export function markWords(name: string, query: string): MarkedPiece[] {
  const words = fold(query).split(/\s+/u).filter(Boolean)
  // Each character of the folded name with its place in the name.
  const places: number[] = []
  let folded = ''
  let at = 0
  for (const character of name) {
    const plain = fold(character)
    for (const _ of plain.split('')) places.push(at)
    folded += plain
    at += character.length
  }
  places.push(name.length)
  const found = new Set<number>()
  for (const word of words) {
    for (let from = folded.indexOf(word); from >= 0; from = folded.indexOf(word, from + word.length)) {
      for (let index = places[from]!; index < places[from + word.length]!; index += 1) found.add(index)
    }
  }
  const marks: [number, number][] = []
  for (const index of [...found].sort((a, b) => a - b)) {
    const last = marks.at(-1)
    if (last?.[1] === index) last[1] = index + 1
    else marks.push([index, index + 1])
  }
  return piecesOf(name, marks)
}

/** As names are compared. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
