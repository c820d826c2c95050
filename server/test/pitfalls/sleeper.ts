import { createInterface } from 'node:readline'
import { Witness } from './witness.ts'

/**
 * Somebody in a process of their own, that can be put to sleep as a laptop is: `node sleeper.ts <url> <document>`.
 * Says how things stand, as a line of JSON, whenever it is given a line.
 */
const [url = '', document = ''] = process.argv.slice(2)
const witness = new Witness(url, document, 'Sleeper')
process.stdout.on('error', () => process.exit(1))
createInterface(process.stdin).on('line', () => {
  const { text, closings, transport, changes } = witness
  process.stdout.write(`${JSON.stringify({ text, closings, transport, changes })}\n`)
})
