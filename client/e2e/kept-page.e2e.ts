import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { transportNames } from '../../protocol/transport-name.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Person } from './browser.ts'
import { AT_ONCE_MS, saved } from './meeting.ts'
import { Stage } from './stage.ts'
import { type Address, createDocument, introduce, openDocument, type Writer } from './writer.ts'

const content = 'The comet comes back.\n'

const stage = new Stage({ browser: { keepsPages: true } })

declare global {
  interface Window {
    /** Of the last `pageshow`: the page was kept as it was. */
    wasKept: boolean
  }
}

const ways = [
  ...transportNames.map((transport) => [transport, 'a worker'] as const),
  ['websocket', 'a tab'] as const,
  ['long-poll', 'a tab'] as const,
]

test.each(ways)(
  '[P24] a page that is left and comes back as it was goes on over %s, its session kept by %s',
  async (transport, keeper) => {
    await using alice = await stage.person('Alice')
    await using bob = await stage.person('Bob')
    if (keeper === 'a tab') await bob.context.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'))
    const address = { url: stage.url, document: `left over ${transport} by ${keeper}`, transport }
    const [hers, his] = await meet(address, alice, bob)
    await his.types('Before. ')
    await saved(his)
    await bob.page.goto('about:blank')
    await expectAlone(hers)
    await expect.poll(() => hers.text()).toBe(`Before. ${content}`)
    await hers.selects(`Before. ${content}`.length)
    await hers.types('Meanwhile.')

    await expectKept(bob.page)
    await expect.poll(() => his.text()).toBe(`Before. ${content}Meanwhile.`)
    await his.types('After. ')
    await expect.poll(() => hers.text()).toBe(`Before. After. ${content}Meanwhile.`)
    await expect.poll(() => hers.faces()).toHaveLength(2)
    await expect.poll(() => his.faces()).toHaveLength(2)
    await expect.poll(() => his.connection()).toMatchObject({ state: 'connected', transport, unsentEdits: 0 })
    await expect.poll(() => his.chipWords()).toBe('Saved')
    await expect.poll(async () => (await his.text()) === (await hers.text())).toBe(true)
    expect([...alice.problems, ...bob.problems]).toEqual([])
  },
)

test('[P24] a page that comes back has lost nothing that was written as it was left', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet({ url: stage.url, document: 'as it was left' }, alice, bob)
  await his.selects(content.length)
  for (const round of [1, 2, 3]) {
    await his.types(`${round} `)
    await bob.page.goto('about:blank')
    // In the middle of saving a browser may keep the page or not: then it is loaded again, with all that was in it.
    await bob.page.goBack({ waitUntil: 'commit' })
    await his.synced()
    await expect.poll(() => his.text()).toMatch(new RegExp(`${round} $`))
    await his.selects((await his.text()).length)
  }
  await expect.poll(() => hers.text()).toBe(`${content}1 2 3 `)
  await saved(his)
  expect(await his.text()).toBe(`${content}1 2 3 `)
})

test.each(transportNames)(
  'over %s a page that is loaded again is one face, and is not seen to be two',
  async (transport) => {
    await using alice = await stage.person('Alice')
    await using bob = await stage.person('Bob')
    const [hers, his] = await meet({ url: stage.url, document: `again over ${transport}`, transport }, alice, bob)
    const counts = await hers.editor.evaluateHandle((editor: EnckeEditor) => {
      const counts: number[] = []
      editor.addEventListener('encke-presence', () => {
        counts.push(editor.users.flatMap(({ clientIds }) => clientIds).length)
      })
      return counts
    })
    await his.selects(3)
    await bob.page.reload()
    await his.synced()
    await expect.poll(() => hers.faces()).toEqual(['Alice, you. Change name and colour', 'Bob, here. Jump to'])
    await his.selects(5)
    await expect.poll(async () => (await hers.carets()).map(({ name }) => name)).toEqual(['Bob'])
    const seen = await counts.jsonValue()
    expect(Math.max(...seen)).toBe(2)
    // He was gone, and came back.
    expect(seen).toContain(1)
  },
)

/** Alice and Bob have opened a new document, and each knows of the other. */
async function meet(address: Address, alice: Person, bob: Person): Promise<[Writer, Writer]> {
  await createDocument(address.url, { id: address.document, content })
  await Promise.all([introduce(alice.context, alice), introduce(bob.context, bob)])
  await bob.context.addInitScript(() => {
    window.addEventListener('pageshow', ({ persisted }) => {
      window.wasKept = persisted
    })
  })
  const hers = await openDocument(alice.page, { url: address.url, document: address.document })
  const his = await openDocument(bob.page, address)
  for (const writer of [hers, his]) await expect.poll(() => writer.faces()).toHaveLength(2)
  return [hers, his]
}

/** Goes back to a page, and sees that it was not loaded again. */
async function expectKept(page: Page): Promise<void> {
  // A page that was kept tells of no load.
  await page.goBack({ waitUntil: 'commit' })
  await expect.poll(() => page.evaluate(() => window.wasKept)).toBe(true)
}

async function expectAlone(writer: Writer): Promise<void> {
  const company = async () => [...(await writer.carets()), ...(await writer.faces()).slice(1)]
  await expect.poll(company, { timeout: AT_ONCE_MS }).toEqual([])
}
