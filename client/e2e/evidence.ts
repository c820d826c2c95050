import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', '..', 'screenshots')

/** What somebody in a test that failed had on their screen, and what their pages complained about. */
export interface Evidence {
  testName: string
  personName: string
  /** Of each of their tabs, as PNG. */
  pictures: readonly Uint8Array[]
  /** Oldest first. */
  problems: readonly string[]
}

/** Writes it to `screenshots/<test>-<person>*`. */
export async function keepEvidence({ testName, personName, pictures, problems }: Evidence): Promise<void> {
  const file = join(folder, `${fileName(testName)}-${fileName(personName)}`)
  await mkdir(folder, { recursive: true })
  for (const [index, picture] of pictures.entries()) await writeFile(`${file}-${index + 1}.png`, picture)
  if (problems.length > 0) await writeFile(`${file}.txt`, `${problems.join('\n')}\n`)
}

function fileName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
}
