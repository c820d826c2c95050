import { expect } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Person } from './browser.ts'
import { createDocument, introduce, openDocument, type Writer } from './writer.ts'

export interface Meeting {
  /** The server's address. */
  url: string
  /** The id of a new document, and its text. */
  document: string
  content: string
  alice: Person
  bob: Person
  /** By which address each of them comes, where it is another than the server's. */
  by?: { alice?: string; bob?: string }
}

/** Alice and Bob have opened a new document on its page, and each knows of the other. */
export async function meet({ url, document, content, alice, bob, by = {} }: Meeting): Promise<[Writer, Writer]> {
  await createDocument(url, { id: document, content })
  await Promise.all([introduce(alice.context, alice), introduce(bob.context, bob)])
  const writers = await Promise.all([
    openDocument(alice.page, { url: by.alice ?? url, document }),
    openDocument(bob.page, { url: by.bob ?? url, document }),
  ])
  for (const writer of writers) {
    await expect.poll(() => writer.faces()).toHaveLength(2)
    await writer.editor.locator('.encke-company').waitFor({ state: 'attached' })
  }
  return writers
}

/** Of whom nothing is heard any more, the others are rid after 8 s: who has said goodbye is gone before, milliseconds. */
export const AT_ONCE_MS = 6_000

/** Resolves when all that somebody wrote is safe, and their tab has nothing more to do with that. */
export async function saved(writer: Writer): Promise<void> {
  await expect.poll(() => writer.unsentEdits()).toBe(0)
  // A tab holds a lock for as long as its journal has anything in it.
  const locks = () =>
    writer.page.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query()
      return [...held, ...pending].filter(({ name }) => name?.startsWith('encke:writer:')).length
    })
  await expect.poll(locks).toBe(0)
}

/** Notes every line that is read out of what others do. */
export async function hears({ editor }: Writer): Promise<() => Promise<string[]>> {
  const lines = await editor.locator('.encke-say').evaluateHandle((region) => {
    const lines: string[] = []
    new MutationObserver(() => lines.push(region.textContent!.trim())).observe(region, { childList: true })
    return lines
  })
  return () => lines.evaluate((lines) => [...lines])
}

/** Notes every word of following. */
export async function follows({ editor }: Writer): Promise<() => Promise<string[]>> {
  const events = await editor.evaluateHandle((editor: EnckeEditor) => {
    const events: string[] = []
    editor.addEventListener('encke-follow', ({ detail }) => events.push(`${detail.user?.id ?? null} ${detail.reason}`))
    return events
  })
  return () => events.evaluate((events) => [...events])
}
