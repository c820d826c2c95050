import { readFile, writeFile } from 'node:fs/promises'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** Keeps the updates of a document for the processes that need them. */
export async function writeUpdates(path: string, updates: readonly Uint8Array[]): Promise<void> {
  const bytes = encoding.encode((encoder) => {
    for (const update of updates) encoding.writeVarUint8Array(encoder, update)
  })
  await writeFile(path, bytes)
}

export async function readUpdates(path: string): Promise<Uint8Array[]> {
  const decoder = decoding.createDecoder(new Uint8Array(await readFile(path)))
  const updates: Uint8Array[] = []
  while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder))
  return updates
}
