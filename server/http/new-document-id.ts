import { randomBytes } from 'node:crypto'

/** 32 letters and digits that are not taken for each other: no l, o, 0, 1. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/**
 * A document id that can be read out and not guessed: 80 random bits as `k7wm-3xqp-9rta-vb2n`.
 * Whoever knows the id of a document without access rules can open it.
 */
export function newDocumentId(): string {
  const characters = Array.from(randomBytes(16), (byte) => alphabet[byte % alphabet.length])
  return Array.from({ length: 4 }, (_, group) => characters.slice(group * 4, group * 4 + 4).join('')).join('-')
}
